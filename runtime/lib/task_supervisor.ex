# Task.Supervisor: tasks as children of a supervisor.

defmodule Task.Supervisor do
  @moduledoc """
  A supervisor whose children are tasks: they can be found, stopped together,
  and awaited without a link.
  """

  @type async_stream_option ::
          {:max_concurrency, pos_integer} | {:ordered, boolean} | {:timeout, timeout}

  @too_many "reached the maximum number of tasks for this task supervisor. The maximum number " <>
              "of tasks that are allowed to run at the same time under this supervisor can be " <>
              "configured with the :max_children option passed to Task.Supervisor.start_link/1"

  @doc "A child specification: the id is the name."
  def child_spec(opts) when is_list(opts) do
    id =
      case Keyword.get(opts, :name, Task.Supervisor) do
        name when is_atom(name) -> name
        {:global, name} -> name
        {:via, _module, name} -> name
      end

    %{id: id, start: {Task.Supervisor, :start_link, [opts]}, type: :supervisor}
  end

  @doc "Starts a supervisor of tasks: `:name`, `:max_children`, `:max_restarts`, `:max_seconds`."
  def start_link(options \\ []) do
    {restart, options} = Keyword.pop(options, :restart)
    {shutdown, options} = Keyword.pop(options, :shutdown)

    if restart || shutdown do
      IO.warn(
        ":restart and :shutdown options in Task.Supervisor.start_link/1 " <>
          "are deprecated. Please pass those options on start_child/3 instead"
      )
    end

    keys = [:max_children, :max_seconds, :max_restarts]
    {sup_opts, start_opts} = Keyword.split(options, keys)
    restart_and_shutdown = {restart || :temporary, shutdown || 5000}
    DynamicSupervisor.start_link(__MODULE__, {restart_and_shutdown, sup_opts}, start_opts)
  end

  @doc false
  def init({{_restart, _shutdown} = arg, options}) do
    :erlang.put(__MODULE__, arg)
    DynamicSupervisor.init([strategy: :one_for_one] ++ options)
  end

  @doc "Starts a task, linked to the caller, whose value can be awaited."
  def async(supervisor, fun, options \\ []),
    do: async(supervisor, :erlang, :apply, [fun, []], options)

  def async(supervisor, module, fun, args, options \\ []),
    do: start_async(supervisor, :link, module, fun, args, options)

  @doc "As `async/3`, without the link: its crash arrives as a `:DOWN` message."
  def async_nolink(supervisor, fun, options \\ []),
    do: async_nolink(supervisor, :erlang, :apply, [fun, []], options)

  def async_nolink(supervisor, module, fun, args, options \\ []),
    do: start_async(supervisor, :nolink, module, fun, args, options)

  defp start_async(supervisor, link_type, module, fun, args, options) do
    owner = self()
    shutdown = options[:shutdown]
    start_args = [Task.Supervised.owner(owner), :monitor]

    case request(supervisor, start_args, :temporary, shutdown) do
      {:ok, pid} ->
        if link_type == :link, do: Process.link(pid)
        Task.Supervised.hand_over(pid, owner, {module, fun, args})

      {:error, :max_children} ->
        raise @too_many
    end
  end

  @doc "As `Task.async_stream/3`; the tasks are children of the supervisor."
  def async_stream(supervisor, enumerable, fun, options \\ [])

  def async_stream(supervisor, enumerable, fun, options)
      when is_function(fun, 1) and is_list(options),
      do: build(supervisor, :link, enumerable, {:erlang, :apply, [fun]}, options)

  def async_stream(supervisor, enumerable, module, function, args, options \\ [])
      when is_atom(module) and is_atom(function) and is_list(args),
      do: build(supervisor, :link, enumerable, {module, function, args}, options)

  @doc "As `async_stream/4`, without links: a crash is `{:exit, reason}`."
  def async_stream_nolink(supervisor, enumerable, fun, options \\ [])

  def async_stream_nolink(supervisor, enumerable, fun, options)
      when is_function(fun, 1) and is_list(options),
      do: build(supervisor, :nolink, enumerable, {:erlang, :apply, [fun]}, options)

  def async_stream_nolink(supervisor, enumerable, module, function, args, options \\ [])
      when is_atom(module) and is_atom(function) and is_list(args),
      do: build(supervisor, :nolink, enumerable, {module, function, args}, options)

  defp build(supervisor, link_type, enumerable, mfa, options) do
    {shutdown, options} = Keyword.pop(options, :shutdown, 5000)

    if not ((is_integer(shutdown) and shutdown >= 0) or shutdown == :brutal_kill) do
      raise ArgumentError, ":shutdown must be either a positive integer or :brutal_kill"
    end

    Task.Supervised.build_stream(enumerable, mfa, options, fn owner, _monitor ->
      case request(supervisor, [owner, :monitor], :temporary, shutdown) do
        {:ok, pid} ->
          if link_type == :link, do: Process.link(pid)
          {:ok, link_type, pid}

        {:error, :max_children} ->
          message =
            @too_many <>
              ". When using async_stream or async_stream_nolink, make sure to configure " <>
              ":max_concurrency to be lower or equal to :max_children and pay attention to " <>
              "whether other tasks are also spawned under the same task supervisor."

          {:error, RuntimeError.exception(message)}
      end
    end)
  end

  @doc "Stops a child by its pid."
  def terminate_child(supervisor, pid) when is_pid(pid),
    do: DynamicSupervisor.terminate_child(supervisor, pid)

  @doc "The pids of the tasks."
  def children(supervisor) do
    for {_, pid, _, _} <- DynamicSupervisor.which_children(supervisor), is_pid(pid), do: pid
  end

  @doc "Starts a task for its effects: `:restart` (`:temporary`), `:shutdown`."
  def start_child(supervisor, fun, options \\ []) do
    mfa = {:erlang, :apply, [fun, []]}
    start_with(supervisor, mfa, options)
  end

  def start_child(supervisor, module, fun, args, options \\ [])
      when is_atom(fun) and is_list(args) do
    start_with(supervisor, {module, fun, args}, options)
  end

  defp start_with(supervisor, mfa, options) do
    args = [Task.Supervised.owner(self()), Task.Supervised.callers(self()), mfa]

    request(supervisor, args, options[:restart], options[:shutdown])
  end

  defp request(supervisor, args, restart, shutdown),
    do: GenServer.call(supervisor, {:start_task, args, restart, shutdown}, :infinity)
end
