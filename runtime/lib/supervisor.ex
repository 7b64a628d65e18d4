# Supervisor: child specifications and the functions to start and manage a supervisor.

defmodule Supervisor do
  @moduledoc """
  A process that starts other processes, its children, and restarts them when
  they end.

      children = [{Counter, 0}, Cache]
      Supervisor.start_link(children, strategy: :one_for_one)

  Strategies: `:one_for_one` (restart the child that ended), `:one_for_all`
  (restart all), `:rest_for_one` (restart it and those started after it).
  More than `:max_restarts` (3) restarts in `:max_seconds` (5) and the
  supervisor itself exits.
  """

  @type name :: atom | {:global, term} | {:via, module, term}
  @type child :: pid | :undefined
  @type on_start ::
          {:ok, pid} | :ignore | {:error, {:already_started, pid} | {:shutdown, term} | term}
  @type on_start_child ::
          {:ok, child} | {:ok, child, info :: term} | {:error, {:already_started, child} | :already_present | term}
  @type restart :: :permanent | :transient | :temporary
  @type shutdown :: timeout | :brutal_kill
  @type type :: :worker | :supervisor
  @type child_spec :: %{
          required(:id) => atom | term,
          required(:start) => {module, function_name :: atom, args :: [term]},
          optional(:restart) => restart,
          optional(:shutdown) => shutdown,
          optional(:type) => type,
          optional(:modules) => [module] | :dynamic,
          optional(:significant) => boolean
        }
  @type module_spec :: {module, args :: term} | module
  @type supervisor :: pid | name | {atom, node}
  @type strategy :: :one_for_one | :one_for_all | :rest_for_one
  @type auto_shutdown :: :never | :any_significant | :all_significant
  @type option :: {:name, name}
  @type init_option ::
          {:strategy, strategy}
          | {:max_restarts, non_neg_integer}
          | {:max_seconds, pos_integer}
          | {:auto_shutdown, auto_shutdown}
  @type sup_flags :: %{
          strategy: strategy,
          intensity: non_neg_integer,
          period: pos_integer,
          auto_shutdown: auto_shutdown
        }

  @doc "Called when the supervisor starts: gives its strategy and its children, as `init/2` makes them."
  @callback init(init_arg :: term) ::
              {:ok, {sup_flags, [child_spec | (old_erlang_child_spec :: :supervisor.child_spec())]}} | :ignore

  @doc false
  defmacro __using__(opts) do
    quote location: :keep, bind_quoted: [opts: opts] do
      @behaviour Supervisor
      import Supervisor.Spec

      if not Module.has_attribute?(__MODULE__, :doc) do
        @doc """
        Returns a specification to start this module under a supervisor.

        See `Supervisor`.
        """
      end

      def child_spec(init_arg) do
        default = %{
          id: __MODULE__,
          start: {__MODULE__, :start_link, [init_arg]},
          type: :supervisor
        }

        Supervisor.child_spec(default, unquote(Macro.escape(opts)))
      end

      defoverridable child_spec: 1
    end
  end

  @doc """
  Starts a supervisor: with a list of children and options, or with a callback module.

  The caller is linked to it: when the supervisor gives up, the caller ends as well,
  unless it traps exits.

      iex> {:ok, sup} = Supervisor.start_link([{Agent, fn -> 1 end}], strategy: :one_for_one)
      iex> Supervisor.count_children(sup).active
      1
  """
  @spec start_link([child_spec | module | {module, term}], keyword) :: on_start
  def start_link(children, options) when is_list(children) do
    {sup_opts, start_opts} =
      Keyword.split(options, [:strategy, :max_seconds, :max_restarts, :auto_shutdown])

    start_link(Supervisor.Default, init(children, sup_opts), start_opts)
  end

  def start_link(module, init_arg), do: start_link(module, init_arg, [])

  @spec start_link(module, term, keyword) :: on_start
  def start_link(module, init_arg, options) when is_list(options) do
    case Keyword.get(options, :name) do
      nil ->
        :supervisor.start_link(module, init_arg)

      atom when is_atom(atom) ->
        :supervisor.start_link({:local, atom}, module, init_arg)

      {:global, _term} = name ->
        :supervisor.start_link(name, module, init_arg)

      {:via, via_module, _term} = name when is_atom(via_module) ->
        :supervisor.start_link(name, module, init_arg)

      other ->
        raise ArgumentError, """
        expected :name option to be one of the following:

          * nil
          * atom
          * {:global, term}
          * {:via, module, term}

        Got: #{inspect(other)}
        """
    end
  end

  @doc """
  What `c:init/1` of a module-based supervisor returns.

  Options: `:strategy` (required), `:max_restarts`, `:max_seconds`,
  `:auto_shutdown`.
  """
  def init(children, options) when is_list(children) and is_list(options) do
    strategy =
      case options[:strategy] do
        nil ->
          raise ArgumentError, "expected :strategy option to be given"

        :simple_one_for_one ->
          IO.warn(
            ":simple_one_for_one strategy is deprecated, please use DynamicSupervisor instead"
          )

          :simple_one_for_one

        other ->
          other
      end

    flags = %{
      strategy: strategy,
      intensity: Keyword.get(options, :max_restarts, 3),
      period: Keyword.get(options, :max_seconds, 5),
      auto_shutdown: Keyword.get(options, :auto_shutdown, :never)
    }

    {:ok, {flags, Enum.map(children, &init_child/1)}}
  end

  defp init_child(module) when is_atom(module), do: init_child({module, []})

  defp init_child({module, arg}) when is_atom(module) do
    try do
      module.child_spec(arg)
    rescue
      e in UndefinedFunctionError ->
        case __STACKTRACE__ do
          [{^module, :child_spec, [^arg], _} | _] -> raise ArgumentError, child_spec_error(module)
          stack -> reraise e, stack
        end
    end
  end

  defp init_child(map) when is_map(map), do: map
  defp init_child({_, _, _, _, _, _} = tuple), do: tuple

  defp init_child(other) do
    raise ArgumentError, """
    supervisors expect each child to be one of the following:

      * a module
      * a {module, arg} tuple
      * a child specification as a map with at least the :id and :start fields
      * or a tuple with 6 elements generated by Supervisor.Spec (deprecated)

    Got: #{inspect(other)}
    """
  end

  defp child_spec_error(module) do
    if Code.ensure_loaded?(module) do
      """
      The module #{inspect(module)} was given as a child to a supervisor
      but it does not implement child_spec/1.

      If you own the given module, please define a child_spec/1 function
      that receives an argument and returns a child specification as a map.
      For example:

          def child_spec(opts) do
            %{
              id: __MODULE__,
              start: {__MODULE__, :start_link, [opts]},
              type: :worker,
              restart: :permanent,
              shutdown: 500
            }
          end

      Note that "use Agent", "use GenServer" and so on automatically define
      this function for you.

      However, if you don't own the given module and it doesn't implement
      child_spec/1, instead of passing the module name directly as a supervisor
      child, you will have to pass a child specification as a map:

          %{
            id: #{inspect(module)},
            start: {#{inspect(module)}, :start_link, [arg1, arg2]}
          }

      See the Supervisor documentation for more information
      """
    else
      "The module #{inspect(module)} was given as a child to a supervisor but it does not exist"
    end
  end

  @doc """
  Builds a child specification map, and overrides some of its keys.

      iex> Supervisor.child_spec({Agent, fn -> 1 end}, id: :one, restart: :transient) |> Map.take([:id, :restart])
      %{id: :one, restart: :transient}
  """
  def child_spec(module_or_map, overrides)

  def child_spec({_, _, _, _, _, _} = tuple, _overrides) do
    raise ArgumentError,
          "old tuple-based child specification #{inspect(tuple)} " <>
            "is not supported in Supervisor.child_spec/2"
  end

  def child_spec(module_or_map, overrides) do
    Enum.reduce(overrides, init_child(module_or_map), fn
      {key, value}, acc
      when key in [:id, :start, :restart, :shutdown, :type, :modules, :significant] ->
        Map.put(acc, key, value)

      {key, _value}, _acc ->
        raise ArgumentError, "unknown key #{inspect(key)} in child specification override"
    end)
  end

  @doc """
  Adds a child and starts it.

      iex> {:ok, sup} = Supervisor.start_link([{Agent, fn -> 1 end}], strategy: :one_for_one)
      iex> {:ok, pid} = Supervisor.start_child(sup, %{id: :two, start: {Agent, :start_link, [fn -> 2 end]}})
      iex> Agent.get(pid, & &1)
      2
  """
  @spec start_child(supervisor, child_spec | module | {module, term}) :: on_start_child
  def start_child(supervisor, {_, _, _, _, _, _} = child_spec) do
    call(supervisor, {:start_child, child_spec})
  end

  def start_child(supervisor, args) when is_list(args) do
    IO.warn(
      "Supervisor.start_child/2 with a list of args is deprecated, please use DynamicSupervisor instead"
    )

    call(supervisor, {:start_child, args})
  end

  def start_child(supervisor, child_spec) do
    call(supervisor, {:start_child, Supervisor.child_spec(child_spec, [])})
  end

  @doc """
  Stops a child; its specification stays, unless it is temporary.

      iex> {:ok, sup} = Supervisor.start_link([{Agent, fn -> 1 end}], strategy: :one_for_one)
      iex> Supervisor.terminate_child(sup, Agent)
      :ok
      iex> Supervisor.count_children(sup)
      %{active: 0, specs: 1, supervisors: 0, workers: 1}
  """
  @spec terminate_child(supervisor, term) :: :ok | {:error, :not_found}
  def terminate_child(supervisor, child_id)

  def terminate_child(supervisor, pid) when is_pid(pid) do
    IO.warn(
      "Supervisor.terminate_child/2 with a PID is deprecated, please use DynamicSupervisor instead"
    )

    call(supervisor, {:terminate_child, pid})
  end

  def terminate_child(supervisor, child_id) do
    call(supervisor, {:terminate_child, child_id})
  end

  @doc "Forgets the specification of a child that is not running."
  def delete_child(supervisor, child_id), do: call(supervisor, {:delete_child, child_id})

  @doc """
  Starts a child again that is not running.

      iex> {:ok, sup} = Supervisor.start_link([{Agent, fn -> 1 end}], strategy: :one_for_one)
      iex> Supervisor.terminate_child(sup, Agent)
      :ok
      iex> {:ok, pid} = Supervisor.restart_child(sup, Agent)
      iex> Agent.get(pid, & &1)
      1
  """
  def restart_child(supervisor, child_id), do: call(supervisor, {:restart_child, child_id})

  @doc """
  `{id, pid | :undefined | :restarting, type, modules}` of each child, newest first.

      iex> {:ok, sup} = Supervisor.start_link([{Agent, fn -> 1 end}], strategy: :one_for_one)
      iex> [{Agent, pid, :worker, [Agent]}] = Supervisor.which_children(sup)
      iex> Process.alive?(pid)
      true
  """
  def which_children(supervisor), do: call(supervisor, :which_children)

  @doc """
  A map with the number of specs, active children, supervisors and workers.

      iex> {:ok, sup} = Supervisor.start_link([{Agent, fn -> 1 end}], strategy: :one_for_one)
      iex> Supervisor.count_children(sup)
      %{active: 1, specs: 1, supervisors: 0, workers: 1}
  """
  def count_children(supervisor), do: call(supervisor, :count_children) |> :maps.from_list()

  @doc """
  Stops the supervisor and, before it, its children.

      iex> {:ok, sup} = Supervisor.start_link([{Agent, fn -> 1 end}], strategy: :one_for_one)
      iex> Supervisor.stop(sup)
      :ok
      iex> Process.alive?(sup)
      false
  """
  @spec stop(supervisor, reason :: term, timeout) :: :ok
  def stop(supervisor, reason \\ :normal, timeout \\ :infinity) do
    GenServer.stop(supervisor, reason, timeout)
  end

  defp call(supervisor, request), do: GenServer.call(supervisor, request, :infinity)
end

defmodule Supervisor.Default do
  @moduledoc false

  def init(args), do: args
end

defmodule Supervisor.Spec do
  @moduledoc false
  # The specifications of before child_spec/1; kept because old code imports it.

  def supervise(children, options) do
    strategy =
      options[:strategy] || raise ArgumentError, "expected :strategy option to be given"

    {:ok,
     {{strategy, Keyword.get(options, :max_restarts, 3), Keyword.get(options, :max_seconds, 5)},
      children}}
  end

  def worker(module, args, options \\ []), do: child(:worker, module, args, options)
  def supervisor(module, args, options \\ []), do: child(:supervisor, module, args, options)

  defp child(type, module, args, options) do
    {Keyword.get(options, :id, module),
     {module, Keyword.get(options, :function, :start_link), args},
     Keyword.get(options, :restart, :permanent),
     Keyword.get(options, :shutdown, :otpsh_child_spec.default_shutdown(type)), type,
     Keyword.get(options, :modules, [module])}
  end
end
