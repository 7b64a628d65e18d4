# Agent: a process that holds a state and runs functions on it.

defmodule Agent do
  @moduledoc """
  A simple abstraction around state: a process that is given functions to run
  on what it holds.

      {:ok, pid} = Agent.start_link(fn -> 0 end)
      Agent.update(pid, &(&1 + 1))
      Agent.get(pid, & &1)
  """

  @type on_start :: {:ok, pid} | {:error, {:already_started, pid} | term}
  @type agent :: pid | {atom, node} | GenServer.name()
  @type state :: term

  @doc "A child specification: the agent is started with `start_link/1`."
  def child_spec(arg) do
    %{id: Agent, start: {Agent, :start_link, [arg]}}
  end

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
        default = %{id: __MODULE__, start: {__MODULE__, :start_link, [arg]}}
        Supervisor.child_spec(default, unquote(Macro.escape(opts)))
      end

      defoverridable child_spec: 1
    end
  end

  @doc """
  Starts an agent linked to the caller; its state is what `fun` returns.

  With `name: NAME` it can be named in the place of its pid.

      iex> {:ok, box} = Agent.start_link(fn -> %{} end)
      iex> Agent.get(box, fn state -> state end)
      %{}
  """
  @spec start_link((-> term), GenServer.options()) :: on_start
  def start_link(fun, options \\ []) when is_function(fun, 0) do
    GenServer.start_link(Agent.Server, fun, options)
  end

  @spec start_link(module, atom, [any], GenServer.options()) :: on_start
  def start_link(module, fun, args, options \\ []) do
    GenServer.start_link(Agent.Server, {module, fun, args}, options)
  end

  @doc "As `start_link/2`, without the link."
  @spec start((-> term), GenServer.options()) :: on_start
  def start(fun, options \\ []) when is_function(fun, 0) do
    GenServer.start(Agent.Server, fun, options)
  end

  def start(module, fun, args, options \\ []) do
    GenServer.start(Agent.Server, {module, fun, args}, options)
  end

  @doc """
  Runs `fun` on the state, in the agent, and returns its value.

  The state stays as it is. The caller waits, at most `timeout` milliseconds.

      iex> {:ok, box} = Agent.start_link(fn -> [3, 1, 2] end)
      iex> Agent.get(box, &Enum.max/1)
      3
  """
  @spec get(agent, (state -> a), timeout) :: a when a: var
  def get(agent, fun, timeout \\ 5000) when is_function(fun, 1) do
    GenServer.call(agent, {:get, fun}, timeout)
  end

  def get(agent, module, fun, args, timeout \\ 5000) do
    GenServer.call(agent, {:get, {module, fun, args}}, timeout)
  end

  @doc """
  Runs `fun` on the state: it returns `{value, new_state}`.

  The value is for the caller.

      iex> {:ok, ids} = Agent.start_link(fn -> 1 end)
      iex> Agent.get_and_update(ids, fn id -> {id, id + 1} end)
      1
      iex> Agent.get_and_update(ids, fn id -> {id, id + 1} end)
      2
  """
  def get_and_update(agent, fun, timeout \\ 5000) when is_function(fun, 1) do
    GenServer.call(agent, {:get_and_update, fun}, timeout)
  end

  def get_and_update(agent, module, fun, args, timeout \\ 5000) do
    GenServer.call(agent, {:get_and_update, {module, fun, args}}, timeout)
  end

  @doc """
  Replaces the state by what `fun` makes of it.

  The caller waits until that is done.

      iex> {:ok, count} = Agent.start_link(fn -> 0 end)
      iex> Agent.update(count, fn n -> n + 1 end)
      :ok
      iex> Agent.get(count, & &1)
      1
  """
  @spec update(agent, (state -> state), timeout) :: :ok
  def update(agent, fun, timeout \\ 5000) when is_function(fun, 1) do
    GenServer.call(agent, {:update, fun}, timeout)
  end

  def update(agent, module, fun, args, timeout \\ 5000) do
    GenServer.call(agent, {:update, {module, fun, args}}, timeout)
  end

  @doc """
  As `update/2`, without waiting for it.

      iex> {:ok, count} = Agent.start_link(fn -> 0 end)
      iex> Agent.cast(count, fn n -> n + 1 end)
      :ok
      iex> Agent.get(count, & &1)
      1
  """
  @spec cast(agent, (state -> state)) :: :ok
  def cast(agent, fun) when is_function(fun, 1) do
    GenServer.cast(agent, {:cast, fun})
  end

  def cast(agent, module, fun, args) do
    GenServer.cast(agent, {:cast, {module, fun, args}})
  end

  @doc """
  Stops the agent.

      iex> {:ok, count} = Agent.start_link(fn -> 0 end)
      iex> Agent.stop(count)
      :ok
      iex> Process.alive?(count)
      false
  """
  @spec stop(agent, reason :: term, timeout) :: :ok
  def stop(agent, reason \\ :normal, timeout \\ :infinity) do
    GenServer.stop(agent, reason, timeout)
  end
end
