# ExUnit.Server: the test modules that wait to be run.

defmodule ExUnit.Server do
  @moduledoc false
  # Modules are pairs of name and parameters. Asynchronous modules are handed
  # out as soon as they are there; groups of them, and the others, when all
  # modules are loaded.

  use GenServer

  def start_link(_opts), do: GenServer.start_link(__MODULE__, :ok, name: __MODULE__)

  # `config` is what the module's __ex_unit__(:config) returns.
  def add_module(name, config) do
    parameters = config.parameterize || [%{}]
    modules = for params <- parameters, do: {name, params}

    with :already_running <- call({:add, config.async?, config.group, modules}) do
      raise "cannot add module named #{inspect(name)} to test suite after the suite starts running"
    end
  end

  # All modules are loaded; the microseconds that it took. With `uniq?` a
  # module that was added twice runs once.
  def modules_loaded(uniq?), do: call({:modules_loaded, uniq?})

  # At most `count` of {group, modules}, nil when none is left; waits.
  def take_async_modules(count), do: call({:take_async, count})

  def take_sync_modules, do: call(:take_sync)

  # Gives back what was taken, for another run.
  def restore_modules(async, sync), do: call({:restore, async, sync})

  defp call(request), do: GenServer.call(__MODULE__, request, :infinity)

  # `since` is when loading began, nil once it has ended; `waiting` the caller
  # of take_async_modules, with its count. `async`, `groups` and `sync` hold the
  # last added first.
  @impl true
  def init(:ok) do
    ExUnit.OnExitHandler.new()
    {:ok, %{since: System.monotonic_time(), waiting: nil, async: [], groups: [], sync: []}}
  end

  @impl true
  def handle_call({:add, _, _, _}, _from, %{since: nil} = state),
    do: {:reply, :already_running, state}

  def handle_call({:add, false, _group, modules}, _from, state),
    do: {:reply, :ok, %{state | sync: Enum.reverse(modules, state.sync)}}

  def handle_call({:add, true, nil, modules}, _from, state),
    do: {:reply, :ok, hand_out(%{state | async: Enum.reverse(modules, state.async)})}

  def handle_call({:add, true, group, modules}, _from, state) do
    groups =
      case List.keyfind(state.groups, group, 0) do
        nil -> [{group, modules} | state.groups]
        {_, known} -> List.keyreplace(state.groups, group, 0, {group, known ++ modules})
      end

    {:reply, :ok, %{state | groups: groups}}
  end

  def handle_call({:modules_loaded, _uniq?}, _from, %{since: nil} = state), do: {:reply, 0, state}

  def handle_call({:modules_loaded, uniq?}, _from, state) do
    spent = System.monotonic_time() - state.since
    state = %{if(uniq?, do: uniq(state), else: state) | since: nil}
    {:reply, System.convert_time_unit(spent, :native, :microsecond), hand_out(state)}
  end

  def handle_call({:take_async, count}, from, %{waiting: nil} = state),
    do: {:noreply, hand_out(%{state | waiting: {from, count}})}

  def handle_call(:take_sync, _from, %{since: nil, async: [], groups: []} = state),
    do: {:reply, Enum.reverse(state.sync), %{state | sync: [], since: System.monotonic_time()}}

  def handle_call({:restore, async, sync}, _from, state) do
    {single, groups} = Enum.split_with(async, fn {group, _} -> group == nil end)
    modules = Enum.flat_map(single, fn {nil, modules} -> modules end)

    {:reply, :ok,
     %{
       state
       | since: nil,
         async: Enum.reverse(modules),
         groups: Enum.reverse(groups),
         sync: Enum.reverse(sync)
     }}
  end

  defp uniq(state) do
    groups = for {group, modules} <- state.groups, do: {group, Enum.uniq(modules)}
    %{state | async: first(state.async), groups: groups, sync: first(state.sync)}
  end

  # Of equal modules the one that was added first stays.
  defp first(modules), do: modules |> Enum.reverse() |> Enum.uniq() |> Enum.reverse()

  defp hand_out(%{waiting: nil} = state), do: state

  defp hand_out(%{waiting: {from, count}} = state) do
    cond do
      state.async != [] ->
        {taken, rest} = take(state.async, count)
        GenServer.reply(from, for(module <- taken, do: {nil, [module]}))
        %{state | async: rest, waiting: nil}

      state.since != nil ->
        state

      state.groups != [] ->
        {taken, rest} = take(state.groups, count)
        GenServer.reply(from, taken)
        %{state | groups: rest, waiting: nil}

      true ->
        GenServer.reply(from, nil)
        %{state | waiting: nil}
    end
  end

  defp take(list, count) do
    {taken, rest} = list |> Enum.reverse() |> Enum.split(count)
    {taken, Enum.reverse(rest)}
  end
end
