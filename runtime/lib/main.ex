# What runs a program from the command line: its process, its exit code, the
# words of its failure.

defmodule :otpsh_main do
  @moduledoc false

  # Each gives the exit code of the program. The work runs in a process of its
  # own, which stays when it is done: what is linked to it must not die before
  # the program ends.

  def start(id, function, args), do: :otpsh_code.answer(id, apply(:otpsh_main, function, args))

  def file(path), do: run(fn -> :otpsh_code.run_file(path) end)
  def eval(text), do: run(fn -> :otpsh_code.eval_string(text, [], "nofile") end)
  def test(args), do: run(fn -> exit({:shutdown, started(fn -> :otpsh_test.run(args) end)}) end)

  # Starts the mix project of a folder; it goes on when this has answered.
  def project(dir) do
    in_process(fn -> started(fn -> :otpsh_project.start(dir, :otpsh_project.env(:dev)) end) end)
  end

  # Runs what starts a project; its failures are worded as mix does.
  def started(work) do
    work.()
  rescue
    error in Mix.Error ->
      IO.puts(:stderr, "** (Mix) " <> error.message)
      exit({:shutdown, error.exit_status})
  end

  # Waits until something halts the system.
  def forever, do: Process.sleep(:infinity)

  # What runs at the exit is known when the work is done.
  defp run(work) do
    code = in_process(work)
    run_at_exit(:persistent_term.get(:otpsh_at_exit, []), code)
  end

  defp in_process(work) do
    main = self()

    {pid, ref} =
      spawn_monitor(fn ->
        send(main, {:otpsh_status, self(), status(work)})
        Process.sleep(:infinity)
      end)

    receive do
      {:otpsh_status, ^pid, code} ->
        code

      {:DOWN, ^ref, :process, ^pid, reason} ->
        IO.write(:stderr, "** (EXIT from #{inspect(pid)}) #{Exception.format_exit(reason)}\n")
        1
    end
  end

  def at_exit(fun) do
    :persistent_term.put(:otpsh_at_exit, [fun | :persistent_term.get(:otpsh_at_exit, [])])
  end

  defp run_at_exit([], code), do: code

  defp run_at_exit(hooks, code) do
    :persistent_term.put(:otpsh_at_exit, [])

    code =
      Enum.reduce(hooks, code, fn hook, code ->
        case status(fn -> hook.(code) end) do
          0 -> code
          other -> other
        end
      end)

    run_at_exit(:persistent_term.get(:otpsh_at_exit, []), code)
  end

  defp status(work) do
    try do
      work.()
      0
    catch
      :exit, reason when reason in [:normal, :shutdown] ->
        0

      :exit, {:shutdown, code} when is_integer(code) ->
        code

      kind, reason ->
        IO.write(:stderr, failure(kind, reason, __STACKTRACE__))
        1
    end
  end

  # The text of a failure with its stack trace, blamed as the command line of
  # Elixir does.
  def failure(kind, reason, stack) do
    {blamed, stack} = Exception.blame(kind, reason, stack)
    IO.iodata_to_binary([Exception.format_banner(kind, blamed, stack), ?\n, trace(stack)])
  end

  defp trace([]), do: "\n"
  defp trace(stack), do: [Exception.format_stacktrace(prune(stack)), ?\n]

  # Frames of this module and of the evaluator say nothing to a person.
  defp prune(stack) do
    Enum.reject(stack, fn
      {module, _, _, _} -> module in [:otpsh_main, :otpsh_code, :otpsh_test]
      _ -> false
    end)
  end
end
