# :sys: system messages: looking into a running behaviour, suspending, tracing, statistics.

defmodule :sys do
  @moduledoc """
  Functions for any process that is built on an OTP behaviour: read or replace
  its state, get its status, suspend and resume it, trace what it handles.
  """

  @callback system_continue(term, term, term) :: term
  @callback system_terminate(term, term, term, term) :: term
  @callback system_code_change(term, term, term, term) :: term
  @callback system_get_state(term) :: term
  @callback system_replace_state(term, term) :: term
  @optional_callbacks system_get_state: 1, system_replace_state: 2

  def suspend(name), do: request(name, :suspend)
  def suspend(name, timeout), do: request(name, :suspend, timeout)
  def resume(name), do: request(name, :resume)
  def resume(name, timeout), do: request(name, :resume, timeout)

  @doc "The state of a behaviour, for a look from outside."
  def get_state(name), do: checked(request(name, :get_state), name, :get_state)
  def get_state(name, timeout), do: checked(request(name, :get_state, timeout), name, :get_state)

  @doc "Replaces the state of a behaviour by `fun.(state)`."
  def replace_state(name, fun) do
    checked(request(name, {:replace_state, fun}), name, :replace_state)
  end

  def replace_state(name, fun, timeout) do
    checked(request(name, {:replace_state, fun}, timeout), name, :replace_state)
  end

  def get_status(name), do: request(name, :get_status)
  def get_status(name, timeout), do: request(name, :get_status, timeout)

  def change_code(name, mod, vsn, extra), do: request(name, {:change_code, mod, vsn, extra})

  def change_code(name, mod, vsn, extra, timeout),
    do: request(name, {:change_code, mod, vsn, extra}, timeout)

  def terminate(name, reason), do: request(name, {:terminate, reason})
  def terminate(name, reason, timeout), do: request(name, {:terminate, reason}, timeout)

  def log(name, flag), do: request(name, {:debug, {:log, flag}})
  def log(name, flag, timeout), do: request(name, {:debug, {:log, flag}}, timeout)
  def trace(name, flag), do: request(name, {:debug, {:trace, flag}})
  def trace(name, flag, timeout), do: request(name, {:debug, {:trace, flag}}, timeout)
  def log_to_file(name, file), do: request(name, {:debug, {:log_to_file, file}})
  def log_to_file(name, file, timeout), do: request(name, {:debug, {:log_to_file, file}}, timeout)
  def statistics(name, flag), do: request(name, {:debug, {:statistics, flag}})
  def statistics(name, flag, timeout), do: request(name, {:debug, {:statistics, flag}}, timeout)
  def no_debug(name), do: request(name, {:debug, :no_debug})
  def no_debug(name, timeout), do: request(name, {:debug, :no_debug}, timeout)
  def install(name, spec), do: request(name, {:debug, {:install, spec}})
  def install(name, spec, timeout), do: request(name, {:debug, {:install, spec}}, timeout)
  def remove(name, fun), do: request(name, {:debug, {:remove, fun}})
  def remove(name, fun, timeout), do: request(name, {:debug, {:remove, fun}}, timeout)

  defp request(name, request) do
    try do
      {:ok, reply} = :gen.call(name, :system, request)
      reply
    catch
      :exit, reason -> exit({reason, call_of(name, request, [])})
    end
  end

  defp request(name, request, timeout) do
    try do
      {:ok, reply} = :gen.call(name, :system, request, timeout)
      reply
    catch
      :exit, reason -> exit({reason, call_of(name, request, [timeout])})
    end
  end

  defp call_of(name, {:debug, {fun, arg}}, rest), do: {:sys, fun, [name, arg | rest]}
  defp call_of(name, {:debug, fun}, rest), do: {:sys, fun, [name | rest]}

  defp call_of(name, {:change_code, mod, vsn, extra}, rest),
    do: {:sys, :change_code, [name, mod, vsn, extra | rest]}

  defp call_of(name, {:terminate, reason}, rest), do: {:sys, :terminate, [name, reason | rest]}

  # Any other stands whole where the function's name would.
  defp call_of(name, fun, rest), do: {:sys, fun, [name | rest]}

  # get_state and replace_state run code of the module: what it raised in there
  # is raised here, in the asking process.
  defp checked({:error, {:callback_failed, info, {class, reason}}}, _name, _fun) do
    _ = class
    :erlang.error({:callback_failed, info, {class, reason}})
  end

  defp checked({:error, :unknown_system_msg}, name, fun),
    do: exit({:unknown_system_msg, {:sys, fun, [name]}})

  defp checked({:ok, state}, _name, _fun), do: state
  defp checked(other, _name, _fun), do: other

  # Server side.

  @doc "Handles a system message; ends in the module's `system_continue/3`."
  def handle_system_msg(message, from, parent, mod, debug, misc),
    do: handle_system_msg(:running, message, from, parent, mod, debug, misc, false)

  def handle_system_msg(message, from, parent, mod, debug, misc, hibernate),
    do: handle_system_msg(:running, message, from, parent, mod, debug, misc, hibernate)

  defp handle_system_msg(sys_state, message, from, parent, mod, debug, misc, hibernate) do
    case do_cmd(sys_state, message, parent, mod, debug, misc) do
      {:suspended, reply, debug, misc} ->
        :gen.reply(from, reply)
        suspend_loop(parent, mod, debug, misc, hibernate)

      {:running, reply, debug, misc} ->
        :gen.reply(from, reply)
        mod.system_continue(parent, debug, misc)

      {{:terminating, reason}, reply, debug, misc} ->
        :gen.reply(from, reply)
        mod.system_terminate(reason, parent, debug, misc)
    end
  end

  defp suspend_loop(parent, mod, debug, misc, true) do
    :proc_lib.hibernate(:sys, :suspend_loop_hib, [:suspended, parent, mod, debug, misc, true])
  end

  defp suspend_loop(parent, mod, debug, misc, false) do
    receive_suspended(parent, mod, debug, misc, false)
  end

  @doc false
  def suspend_loop_hib(:suspended, parent, mod, debug, misc, hibernate),
    do: receive_suspended(parent, mod, debug, misc, hibernate)

  defp receive_suspended(parent, mod, debug, misc, hibernate) do
    receive do
      {:system, from, message} ->
        handle_system_msg(:suspended, message, from, parent, mod, debug, misc, hibernate)

      {:EXIT, ^parent, reason} ->
        mod.system_terminate(reason, parent, debug, misc)
    end
  end

  defp do_cmd(_, :suspend, _parent, _mod, debug, misc), do: {:suspended, :ok, debug, misc}
  defp do_cmd(_, :resume, _parent, _mod, debug, misc), do: {:running, :ok, debug, misc}

  defp do_cmd(sys_state, :get_state, _parent, mod, debug, misc) do
    reply =
      try do
        case :erlang.function_exported(mod, :system_get_state, 1) do
          true ->
            {:ok, _state} = mod.system_get_state(misc)

          false ->
            {:ok, misc}
        end
      catch
        class, reason -> failure(mod, :system_get_state, class, reason)
      end

    {sys_state, reply, debug, misc}
  end

  defp do_cmd(sys_state, {:replace_state, fun}, _parent, mod, debug, misc) do
    {reply, misc} =
      try do
        case :erlang.function_exported(mod, :system_replace_state, 2) do
          true ->
            {:ok, state, new_misc} = mod.system_replace_state(fun, misc)
            {{:ok, state}, new_misc}

          false ->
            new_misc = fun.(misc)
            {{:ok, new_misc}, new_misc}
        end
      catch
        class, reason -> {failure(mod, :system_replace_state, class, reason), misc}
      end

    {sys_state, reply, debug, misc}
  end

  defp do_cmd(sys_state, :get_status, parent, mod, debug, misc),
    do: {sys_state, status(sys_state, parent, mod, debug, misc), debug, misc}

  defp do_cmd(sys_state, {:debug, what}, _parent, _mod, debug, misc) do
    {reply, debug} = debug_command(what, debug)
    {sys_state, reply, debug, misc}
  end

  defp do_cmd(_, {:terminate, reason}, _parent, _mod, debug, misc),
    do: {{:terminating, reason}, :ok, debug, misc}

  defp do_cmd(:suspended, {:change_code, module, vsn, extra}, _parent, mod, debug, misc) do
    {reply, misc} = do_change_code(mod, module, vsn, extra, misc)
    {:suspended, reply, debug, misc}
  end

  defp do_cmd(sys_state, other, _parent, _mod, debug, misc),
    do: {sys_state, {:error, {:unknown_system_msg, other}}, debug, misc}

  defp do_change_code(mod, module, vsn, extra, misc) do
    try do
      mod.system_code_change(misc, module, vsn, extra)
    catch
      :exit, reason -> {{:error, {:EXIT, reason}}, misc}
      :error, reason -> {{:error, {:EXIT, {reason, __STACKTRACE__}}}, misc}
      :throw, value -> {{:error, value}, misc}
    else
      {:ok, new_misc} -> {:ok, new_misc}
      other -> {{:error, other}, misc}
    end
  end

  defp failure(mod, fun, class, reason),
    do: {:error, {:callback_failed, {mod, fun}, {class, reason}}}

  defp status(sys_state, parent, mod, debug, misc) do
    pdict = :erlang.get()

    shown =
      case :erlang.function_exported(mod, :format_status, 2) do
        true -> mod.format_status(:normal, [pdict, sys_state, parent, debug, misc])
        false -> misc
      end

    {:status, self(), {:module, mod}, [pdict, sys_state, parent, debug, shown]}
  end

  # Debugging: a list of {:trace, true}, {:log, {max, count, events newest first}},
  # {:statistics, {since, reductions, in, out}}, {:log_to_file, path},
  # {id | fun, {fun, state}}. An empty list costs the behaviours nothing.

  def debug_options(options), do: debug_options(options, [])

  defp debug_options([], debug), do: debug
  defp debug_options([:trace | t], debug), do: debug_options(t, put(debug, :trace, true))
  defp debug_options([:log | t], debug), do: debug_options(t, put(debug, :log, {10, 0, []}))

  defp debug_options([{:log, n} | t], debug) when is_integer(n) and n > 0,
    do: debug_options(t, put(debug, :log, {n, 0, []}))

  defp debug_options([:statistics | t], debug),
    do: debug_options(t, put(debug, :statistics, new_statistics()))

  defp debug_options([{:log_to_file, path} | t], debug),
    do: debug_options(t, put(debug, :log_to_file, path))

  defp debug_options([{:install, {id, {fun, state}}} | t], debug),
    do: debug_options(t, put(debug, {:function, id}, {fun, state}))

  defp debug_options([{:install, {fun, state}} | t], debug),
    do: debug_options(t, put(debug, {:function, fun}, {fun, state}))

  defp debug_options([_ | t], debug), do: debug_options(t, debug)

  defp put(debug, key, value), do: :lists.keystore(key, 1, debug, {key, value})
  defp drop(debug, key), do: :lists.keydelete(key, 1, debug)

  defp debug_command(:no_debug, _debug), do: {:ok, []}
  defp debug_command({:trace, true}, debug), do: {:ok, put(debug, :trace, true)}
  defp debug_command({:trace, false}, debug), do: {:ok, drop(debug, :trace)}

  defp debug_command({:log, true}, debug), do: {:ok, keep_log(debug, 10)}

  defp debug_command({:log, {true, n}}, debug) when is_integer(n) and n > 0,
    do: {:ok, keep_log(debug, n)}

  defp debug_command({:log, false}, debug), do: {:ok, drop(debug, :log)}
  defp debug_command({:log, :get}, debug), do: {{:ok, get_log(debug)}, debug}

  defp debug_command({:log, :print}, debug) do
    print_log(debug)
    {:ok, debug}
  end

  defp debug_command({:statistics, true}, debug),
    do: {:ok, put(debug, :statistics, new_statistics())}

  defp debug_command({:statistics, false}, debug), do: {:ok, drop(debug, :statistics)}

  defp debug_command({:statistics, :get}, debug) do
    case :lists.keyfind(:statistics, 1, debug) do
      {_, statistics} -> {{:ok, show_statistics(statistics)}, debug}
      false -> {{:ok, :no_statistics}, debug}
    end
  end

  defp debug_command({:log_to_file, false}, debug), do: {:ok, drop(debug, :log_to_file)}

  defp debug_command({:log_to_file, path}, debug) do
    case writable?(path) do
      true -> {:ok, put(debug, :log_to_file, path)}
      false -> {{:error, :open_file}, debug}
    end
  end

  defp debug_command({:install, {id, {fun, state}}}, debug),
    do: {:ok, put(debug, {:function, id}, {fun, state})}

  defp debug_command({:install, {fun, state}}, debug),
    do: {:ok, put(debug, {:function, fun}, {fun, state})}

  defp debug_command({:remove, id}, debug), do: {:ok, drop(debug, {:function, id})}
  defp debug_command(_other, debug), do: {:unknown_debug, debug}

  # A log that is on keeps its length.
  defp keep_log(debug, n) do
    case :lists.keymember(:log, 1, debug) do
      true -> debug
      false -> put(debug, :log, {n, 0, []})
    end
  end

  # Opening a log empties its file.
  defp writable?(path), do: File.write(path, "") == :ok

  defp new_statistics, do: {:calendar.local_time(), reductions(), 0, 0}

  defp show_statistics({since, reductions, messages_in, messages_out}) do
    [
      start_time: since,
      current_time: :calendar.local_time(),
      reductions: reductions() - reductions,
      messages_in: messages_in,
      messages_out: messages_out
    ]
  end

  defp reductions do
    {:reductions, n} = :erlang.process_info(self(), :reductions)
    n
  end

  @doc "Passes an event of a behaviour through its debug options."
  def handle_debug([], _form, _extra, _event), do: []

  def handle_debug([{:trace, true} = option | t], form, extra, event) do
    form.(:standard_io, event, extra)
    [option | handle_debug(t, form, extra, event)]
  end

  def handle_debug([{:log, {max, count, events}} | t], form, extra, event) do
    # Twice as many as asked for are kept before the list is cut: constant cost.
    log =
      case count < 2 * max do
        true -> {max, count + 1, [{event, extra, form} | events]}
        false -> {max, max, [{event, extra, form} | Enum.take(events, max - 1)]}
      end

    [{:log, log} | handle_debug(t, form, extra, event)]
  end

  def handle_debug([{:statistics, {since, reductions, n_in, n_out}} | t], form, extra, event) do
    {n_in, n_out} = count(event, n_in, n_out)
    [{:statistics, {since, reductions, n_in, n_out}} | handle_debug(t, form, extra, event)]
  end

  def handle_debug([{:log_to_file, path} = option | t], form, extra, event) do
    {:ok, device} = StringIO.open("")
    form.(device, event, extra)
    {:ok, {_, text}} = StringIO.close(device)
    File.write(path, text, [:append])
    [option | handle_debug(t, form, extra, event)]
  end

  def handle_debug([{{:function, id}, {fun, state}} | t], form, extra, event) do
    result =
      try do
        fun.(state, event, extra)
      catch
        _, _ -> :done
      end

    case result do
      :done -> handle_debug(t, form, extra, event)
      new -> [{{:function, id}, {fun, new}} | handle_debug(t, form, extra, event)]
    end
  end

  defp count({:in, _}, n_in, n_out), do: {n_in + 1, n_out}
  defp count({:in, _, _}, n_in, n_out), do: {n_in + 1, n_out}
  defp count({:out, _, _}, n_in, n_out), do: {n_in, n_out + 1}
  defp count({:out, _, _, _}, n_in, n_out), do: {n_in, n_out + 1}
  defp count(_, n_in, n_out), do: {n_in, n_out}

  @doc "The logged events, oldest first."
  def get_log([]), do: []

  def get_log(debug) do
    case :lists.keyfind(:log, 1, debug) do
      {_, {max, _, events}} ->
        events |> Enum.take(max) |> Enum.map(&elem(&1, 0)) |> :lists.reverse()

      false ->
        []
    end
  end

  def get_debug(item, debug, default) do
    case :lists.keyfind(item, 1, debug) do
      {_, value} -> value
      false -> default
    end
  end

  def print_log(debug) do
    case :lists.keyfind(:log, 1, debug) do
      {_, {max, _, events}} ->
        for {event, extra, form} <- events |> Enum.take(max) |> Enum.reverse(),
            do: form.(:standard_io, event, extra)

        :ok

      false ->
        :ok
    end
  end
end
