# Task: processes that compute one thing.

defmodule Task do
  @moduledoc """
  A process that runs one function. With `async/1` and `await/1` the caller gets
  its value; the two are linked.

      task = Task.async(fn -> expensive() end)
      other_work()
      Task.await(task)
  """

  @enforce_keys [:mfa, :owner, :pid, :ref]
  defstruct @enforce_keys

  @type t :: %Task{}

  defguardp is_timeout(timeout)
            when timeout == :infinity or (is_integer(timeout) and timeout >= 0)

  @doc false
  defmacro __using__(opts) do
    quote location: :keep, bind_quoted: [opts: opts] do
      if not Module.has_attribute?(__MODULE__, :doc) do
        @doc """
        Returns a specification to start this module under a supervisor.

        See `Supervisor`.
        """
      end

      def child_spec(arg) do
        default = %{
          id: __MODULE__,
          start: {__MODULE__, :start_link, [arg]},
          restart: :temporary
        }

        Supervisor.child_spec(default, unquote(Macro.escape(opts)))
      end

      defoverridable child_spec: 1
    end
  end

  @doc "A child specification: a temporary child that runs the function."
  def child_spec(arg) do
    %{id: Task, start: {Task, :start_link, [arg]}, restart: :temporary}
  end

  @doc """
  Starts a linked process for its effects; there is no value to wait for.

      iex> me = self()
      iex> {:ok, _pid} = Task.start_link(fn -> send(me, :hello) end)
      iex> receive do message -> message end
      :hello
  """
  @spec start_link((-> any)) :: {:ok, pid}
  def start_link(fun) when is_function(fun, 0), do: start_link(:erlang, :apply, [fun, []])

  def start_link(module, function_name, args)
      when is_atom(module) and is_atom(function_name) and is_list(args) do
    mfa = {module, function_name, args}

    Task.Supervised.start_link(
      Task.Supervised.owner(self()),
      Task.Supervised.callers(self()),
      mfa
    )
  end

  @doc "As `start_link/1`, without the link."
  @spec start((-> any)) :: {:ok, pid}
  def start(fun) when is_function(fun, 0), do: start(:erlang, :apply, [fun, []])

  def start(module, function_name, args)
      when is_atom(module) and is_atom(function_name) and is_list(args) do
    mfa = {module, function_name, args}
    Task.Supervised.start(Task.Supervised.owner(self()), Task.Supervised.callers(self()), mfa)
  end

  @doc """
  Starts a linked task whose value can be awaited.

  It runs beside the caller. As the two are linked, a crash of one ends the other.

      iex> task = Task.async(fn -> Enum.sum(1..100) end)
      iex> Task.await(task)
      5050
  """
  @spec async((-> any)) :: t
  def async(fun) when is_function(fun, 0), do: async(:erlang, :apply, [fun, []])

  @spec async(module, atom, [term]) :: t
  def async(module, function_name, args)
      when is_atom(module) and is_atom(function_name) and is_list(args) do
    mfa = {module, function_name, args}
    owner = self()
    {:ok, pid} = Task.Supervised.start_link(Task.Supervised.owner(owner), :nomonitor)
    Task.Supervised.hand_over(pid, owner, mfa)
  end

  @doc "A task that has already ended, with a value."
  def completed(result) do
    ref = make_ref()
    owner = self()
    send(owner, {ref, result})
    %Task{mfa: {Task, :completed, 1}, owner: owner, pid: nil, ref: ref}
  end

  @doc """
  Waits for the value of a task; exits when it ends without one, or too late.

  It waits at most `timeout` milliseconds, 5000 if nothing is said. Only the process that started the task can wait for it, once.

      iex> Task.async(fn -> :done end) |> Task.await(1000)
      :done
  """
  @spec await(t, timeout) :: term
  def await(%Task{ref: ref, owner: owner} = task, timeout \\ 5000) when is_timeout(timeout) do
    check_owner(task, owner)
    await_receive(ref, task, timeout)
  end

  defp await_receive(ref, task, timeout) do
    receive do
      {^ref, reply} ->
        demonitor(ref)
        reply

      {:DOWN, ^ref, _, proc, reason} ->
        exit({reason(reason, proc), {__MODULE__, :await, [task, timeout]}})
    after
      timeout ->
        demonitor(ref)
        exit({:timeout, {__MODULE__, :await, [task, timeout]}})
    end
  end

  defp check_owner(task, owner) do
    if owner != self() do
      raise ArgumentError,
            "task #{inspect(task)} must be queried from the owner but was queried from #{inspect(self())}"
    end
  end

  defp demonitor(ref), do: :erlang.demonitor(ref, [:flush])

  defp reason(:noconnection, proc), do: {:nodedown, monitor_node(proc)}
  defp reason(reason, _), do: reason

  defp monitor_node(pid) when is_pid(pid), do: node(pid)
  defp monitor_node({_, node}), do: node

  @doc """
  Awaits several tasks; the values are in the order of the tasks.

      iex> [1, 2, 3] |> Enum.map(fn n -> Task.async(fn -> n * n end) end) |> Task.await_many()
      [1, 4, 9]
  """
  @spec await_many([t], timeout) :: [term]
  def await_many(tasks, timeout \\ 5000) when is_timeout(timeout) do
    awaiting =
      Map.new(tasks, fn %Task{ref: ref, owner: owner} = task ->
        check_owner(task, owner)
        {ref, true}
      end)

    timeout_ref = make_ref()
    timer = if timeout != :infinity, do: Process.send_after(self(), timeout_ref, timeout)

    try do
      await_many(tasks, timeout, awaiting, %{}, timeout_ref)
    after
      if timer, do: Process.cancel_timer(timer)

      receive do
        ^timeout_ref -> :ok
      after
        0 -> :ok
      end
    end
  end

  defp await_many(tasks, _timeout, awaiting, replies, _timeout_ref)
       when map_size(awaiting) == 0 do
    for %{ref: ref} <- tasks, do: Map.fetch!(replies, ref)
  end

  defp await_many(tasks, timeout, awaiting, replies, timeout_ref) do
    receive do
      ^timeout_ref ->
        for {ref, _} <- awaiting, do: demonitor(ref)
        exit({:timeout, {__MODULE__, :await_many, [tasks, timeout]}})

      {:DOWN, ref, _, proc, reason} when is_map_key(awaiting, ref) ->
        for {ref, _} <- awaiting, do: demonitor(ref)
        exit({reason(reason, proc), {__MODULE__, :await_many, [tasks, timeout]}})

      {ref, reply} when is_map_key(awaiting, ref) ->
        demonitor(ref)
        replies = Map.put(replies, ref, reply)
        await_many(tasks, timeout, Map.delete(awaiting, ref), replies, timeout_ref)
    end
  end

  @doc "The task that a message is from, with its value or exit, or nil."
  def find(tasks, {ref, reply}) when is_reference(ref) do
    Enum.find_value(tasks, fn
      %Task{ref: ^ref} = task ->
        demonitor(ref)
        {reply, task}

      %Task{} ->
        nil
    end)
  end

  def find(tasks, {:DOWN, ref, _, proc, reason} = _message) when is_reference(ref) do
    case Enum.find(tasks, &match?(%Task{ref: ^ref}, &1)) do
      nil -> nil
      task -> exit({reason(reason, proc), {__MODULE__, :find, [[task], reason]}})
    end
  end

  def find(_tasks, _message), do: nil

  @doc """
  Waits for a task for some time: `{:ok, value}`, `{:exit, reason}`, or nil when it still runs.

  After nil the task goes on: ask again, or stop it with `shutdown/2`.

      iex> task = Task.async(fn -> receive do: (:go -> :went) end)
      iex> Task.yield(task, 0)
      nil
      iex> send(task.pid, :go)
      iex> Task.yield(task)
      {:ok, :went}
  """
  @spec yield(t, timeout) :: {:ok, term} | {:exit, term} | nil
  def yield(%Task{ref: ref, owner: owner} = task, timeout \\ 5000) when is_timeout(timeout) do
    check_owner(task, owner)

    receive do
      {^ref, reply} ->
        demonitor(ref)
        {:ok, reply}

      {:DOWN, ^ref, _, proc, :noconnection} ->
        exit({reason(:noconnection, proc), {__MODULE__, :yield, [task, timeout]}})

      {:DOWN, ^ref, _, _, reason} ->
        {:exit, reason}
    after
      timeout -> nil
    end
  end

  @doc "Yields several tasks in one time: `{task, result | nil}` of each."
  def yield_many(tasks, opts \\ [])

  def yield_many(tasks, timeout) when is_timeout(timeout), do: yield_many(tasks, timeout: timeout)

  def yield_many(tasks, opts) when is_list(opts) do
    on_timeout = Keyword.get(opts, :on_timeout, :nothing)
    timeout = Keyword.get(opts, :timeout, 5_000)
    limit = Keyword.get(opts, :limit, length(tasks))
    timeout_ref = make_ref()
    timer = if timeout != :infinity, do: Process.send_after(self(), timeout_ref, timeout)

    waiting =
      Map.new(tasks, fn %Task{ref: ref, owner: owner} = task ->
        check_owner(task, owner)
        {ref, task}
      end)

    try do
      yield_some(limit, waiting, timeout_ref, %{})
    else
      {:noconnection, proc} ->
        exit({reason(:noconnection, proc), {__MODULE__, :yield_many, [tasks, timeout]}})

      {why, results} ->
        # The tasks beyond the limit are left alone.
        on_timeout = if why == :timeout, do: on_timeout, else: :nothing

        for task <- tasks do
          case Map.fetch(results, task.ref) do
            {:ok, result} -> {task, result}
            :error -> {task, unfinished(task, on_timeout)}
          end
        end
    after
      if timer, do: Process.cancel_timer(timer)

      receive do
        ^timeout_ref -> :ok
      after
        0 -> :ok
      end
    end
  end

  defp yield_some(0, _waiting, _timeout_ref, results), do: {:enough, results}

  defp yield_some(limit, waiting, timeout_ref, results) do
    receive do
      ^timeout_ref ->
        {:timeout, results}

      {ref, reply} when is_map_key(waiting, ref) ->
        demonitor(ref)
        results = Map.put(results, ref, {:ok, reply})
        yield_some(limit - 1, Map.delete(waiting, ref), timeout_ref, results)

      {:DOWN, ref, _, proc, :noconnection} when is_map_key(waiting, ref) ->
        {:noconnection, proc}

      {:DOWN, ref, _, _, reason} when is_map_key(waiting, ref) ->
        results = Map.put(results, ref, {:exit, reason})
        yield_some(limit - 1, Map.delete(waiting, ref), timeout_ref, results)
    end
  end

  defp unfinished(_task, :nothing), do: nil

  defp unfinished(task, :ignore) do
    ignore(task)
    nil
  end

  defp unfinished(task, :kill_task) do
    shutdown(task, :brutal_kill)
    nil
  end

  @doc "Leaves a task to itself: unlinks it and drops its value."
  def ignore(%Task{ref: ref, pid: pid, owner: owner} = task) do
    check_owner(task, owner)

    receive do
      {^ref, reply} ->
        pid && Process.unlink(pid)
        demonitor(ref)
        {:ok, reply}

      {:DOWN, ^ref, _, proc, :noconnection} ->
        exit({reason(:noconnection, proc), {__MODULE__, :ignore, [task]}})

      {:DOWN, ^ref, _, _, reason} ->
        {:exit, reason}
    after
      0 ->
        pid && Process.unlink(pid)
        demonitor(ref)
        nil
    end
  end

  @doc """
  Stops a task: `{:ok, value}` when it had one, `{:exit, reason}`, or nil.

      iex> task = Task.async(fn -> Process.sleep(:infinity) end)
      iex> Task.shutdown(task)
      nil
  """
  def shutdown(task, timeout \\ 5000)

  def shutdown(%Task{owner: owner} = task, _) when owner != self(), do: check_owner(task, owner)

  def shutdown(%Task{pid: nil} = task, _), do: ignore(task)

  def shutdown(%Task{pid: pid} = task, :brutal_kill) do
    mon = Process.monitor(pid)
    shutdown_send(task, :kill)

    case shutdown_receive(task, mon, :brutal_kill, :infinity) do
      {:down, proc, :noconnection} ->
        exit({reason(:noconnection, proc), {__MODULE__, :shutdown, [task, :brutal_kill]}})

      {:down, _, reason} ->
        {:exit, reason}

      result ->
        result
    end
  end

  def shutdown(%Task{pid: pid} = task, timeout) when is_timeout(timeout) do
    mon = Process.monitor(pid)
    shutdown_send(task, :shutdown)

    case shutdown_receive(task, mon, :shutdown, timeout) do
      {:down, proc, :noconnection} ->
        exit({reason(:noconnection, proc), {__MODULE__, :shutdown, [task, timeout]}})

      {:down, _, reason} ->
        {:exit, reason}

      result ->
        result
    end
  end

  # The signal is for the task only, not for its owner over the link.
  defp shutdown_send(%Task{pid: pid}, reason) do
    Process.unlink(pid)
    Process.exit(pid, reason)
  end

  # Two monitors: the task's own, which knows its value and reason, and one that
  # is there even when the first is used up.
  defp shutdown_receive(%{ref: ref} = task, mon, type, timeout) do
    receive do
      {:DOWN, ^mon, _, _, :shutdown} when type in [:shutdown, :timeout_kill] ->
        demonitor(ref)
        flush_reply(ref)

      {:DOWN, ^mon, _, _, :killed} when type == :brutal_kill ->
        demonitor(ref)
        flush_reply(ref)

      {:DOWN, ^mon, _, proc, :noproc} ->
        reason = flush_noproc(ref, proc, type)
        flush_reply(ref) || reason

      {:DOWN, ^mon, _, proc, reason} ->
        demonitor(ref)
        flush_reply(ref) || {:down, proc, reason}
    after
      timeout ->
        shutdown_send(task, :kill)
        shutdown_receive(task, mon, :timeout_kill, :infinity)
    end
  end

  defp flush_reply(ref) do
    receive do
      {^ref, reply} -> {:ok, reply}
    after
      0 -> nil
    end
  end

  defp flush_noproc(ref, proc, type) do
    receive do
      {:DOWN, ^ref, _, _, :shutdown} when type in [:shutdown, :timeout_kill] -> nil
      {:DOWN, ^ref, _, _, :killed} when type == :brutal_kill -> nil
      {:DOWN, ^ref, _, proc, reason} -> {:down, proc, reason}
    after
      0 ->
        demonitor(ref)
        {:down, proc, :noproc}
    end
  end

  # Streams of tasks.

  @doc """
  A stream that runs `fun` on each element in a task, at most
  `:max_concurrency` at a time: gives `{:ok, value}` or `{:exit, reason}`.
  """
  def async_stream(enumerable, fun, options \\ [])

  def async_stream(enumerable, fun, options) when is_function(fun, 1) and is_list(options) do
    Task.Supervised.build_stream(
      enumerable,
      {:erlang, :apply, [fun]},
      options,
      &start_for_stream/2
    )
  end

  def async_stream(enumerable, module, function_name, args, options \\ [])
      when is_atom(module) and is_atom(function_name) and is_list(args) do
    mfa = {module, function_name, args}
    Task.Supervised.build_stream(enumerable, mfa, options, &start_for_stream/2)
  end

  defp start_for_stream(owner, :nomonitor) do
    {:ok, pid} = Task.Supervised.start_link(owner, :nomonitor)
    {:ok, :link, pid}
  end
end
