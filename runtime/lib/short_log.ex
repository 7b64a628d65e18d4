# Crash reports in one line each: what .log short of the shell is.

defmodule :otpsh_short_log do
  @moduledoc false
  # A formatter of :logger around the one that was there. What is no crash is
  # left to that.

  @longest 300

  @doc false
  # How much is shown: :full, :short or :off.
  def use(:off), do: Logger.configure(level: :none)

  def use(mode) do
    with {:ok, %{formatter: formatter}} <- :logger.get_handler_config(:default) do
      :logger.update_handler_config(:default, :formatter, wrapped(mode, formatter))
    end
  end

  defp wrapped(:short, {__MODULE__, _} = formatter), do: formatter
  defp wrapped(:short, formatter), do: {__MODULE__, formatter}
  defp wrapped(_full, {__MODULE__, formatter}), do: formatter
  defp wrapped(_full, formatter), do: formatter

  @doc false
  def format(%{meta: %{crash_reason: {reason, stack}} = meta}, _formatter) do
    line = who(meta) <> " crashed: " <> why(reason) <> where(stack)
    line = line |> String.split() |> Enum.join(" ") |> shortened()
    [sign(IO.ANSI.format([:red, :bright, "✗ "]), ""), line, ?\n]
  end

  def format(event, {module, config}), do: module.format(event, config)

  # A name, else the module that it runs; and the pid. Most crashes are logged by
  # the process that crashes, which can be asked for both.
  defp who(%{pid: pid} = meta) do
    name = Map.get(meta, :registered_name) || own(pid, &elem(Process.info(&1, :registered_name), 1))
    call = Map.get(meta, :initial_call) || own(pid, fn _ -> Process.get(:"$initial_call") end)

    called =
      case {name, call} do
        {name, _} when is_atom(name) and name not in [nil, :undefined] -> bare(name)
        {_, {module, _, _}} when module not in [:erlang, :erl_eval] -> inspect(module)
        _ -> ""
      end

    String.trim(called <> " " <> inspect(pid))
  end

  defp who(_meta), do: "a process"

  defp own(pid, ask), do: if(pid == self(), do: ask.(pid))

  defp bare(name), do: name |> inspect() |> String.trim_leading(":")

  defp why(%module{__exception__: true} = error), do: inspect(module) <> ": " <> first_line(Exception.message(error))
  defp why({:nocatch, value}), do: "thrown and not caught: " <> inspect(value)
  defp why(reason), do: reason |> Exception.format_exit() |> first_line()

  defp first_line(text), do: text |> String.split("\n", parts: 2) |> hd()

  # The first place that is the program's own.
  defp where(stack) do
    case Enum.find(stack, &own?/1) || List.first(stack) do
      nil -> ""
      {module, name, args, place} when is_list(args) -> where([{module, name, length(args), place}])
      frame -> sign(" · ", ", ") <> Exception.format_stacktrace_entry(frame)
    end
  end

  defp own?({:erlang, _, _, _}), do: false
  defp own?({module, _, _, _}), do: :otpsh_library.application(module) == nil
  defp own?(_fun), do: true

  defp shortened(text) do
    if String.length(text) > @longest, do: String.slice(text, 0, @longest - 3) <> "...", else: text
  end

  # For who hears the screen, words stand for signs.
  defp sign(drawn, said), do: if(Application.get_env(:otpsh, :spoken, false), do: said, else: drawn)
end
