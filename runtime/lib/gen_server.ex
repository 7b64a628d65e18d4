# GenServer: the behaviour of a server process, and the functions its clients use.

defmodule GenServer do
  @moduledoc """
  A behaviour for a process that keeps state, answers calls, handles casts and
  other messages, and can be supervised.

      defmodule Counter do
        use GenServer

        def start_link(n), do: GenServer.start_link(__MODULE__, n, name: __MODULE__)
        def next, do: GenServer.call(__MODULE__, :next)

        @impl true
        def init(n), do: {:ok, n}

        @impl true
        def handle_call(:next, _from, n), do: {:reply, n, n + 1}
      end

  Callbacks: `init/1`, `handle_call/3`, `handle_cast/2`, `handle_info/2`,
  `handle_continue/2`, `terminate/2`, `code_change/3`, `format_status/1`.
  """

  @type on_start :: {:ok, pid} | :ignore | {:error, {:already_started, pid} | term}
  @type name :: atom | {:global, term} | {:via, module, term}
  @type server :: pid | name | {atom, node}
  @type from :: {pid, tag :: term}
  @type debug :: [:trace | :log | :statistics | {:log_to_file, Path.t()}]
  @type options :: [option]
  @type option ::
          {:debug, debug}
          | {:name, name}
          | {:timeout, timeout}
          | {:spawn_opt, [Process.spawn_opt()]}
          | {:hibernate_after, timeout}

  @doc "Called when the server starts, with the argument of `start_link/3`: gives the first state."
  @callback init(init_arg :: term) ::
              {:ok, state}
              | {:ok, state, timeout | :hibernate | {:continue, continue_arg :: term}}
              | :ignore
              | {:stop, reason :: term}
            when state: term

  @doc "Called for a request of `call/3`: the caller waits until there is a reply."
  @callback handle_call(request :: term, from, state :: term) ::
              {:reply, reply, new_state}
              | {:reply, reply, new_state, timeout | :hibernate | {:continue, continue_arg :: term}}
              | {:noreply, new_state}
              | {:noreply, new_state, timeout | :hibernate | {:continue, continue_arg :: term}}
              | {:stop, reason, reply, new_state}
              | {:stop, reason, new_state}
            when reply: term, new_state: term, reason: term

  @doc "Called for a request of `cast/2`: nobody waits."
  @callback handle_cast(request :: term, state :: term) ::
              {:noreply, new_state}
              | {:noreply, new_state, timeout | :hibernate | {:continue, continue_arg :: term}}
              | {:stop, reason :: term, new_state}
            when new_state: term

  @doc "Called for every other message, and for `:timeout`."
  @callback handle_info(msg :: :timeout | term, state :: term) ::
              {:noreply, new_state}
              | {:noreply, new_state, timeout | :hibernate | {:continue, continue_arg :: term}}
              | {:stop, reason :: term, new_state}
            when new_state: term

  @doc "Called right after a callback that gave `{:continue, arg}`, before any message."
  @callback handle_continue(continue_arg, state :: term) ::
              {:noreply, new_state}
              | {:noreply, new_state, timeout | :hibernate | {:continue, continue_arg}}
              | {:stop, reason :: term, new_state}
            when new_state: term, continue_arg: term

  @doc "Called before the server ends, when it can still be called: not when it is killed."
  @callback terminate(reason, state :: term) :: term
            when reason: :normal | :shutdown | {:shutdown, term} | term

  @doc "Called when the module's code changes while the server runs."
  @callback code_change(old_vsn, state :: term, extra :: term) ::
              {:ok, new_state :: term} | {:error, reason :: term}
            when old_vsn: term | {:down, term}

  @doc "Gives what status reports and crash reports show of the server."
  @callback format_status(status :: :gen_server.format_status()) :: new_status :: :gen_server.format_status()
  @doc deprecated: "Use format_status/1 instead"
  @callback format_status(reason, pdict_and_state :: list) :: term
            when reason: :normal | :terminate

  @optional_callbacks code_change: 3,
                      terminate: 2,
                      handle_info: 2,
                      handle_cast: 2,
                      handle_call: 3,
                      format_status: 1,
                      format_status: 2,
                      handle_continue: 2

  @doc false
  defmacro __using__(opts) do
    quote location: :keep, bind_quoted: [opts: opts] do
      @behaviour GenServer

      if not Module.has_attribute?(__MODULE__, :doc) do
        @doc """
        Returns a specification to start this module under a supervisor.

        See `Supervisor`.
        """
      end

      def child_spec(init_arg) do
        default = %{id: __MODULE__, start: {__MODULE__, :start_link, [init_arg]}}
        Supervisor.child_spec(default, unquote(Macro.escape(opts)))
      end

      defoverridable child_spec: 1

      @before_compile GenServer

      @doc false
      def handle_call(msg, _from, state) do
        raise GenServer.__unhandled__("call", "handle_call/3", msg, state)
      end

      @doc false
      def handle_info(msg, state) do
        GenServer.__unexpected__(__MODULE__, msg)
        {:noreply, state}
      end

      @doc false
      def handle_cast(msg, state) do
        raise GenServer.__unhandled__("cast", "handle_cast/2", msg, state)
      end

      @doc false
      def terminate(_reason, _state), do: :ok

      @doc false
      def code_change(_old, state, _extra), do: {:ok, state}

      defoverridable code_change: 3, terminate: 2, handle_info: 2, handle_cast: 2, handle_call: 3
    end
  end

  @doc false
  defmacro __before_compile__(env) do
    if not Module.defines?(env.module, {:init, 1}) do
      message = """
      function init/1 required by behaviour GenServer is not implemented \
      (in module #{inspect(env.module)}).

      We will inject a default implementation for now:

          def init(init_arg) do
            {:ok, init_arg}
          end

      You can copy the implementation above or define your own that converts \
      the arguments given to GenServer.start_link/3 to the server state.
      """

      IO.warn(message, env)

      quote do
        @doc false
        def init(init_arg), do: {:ok, init_arg}

        defoverridable init: 1
      end
    end
  end

  @doc false
  def __unhandled__(verb, callback, _msg, _state) do
    "attempted to #{verb} GenServer #{inspect(own_name())} but no #{callback} clause was provided"
  end

  @doc false
  def __unexpected__(module, msg) do
    :logger.error(
      %{
        label: {GenServer, :no_handle_info},
        report: %{module: module, message: msg, name: own_name()}
      },
      %{
        domain: [:otp, :elixir],
        error_logger: %{tag: :error_msg},
        report_cb: &GenServer.format_report/1
      }
    )
  end

  defp own_name do
    case Process.info(self(), :registered_name) do
      {_, []} -> self()
      {_, name} -> name
    end
  end

  @doc false
  def format_report(%{
        label: {GenServer, :no_handle_info},
        report: %{module: mod, message: msg, name: proc}
      }) do
    {~c"~p ~p received unexpected message in handle_info/2: ~p~n", [mod, proc, msg]}
  end

  @doc """
  Starts a server linked to the caller; waits until `init/1` has returned.

  With `name: NAME` among the options it can be named in the place of its pid.

      iex> defmodule Started do
      ...>   use GenServer
      ...>   def init(n), do: {:ok, n}
      ...>   def handle_call(:get, _from, n), do: {:reply, n, n}
      ...>   def handle_cast({:add, k}, n), do: {:noreply, n + k}
      ...> end
      iex> {:ok, pid} = GenServer.start_link(Started, 5)
      iex> GenServer.call(pid, :get)
      5
  """
  @spec start_link(module, term, options) :: on_start
  def start_link(module, init_arg, options \\ []) when is_atom(module) and is_list(options) do
    do_start(:link, module, init_arg, options)
  end

  @doc "As `start_link/3`, without the link."
  @spec start(module, term, options) :: on_start
  def start(module, init_arg, options \\ []) when is_atom(module) and is_list(options) do
    do_start(:nolink, module, init_arg, options)
  end

  defp do_start(link, module, init_arg, []),
    do: :gen.start(:gen_server, link, module, init_arg, [])

  defp do_start(link, module, init_arg, options) do
    case Keyword.pop(options, :name) do
      {nil, opts} ->
        :gen.start(:gen_server, link, module, init_arg, opts)

      {atom, opts} when is_atom(atom) ->
        :gen.start(:gen_server, link, {:local, atom}, module, init_arg, opts)

      {{:global, _term} = name, opts} ->
        :gen.start(:gen_server, link, name, module, init_arg, opts)

      {{:via, via_module, _term} = name, opts} when is_atom(via_module) ->
        :gen.start(:gen_server, link, name, module, init_arg, opts)

      {other, _} ->
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
  Stops the server with a reason; `terminate/2` runs before it exits.

      iex> defmodule Stopped do
      ...>   use GenServer
      ...>   def init(n), do: {:ok, n}
      ...>   def handle_call(:get, _from, n), do: {:reply, n, n}
      ...>   def handle_cast({:add, k}, n), do: {:noreply, n + k}
      ...> end
      iex> {:ok, pid} = GenServer.start(Stopped, 5)
      iex> GenServer.stop(pid)
      :ok
      iex> Process.alive?(pid)
      false
  """
  @spec stop(server, reason :: term, timeout) :: :ok
  def stop(server, reason \\ :normal, timeout \\ :infinity) do
    case whereis(server) do
      nil ->
        exit({:noproc, {__MODULE__, :stop, [server, reason, timeout]}})

      pid when pid == self() ->
        exit({:calling_self, {__MODULE__, :stop, [server, reason, timeout]}})

      pid ->
        try do
          :proc_lib.stop(pid, reason, timeout)
        catch
          :exit, err -> exit({err, {__MODULE__, :stop, [server, reason, timeout]}})
        end
    end
  end

  @doc """
  Sends a request and waits for the reply of `handle_call/3`.

  Exits when the server is not there, ends before it replies, or does not reply
  in `timeout` milliseconds.

      iex> defmodule Asked do
      ...>   use GenServer
      ...>   def init(items), do: {:ok, items}
      ...>   def handle_call(:pop, _from, [first | rest]), do: {:reply, first, rest}
      ...> end
      iex> {:ok, pid} = GenServer.start_link(Asked, [:a, :b])
      iex> GenServer.call(pid, :pop)
      :a
      iex> GenServer.call(pid, :pop)
      :b
  """
  @spec call(server, term, timeout) :: term
  def call(server, request, timeout \\ 5000)
      when (is_integer(timeout) and timeout >= 0) or timeout == :infinity do
    case whereis(server) do
      nil ->
        exit({:noproc, {__MODULE__, :call, [server, request, timeout]}})

      pid when pid == self() ->
        exit({:calling_self, {__MODULE__, :call, [server, request, timeout]}})

      pid ->
        try do
          :gen.do_call(pid, :"$gen_call", request, timeout)
        catch
          :exit, reason -> exit({reason, {__MODULE__, :call, [server, request, timeout]}})
        end
    end
  end

  @doc """
  Sends a request without waiting: always `:ok`, even when nobody is there.

  The server handles it in `handle_cast/2`.

      iex> defmodule Told do
      ...>   use GenServer
      ...>   def init(n), do: {:ok, n}
      ...>   def handle_call(:get, _from, n), do: {:reply, n, n}
      ...>   def handle_cast({:add, k}, n), do: {:noreply, n + k}
      ...> end
      iex> {:ok, pid} = GenServer.start_link(Told, 5)
      iex> GenServer.cast(pid, {:add, 2})
      :ok
      iex> GenServer.call(pid, :get)
      7
  """
  @spec cast(server, term) :: :ok
  def cast(server, request)

  def cast({:global, name}, request) do
    try do
      :global.send(name, {:"$gen_cast", request})
      :ok
    catch
      _, _ -> :ok
    end
  end

  def cast({:via, mod, name}, request) do
    try do
      mod.send(name, {:"$gen_cast", request})
      :ok
    catch
      _, _ -> :ok
    end
  end

  def cast({name, node}, request) when is_atom(name) and is_atom(node),
    do: do_send({name, node}, {:"$gen_cast", request})

  def cast(dest, request) when is_atom(dest) or is_pid(dest),
    do: do_send(dest, {:"$gen_cast", request})

  defp do_send(dest, message) do
    try do
      send(dest, message)
      :ok
    catch
      _, _ -> :ok
    end
  end

  @doc "Casts to the servers of that name on the given nodes."
  @spec abcast([node], atom, term) :: :abcast
  def abcast(nodes \\ [node() | Node.list()], name, request)
      when is_list(nodes) and is_atom(name) do
    for node <- nodes, do: do_send({name, node}, {:"$gen_cast", request})
    :abcast
  end

  @doc "Calls the servers of that name on the given nodes."
  @spec multi_call([node], atom, term, timeout) :: {list, list}
  def multi_call(nodes \\ [node() | Node.list()], name, request, timeout \\ :infinity) do
    :gen_server.multi_call(nodes, name, request, timeout)
  end

  @doc """
  Answers a client from anywhere; `client` is the `from` of `handle_call/3`.

  So a server can answer later: `handle_call/3` then gives `{:noreply, state}`.

      iex> defmodule Late do
      ...>   use GenServer
      ...>   def init(_), do: {:ok, nil}
      ...>   def handle_call(:wait, from, nil), do: {:noreply, from, {:continue, :work}}
      ...>   def handle_continue(:work, from) do
      ...>     GenServer.reply(from, "now")
      ...>     {:noreply, nil}
      ...>   end
      ...> end
      iex> {:ok, pid} = GenServer.start_link(Late, nil)
      iex> GenServer.call(pid, :wait)
      "now"
  """
  @spec reply(from, term) :: :ok
  def reply(client, reply) do
    :gen.reply(client, reply)
  end

  @doc """
  The pid (or `{name, node}`) of a server, or nil.

      iex> GenServer.whereis(:no_server_of_that_name)
      nil
  """
  @spec whereis(server) :: pid | {atom, node} | nil
  def whereis(server)

  def whereis(pid) when is_pid(pid), do: pid

  def whereis(name) when is_atom(name) do
    case :erlang.whereis(name) do
      :undefined -> nil
      pid -> pid
    end
  end

  def whereis({:global, name}) do
    case :global.whereis_name(name) do
      pid when is_pid(pid) -> pid
      :undefined -> nil
    end
  end

  def whereis({:via, mod, name}) do
    case apply(mod, :whereis_name, [name]) do
      pid when is_pid(pid) -> pid
      :undefined -> nil
    end
  end

  def whereis({name, local}) when is_atom(name) and local == node() do
    whereis(name)
  end

  def whereis({name, node} = server) when is_atom(name) and is_atom(node), do: server
end
