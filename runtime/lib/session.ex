# The shell's evaluator: a process that is asked to evaluate one form after
# another. What it is asked comes from the host as a message, and what it
# answers goes back through :otpsh_code.answer/2:
#
#     {:ok, value, text, binding, env, prompts}
#     {:error, text, whether the code did not compile, prompts}
#     {:respawn, prompts}
#     {:ok, text} and {:error, text}, of a question about a phase of code
#     what :otpsh_real gives, of a comparison with a real Elixir
#
# where prompts are the two that stand before the next line.

defmodule :otpsh_session do
  @moduledoc false

  # The history is {number of its oldest value, how many, the values, newest
  # first}. An input that fails leaves none, and keeps its number.
  def start(strict?) do
    :persistent_term.put({:otpsh_iex}, if(strict?, do: :strict, else: :free))
    loop({1, 0, []})
  end

  defp loop(history) do
    receive do
      {:otpsh_eval, id, code, line, binding, env} ->
        case evaluate(code, binding, env, history_at(history, line)) do
          {:respawn, history} ->
            :otpsh_code.answer(id, {:respawn, prompts()})
            loop(history)

          {answer, history} ->
            :otpsh_code.answer(id, answer)
            loop(history)
        end

      {:otpsh_load, id, code, path, binding, env} ->
        :otpsh_code.answer(id, load(code, path, binding, env))
        loop(history)

      {:otpsh_phase, id, phase, code, env} ->
        :otpsh_code.answer(id, phase(phase, code, env))
        loop(history)

      {:otpsh_real, id, function, args} ->
        Process.put(:iex_history, history)
        :otpsh_code.answer(id, apply(:otpsh_real, function, args))
        Process.delete(:iex_history)
        loop(history)
    end
  end

  # Compiles a file's text, in place of what its modules were.
  def load(file, text) do
    kept = Code.get_compiler_option(:ignore_module_conflict)
    Code.put_compiler_option(:ignore_module_conflict, true)

    try do
      Code.compile_string(text, file)
    after
      Code.put_compiler_option(:ignore_module_conflict, kept)
    end

    IEx.dont_display_result()
  end

  defp history_at({_, 0, []}, line), do: {line, 0, []}
  defp history_at(history, _line), do: history

  defp prompts, do: {IEx.Config.get(:default_prompt), IEx.Config.get(:continuation_prompt)}

  defp evaluate(code, binding, env, history) do
    Process.put(:iex_history, history)

    try do
      {value, binding, env} = code |> calls_for_names(env) |> one_by_one(binding, env)
      text = if value == IEx.dont_display_result(), do: :none, else: show(value)
      history = keep(history, value, env.line)

      case Process.delete(:otpsh_respawn) do
        true -> {:respawn, history}
        nil -> {{:ok, value, text, binding, env, prompts()}, history}
      end
    catch
      kind, reason -> {{:error, failure(kind, reason, __STACKTRACE__), is_struct(reason, CompileError), prompts()}, history}
    after
      Process.delete(:iex_history)
    end
  end

  # A file that the session begins with leaves bindings and imports, but no value.
  defp load(code, path, binding, %{file: input} = env) do
    {_value, binding, env} = one_by_one(code, binding, %{env | file: path, line: 1})
    {:ok, nil, :none, binding, %{env | file: input, line: 1}, prompts()}
  catch
    kind, reason -> {:error, failure(kind, reason, __STACKTRACE__), is_struct(reason, CompileError), prompts()}
  end

  # What becomes of code on its way to the machine: its quoted form, fully
  # expanded, as a resolved tree, as instructions.
  defp phase(phase, code, env) do
    text = if phase == :ast, do: inspect(code, pretty: true, limit: :infinity), else: :otpsh_code.phase(phase, code, env)
    {:ok, text <> "\n"}
  catch
    kind, reason -> {:error, failure(kind, reason, __STACKTRACE__)}
  end

  # A name alone is a call when a function of that name without arguments is
  # imported: h is h().
  defp calls_for_names(code, env) do
    Macro.prewalk(code, fn
      {name, meta, context} = node when is_atom(name) and is_atom(context) ->
        if imported?(env, name), do: {name, [{:if_undefined, :apply} | meta], context}, else: node

      node ->
        node
    end)
  end

  defp imported?(%{functions: functions, macros: macros}, name) do
    :lists.any(&names?(&1, name), functions) or :lists.any(&names?(&1, name), macros)
  end

  defp names?({_module, list}, name), do: :lists.member({name, 0}, list)

  # The expressions of a line are evaluated one by one: an import or a require
  # counts for the next.
  defp one_by_one({:__block__, _, [_ | _] = expressions}, binding, env) do
    :lists.foldl(
      fn expression, {_, binding, env} -> one_by_one(expression, binding, env) end,
      {nil, binding, env},
      expressions
    )
  end

  defp one_by_one({name, _, [_ | _]} = call, binding, env)
       when name in [:import_file, :import_file_if_available] do
    case Macro.expand(call, env) do
      ^call -> :otpsh_code.eval_quoted(call, binding, env)
      code -> one_by_one(code, binding, env)
    end
  end

  defp one_by_one(expression, binding, env), do: :otpsh_code.eval_quoted(expression, binding, env)

  # Line 0 is the session's own preparation.
  defp keep(_history, _value, 0), do: {1, 0, []}

  defp keep({start, size, values}, value, _line) do
    limit = IEx.Config.get(:history_size)

    if limit >= 0 and size >= limit do
      {start + size + 1 - limit, limit, :lists.sublist([value | values], limit)}
    else
      {start, size + 1, [value | values]}
    end
  end

  @doc false
  # What v/1 gives.
  def value({start, size, values}, n) do
    cond do
      n >= start and n < start + size -> Enum.at(values, start + size - 1 - n)
      n < 0 and size + n >= 0 -> Enum.at(values, -n - 1)
      true -> raise "v(#{n}) is out of bounds, " <> bounds(start, size)
    end
  end

  defp bounds(_start, 0), do: "no entries were stored in history so far"

  defp bounds(start, size) do
    "the currently preserved history ranges from #{start} to #{start + size - 1} " <>
      "(or use negative numbers to look from the end)"
  end

  # The text of a value, as the shell prints it.
  defp show(value), do: IEx.color(:eval_result, inspect(value, IEx.inspect_opts()))

  # The text of a failure, ended by a newline. Nothing above calls a module that
  # programs redefine now and then; wording an error does: where that has been
  # broken, the reason alone is told.
  defp failure(kind, reason, stack) do
    worded(kind, reason, stack)
  catch
    _, _ -> "** (" <> Atom.to_string(kind) <> ") " <> inspect(reason) <> "\n"
  end

  # Errors of the compiler were told where they were found; no frame says more.
  defp worded(:error, %CompileError{line: line, description: "cannot compile file" <> rest}, _stack)
       when line in [nil, 0] do
    error = %CompileError{description: "cannot compile code" <> rest}
    Exception.format_banner(:error, error) <> "\n\n"
  end

  defp worded(kind, reason, stack) do
    {blamed, stack} = Exception.blame(kind, reason, stack)

    banner =
      case blamed do
        %FunctionClauseError{} ->
          blame = FunctionClauseError.blame(blamed, &inspect(&1, argument_opts()), &match/1)
          in_red(Exception.format_banner(kind, reason, stack)) <> pad(blame)

        _ ->
          in_red(Exception.format_banner(kind, blamed, stack))
      end

    case prune(stack) do
      [] -> banner <> "\n"
      shown -> banner <> "\n" <> IEx.color(:stack_info, Exception.format_stacktrace(shown))
    end
  end

  # The message of a syntax error comes with colours of its own.
  defp in_red(banner) do
    if String.contains?(banner, IO.ANSI.reset()), do: banner, else: IEx.color(:eval_error, banner)
  end

  # After a coloured part of an argument nothing of the result's colour returns.
  defp argument_opts do
    opts = IEx.inspect_opts()
    Keyword.replace(opts, :syntax_colors, Keyword.delete(opts[:syntax_colors] || [], :reset))
  end

  defp pad(text), do: "    " <> String.replace(text, "\n", "\n    ")

  defp match(%{match?: true, node: node}), do: Macro.to_string(node)

  defp match(%{match?: false, node: node}) do
    text = Macro.to_string(node)
    if IEx.Config.color(:blame_diff), do: IEx.color(:blame_diff, text), else: "-" <> text <> "-"
  end

  # Frames of the evaluator say nothing to a person, nor does what called the
  # input.
  defp prune(stack) do
    shown = Enum.reject(stack, fn {module, _, _, _} -> module in [:otpsh_code, :otpsh_session, :erl_eval] end)

    case shown |> Enum.reverse() |> Enum.drop_while(&(elem(&1, 0) != :elixir_eval)) do
      [] -> shown
      frames -> Enum.reverse(frames)
    end
  end
end
