# Exception: how errors, exits and throws become exception structs and text.
# The exception structs themselves are in exceptions.ex.

defmodule Exception do
  @moduledoc "Functions for exceptions: normalizing, blaming and formatting."

  import Kernel, except: [raise: 1]

  @type t :: struct

  @callback exception(term) :: t
  @callback message(t) :: String.t()
  @callback blame(t, list) :: {t, list}
  @optional_callbacks blame: 2

  @doc "Whether the term is an exception."
  def exception?(%_{__exception__: true}), do: true
  def exception?(_), do: false

  @doc "The message of an exception; never raises."
  def message(%module{__exception__: true} = exception) do
    try do
      module.message(exception)
    rescue
      caught ->
        "got #{inspect(caught.__struct__)} with message " <>
          "#{inspect(message(caught))} while retrieving Exception.message/1 " <>
          "for #{inspect(exception)}. Stacktrace:\n#{format_stacktrace(__STACKTRACE__)}"
    else
      text when is_binary(text) ->
        text

      other ->
        "got #{inspect(other)} while retrieving Exception.message/1 " <>
          "for #{inspect(exception)} (expected a string)"
    end
  end

  @doc "An Erlang error reason as an exception struct; other kinds and exceptions as they are."
  def normalize(kind, payload, stacktrace \\ [])
  def normalize(:error, %_{__exception__: true} = exception, _stacktrace), do: exception
  def normalize(:error, reason, stacktrace), do: ErlangError.normalize(reason, stacktrace || [])
  def normalize(_kind, payload, _stacktrace), do: payload

  @doc "Adds to an exception what its module can find out about the cause."
  def blame(kind, error, stacktrace)

  def blame(:error, error, stacktrace) do
    %module{} = exception = normalize(:error, error, stacktrace)

    if Code.ensure_loaded?(module) and function_exported?(module, :blame, 2) do
      module.blame(exception, stacktrace)
    else
      {exception, stacktrace}
    end
  end

  def blame(_kind, reason, stacktrace), do: {reason, stacktrace}

  @doc "The clauses of a function against arguments, where the source of the function is kept."
  def blame_mfa(module, function, args)
      when is_atom(module) and is_atom(function) and is_list(args),
      do: :otpsh_blame.clauses(module, function, args)

  # -- Banner -----------------------------------------------------------------

  @doc "One error, exit or throw as text, with its stack trace below when there is one."
  def format(kind, payload, stacktrace \\ [])
  def format({:EXIT, _} = kind, any, _), do: format_banner(kind, any)

  def format(kind, payload, stacktrace) do
    case {format_banner(kind, payload, stacktrace), stacktrace} do
      {banner, []} -> banner
      {banner, _} -> banner <> "\n" <> format_stacktrace(stacktrace)
    end
  end

  @doc "One error, exit or throw as text."
  def format_banner(kind, payload, stacktrace \\ [])

  def format_banner(:error, payload, stacktrace) do
    exception = normalize(:error, payload, stacktrace)
    "** (" <> inspect(exception.__struct__) <> ") " <> message(exception)
  end

  def format_banner(:throw, reason, _stacktrace), do: "** (throw) " <> inspect(reason)
  def format_banner(:exit, reason, _stacktrace), do: "** (exit) " <> format_exit(reason)

  def format_banner({:EXIT, pid}, reason, _stacktrace),
    do: "** (EXIT from #{inspect(pid)}) " <> format_exit(reason)

  # -- Exits ------------------------------------------------------------------

  @doc "The text of an exit reason."
  def format_exit(reason), do: exit_text(reason, "\n    ")

  # {exception or reason, stack trace}: an error ended the process.
  defp exit_text({cause, [_ | _] = list} = reason, indent) do
    case entries(list) do
      {:ok, lines} ->
        Enum.join(
          ["an exception was raised:" <> indent <> format_banner(:error, cause, list) | lines],
          indent <> "    "
        )

      :error ->
        reason_text(reason)
    end
  end

  defp exit_text({:shutdown, {:failed_to_start_child, child, {:EXIT, reason}}}, indent),
    do: failed_child(child, reason, indent)

  defp exit_text({:shutdown, {:failed_to_start_child, child, reason}}, indent),
    do: failed_child(child, reason, indent)

  # {reason, {module, function, arguments}}: a call exited.
  defp exit_text({inner, {module, function, args}} = reason, indent)
       when length(args) < 256 do
    case call_text(module, function, args) do
      {:ok, call} ->
        "exited in: " <> call <> indent <> "** (EXIT) " <> exit_text(inner, indent <> "    ")

      :error ->
        reason_text(reason)
    end
  end

  defp exit_text(reason, _indent), do: reason_text(reason)

  defp failed_child(child, reason, indent) do
    "shutdown: failed to start child: " <>
      inspect(child) <> indent <> "** (EXIT) " <> exit_text(reason, indent <> "    ")
  end

  defp entries(list) do
    {:ok, Enum.map(list, &format_stacktrace_entry/1)}
  catch
    :error, _ -> :error
  end

  defp call_text(module, function, args) do
    {:ok, format_mfa(module, function, args)}
  catch
    :error, _ -> :error
  end

  defp reason_text(:normal), do: "normal"
  defp reason_text(:shutdown), do: "shutdown"
  defp reason_text({:shutdown, reason}), do: "shutdown: " <> inspect(reason)
  defp reason_text(:calling_self), do: "process attempted to call itself"
  defp reason_text(:timeout), do: "time out"
  defp reason_text(:killed), do: "killed"
  defp reason_text(:noconnection), do: "no connection"

  defp reason_text(:noproc) do
    "no process: the process is not alive or there's no process currently associated " <>
      "with the given name, possibly because its application isn't started"
  end

  defp reason_text({:nodedown, node}) when is_atom(node), do: "no connection to #{node}"
  defp reason_text({:already_started, pid}), do: "already started: " <> inspect(pid)
  defp reason_text({:bad_return_value, value}), do: "bad return value: " <> inspect(value)
  defp reason_text({:bad_call, request}), do: "bad call: " <> inspect(request)
  defp reason_text({:bad_cast, request}), do: "bad cast: " <> inspect(request)

  defp reason_text({:bad_return, {module, :init, value}}) when is_atom(module),
    do: format_mfa(module, :init, 1) <> " returned a bad value: " <> inspect(value)

  defp reason_text({:bad_start_spec, spec}),
    do: "bad child specification, invalid children: " <> inspect(spec)

  defp reason_text({:start_spec, spec}), do: "bad child specification, " <> spec_text(spec)

  defp reason_text({:supervisor_data, data}),
    do: "bad supervisor configuration, " <> supervisor_text(data)

  defp reason_text(reason), do: inspect(reason)

  defp supervisor_text({:invalid_type, value}), do: "invalid type: " <> inspect(value)
  defp supervisor_text({:invalid_strategy, value}), do: "invalid strategy: " <> inspect(value)

  defp supervisor_text({:invalid_intensity, value}),
    do: "invalid max_restarts (intensity): " <> inspect(value)

  defp supervisor_text({:invalid_period, value}),
    do: "invalid max_seconds (period): " <> inspect(value)

  defp supervisor_text({:invalid_max_children, value}),
    do: "invalid max_children: " <> inspect(value)

  defp supervisor_text({:invalid_extra_arguments, value}),
    do: "invalid extra_arguments: " <> inspect(value)

  defp supervisor_text(other), do: "got: " <> inspect(other)

  defp spec_text({:duplicate_child_name, id}) do
    "more than one child specification has the id: #{inspect(id)}.\n" <>
      "If using maps as child specifications, make sure the :id keys are unique.\n" <>
      "If using a module or {module, arg} as child, use Supervisor.child_spec/2 to change the :id, for example:\n\n" <>
      "    children = [\n" <>
      "      Supervisor.child_spec({MyWorker, arg}, id: :my_worker_1),\n" <>
      "      Supervisor.child_spec({MyWorker, arg}, id: :my_worker_2)\n" <>
      "    ]\n"
  end

  defp spec_text({:invalid_child_spec, value}), do: "invalid child specification: #{inspect(value)}"

  defp spec_text({:invalid_child_type, value}),
    do: "invalid child type: #{inspect(value)}. Must be :worker or :supervisor."

  defp spec_text({:invalid_mfa, value}), do: "invalid mfa: #{inspect(value)}"

  defp spec_text({:invalid_restart_type, value}),
    do: "invalid restart type: #{inspect(value)}. Must be :permanent, :transient or :temporary."

  defp spec_text({:invalid_shutdown, value}),
    do: "invalid shutdown: #{inspect(value)}. Must be an integer >= 0, :infinity or :brutal_kill."

  defp spec_text({:invalid_module, value}),
    do: "invalid module: #{inspect(value)}. Must be an atom."

  defp spec_text({:invalid_modules, value}),
    do: "invalid modules: #{inspect(value)}. Must be a list of atoms or :dynamic."

  defp spec_text(other), do: "got: #{inspect(other)}"

  # -- Stack traces -----------------------------------------------------------

  @doc "A stack trace as lines of text; without one, that of the calling process."
  def format_stacktrace(trace \\ nil)

  def format_stacktrace(nil) do
    {:current_stacktrace, trace} = Process.info(self(), :current_stacktrace)
    format_stacktrace(Enum.drop(trace, 2))
  end

  def format_stacktrace([]), do: "\n"

  def format_stacktrace(trace),
    do: "    " <> Enum.map_join(trace, "\n    ", &format_stacktrace_entry/1) <> "\n"

  @doc "One line of a stack trace."
  def format_stacktrace_entry(entry)

  def format_stacktrace_entry({module, :__MODULE__, 0, location}),
    do: location_text(location) <> inspect(module) <> " (module)"

  def format_stacktrace_entry({_module, :__MODULE__, _arity, location}),
    do: location_text(location) <> "(module)"

  def format_stacktrace_entry({_module, :__FILE__, _arity, location}),
    do: location_text(location) <> "(file)"

  def format_stacktrace_entry({module, function, arity, location}),
    do: application_text(module) <> location_text(location) <> format_mfa(module, function, arity)

  def format_stacktrace_entry({function, arity, location}),
    do: location_text(location) <> format_fa(function, arity)

  # An application is named once it is loaded; all but ExUnit's are from the
  # beginning.
  defp application_text(module) do
    case :otpsh_library.application(module) do
      nil ->
        ""

      {:ex_unit, version} ->
        if :persistent_term.get({:otpsh_app, :ex_unit}, nil), do: "(ex_unit #{version}) ", else: ""

      {application, version} ->
        "(#{application} #{version}) "
    end
  end

  defp location_text(location) when is_list(location),
    do: format_file_line(Keyword.get(location, :file), Keyword.get(location, :line), " ")

  @doc "The text file:line: of a place."
  def format_file_line(file, line, suffix \\ "")
  def format_file_line(nil, _line, _suffix), do: ""
  def format_file_line(file, nil, suffix), do: "#{file}:#{suffix}"
  def format_file_line(file, 0, suffix), do: "#{file}:#{suffix}"
  def format_file_line(file, line, suffix), do: "#{file}:#{line}:#{suffix}"

  @doc "The text file:line:column: of a place."
  def format_file_line_column(file, line, column, suffix \\ "")

  def format_file_line_column(file, line, column, suffix)
      when column in [nil, 0] or line in [nil, 0] or file == nil,
      do: format_file_line(file, line, suffix)

  def format_file_line_column(file, line, column, suffix),
    do: "#{file}:#{line}:#{column}:#{suffix}"

  @doc "An anonymous function and its arity or arguments."
  def format_fa(fun, arity) when is_function(fun), do: inspect(fun) <> arity_text(arity)

  @doc "module.function/arity, or with arguments in parentheses."
  def format_mfa(module, fun, arity) when is_atom(module) and is_atom(fun) do
    {fun, arity} = as_written(Atom.to_string(fun), fun, arity)

    case closure(Atom.to_string(fun)) do
      {outer, outer_arity} ->
        "anonymous fn#{arity_text(arity)} in " <>
          inspect(module) <> "." <> Macro.inspect_atom(:remote_call, outer) <> "/" <> outer_arity

      nil ->
        inspect(module) <> "." <> Macro.inspect_atom(:remote_call, fun) <> arity_text(arity)
    end
  end

  # A macro's function takes the caller first, and has a name of its own.
  defp as_written("MACRO-" <> name, _fun, arity) when is_list(arity), do: {String.to_atom(name), tl(arity)}
  defp as_written("MACRO-" <> name, _fun, arity), do: {String.to_atom(name), arity - 1}
  defp as_written(_name, fun, arity), do: {fun, arity}

  # "-name/2-fun-0-" is a function made in name/2.
  defp closure("-" <> rest) do
    {names, [last]} = Enum.split(String.split(rest, "/"), -1)

    case {names, String.split(last, "-")} do
      {[_ | _], [arity, _fun, _number, ""]} -> {String.to_atom(Enum.join(names, "/")), arity}
      _ -> nil
    end
  end

  defp closure(_), do: nil

  defp arity_text(args) when is_list(args), do: "(" <> Enum.map_join(args, ", ", &inspect/1) <> ")"
  defp arity_text(arity) when is_integer(arity), do: "/" <> Integer.to_string(arity)

  # -- Source snippets --------------------------------------------------------

  @doc false
  def format_delimiter(delimiter) do
    case Macro.inspect_atom(:literal, delimiter) do
      ":" <> text -> text |> String.trim("\"") |> then(&"\"#{&1}\"")
    end
  end

  @doc false
  def format_snippet(file, line, column, description, snippet, _opts \\ [], _more \\ nil)

  def format_snippet(file, line, column, description, nil, _, _) do
    format_file_line_column(file, line, column, " ") <> description
  end

  def format_snippet(file, line, column, description, snippet, _, _) do
    width = max(String.length(Integer.to_string(line)), 2)
    margin = String.duplicate(" ", width + 2)
    text = :erlang.iolist_to_binary(snippet)
    caret = String.duplicate(" ", max(column - 1, 0)) <> "^"

    Enum.join(
      [
        " " <> "   error: " <> indent_rest(description),
        margin <> "│",
        String.pad_leading(Integer.to_string(line), width + 1) <> " │ " <> text,
        margin <> "│ " <> caret,
        margin <> "│",
        margin <> "└─ " <> format_file_line_column(file, line, column) |> String.trim_trailing(":")
      ],
      "\n"
    )
  end

  defp indent_rest(text) do
    [first | rest] = String.split(text, "\n")
    Enum.join([first | Enum.map(rest, &if(&1 == "", do: "", else: "    " <> &1))], "\n")
  end

  @doc false
  def format_error(%_{__exception__: true} = exception, _stacktrace),
    do: %{general: message(exception)}
end
