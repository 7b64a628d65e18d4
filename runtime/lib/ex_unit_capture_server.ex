# ExUnit.CaptureServer: devices and logs that are being captured.

defmodule ExUnit.CaptureServer do
  @moduledoc false
  # Owns what several processes may capture at once: devices under a name, and
  # Logger's events. A capture ends with the process that began it.

  use GenServer

  @table __MODULE__

  def start_link(_opts), do: GenServer.start_link(__MODULE__, :ok, name: __MODULE__)

  # Puts a StringIO in the place of a device: {:ok, ref} or {:error, reason}.
  def device_capture_on(name, encoding, input), do: call({:device_on, name, encoding, input})

  # What the device got since the capture began.
  def device_output(name, ref), do: call({:device_output, name, ref})
  def device_capture_off(ref), do: call({:device_off, ref})

  # Log events go to the StringIO too; the default handler is away meanwhile.
  def log_capture_on(pid, string_io, opts), do: call({:log_on, pid, string_io, opts})
  def log_capture_off(ref), do: call({:log_off, ref})

  defp call(request), do: GenServer.call(__MODULE__, request, :infinity)

  @impl true
  def init(:ok) do
    :ets.new(@table, [:named_table, :public, :set])
    {:ok, %{devices: %{}, logs: MapSet.new(), default_handler: :error}}
  end

  @impl true
  def handle_call({:device_on, name, encoding, input}, {caller, _}, state) do
    state = state |> without_dead(name)

    case state.devices do
      %{^name => device} -> share(name, device, encoding, input, caller, state)
      %{} -> replace(name, encoding, input, caller, state)
    end
  end

  def handle_call({:device_output, name, ref}, _from, state) do
    %{pid: pid, refs: %{^ref => {_caller, offset}}} = Map.fetch!(state.devices, name)
    {_, output} = StringIO.contents(pid)
    {:reply, binary_part(output, offset, byte_size(output) - offset), state}
  end

  def handle_call({:device_off, ref}, _from, state), do: {:reply, :ok, release(ref, state)}

  def handle_call({:log_on, pid, string_io, opts}, _from, state) do
    ref = Process.monitor(pid)
    {level, opts} = Keyword.pop(opts, :level)
    {formatter, config} = Logger.default_formatter(opts)
    :ets.insert(@table, {ref, string_io, level || :all, formatter, config})

    state =
      if MapSet.size(state.logs) == 0,
        do: %{state | default_handler: take_over()},
        else: state

    {:reply, ref, %{state | logs: MapSet.put(state.logs, ref)}}
  end

  def handle_call({:log_off, ref}, _from, state) do
    Process.demonitor(ref, [:flush])
    {:reply, :ok, end_log(ref, state)}
  end

  @impl true
  def handle_info({:DOWN, ref, _, _, _}, state),
    do: {:noreply, release(ref, end_log(ref, state))}

  # Devices.

  # A capture may have outlived its process by a moment.
  defp without_dead(state, name) do
    refs = Map.get(state.devices, name, %{refs: %{}}).refs
    dead = for {ref, {pid, _}} <- refs, not Process.alive?(pid), do: ref
    Enum.reduce(dead, state, &release/2)
  end

  defp share(name, device, encoding, input, caller, state) do
    cond do
      device.input? or input != "" ->
        {:reply, {:error, :input_on_already_captured_device}, state}

      device.encoding != encoding ->
        {:reply, {:error, {:changed_encoding, device.encoding}}, state}

      true ->
        {_, output} = StringIO.contents(device.pid)
        ref = Process.monitor(caller)
        {:reply, {:ok, ref}, put_in(state.devices[name].refs[ref], {caller, byte_size(output)})}
    end
  end

  defp replace(name, encoding, input, caller, state) do
    {:ok, pid} = StringIO.open(input, encoding: encoding)
    original = Process.whereis(name)

    try do
      Process.unregister(name)
      Process.register(pid, name)
    rescue
      ArgumentError -> {:reply, {:error, :no_device}, state}
    else
      true ->
        ref = Process.monitor(caller)

        device = %{
          original: original,
          pid: pid,
          refs: %{ref => {caller, 0}},
          encoding: encoding,
          input?: input != ""
        }

        {:reply, {:ok, ref}, put_in(state.devices[name], device)}
    end
  end

  # The last capture of a device puts the original back.
  defp release(ref, state) do
    Process.demonitor(ref, [:flush])

    case Enum.find(state.devices, fn {_, device} -> is_map_key(device.refs, ref) end) do
      nil ->
        state

      {name, device} when map_size(device.refs) == 1 ->
        if Process.whereis(name), do: Process.unregister(name)
        Process.register(device.original, name)
        StringIO.close(device.pid)
        %{state | devices: Map.delete(state.devices, name)}

      {name, device} ->
        put_in(state.devices[name].refs, Map.delete(device.refs, ref))
    end
  end

  # Logs.

  # The configuration of the default handler that is taken out, or :error.
  defp take_over do
    :ok = :logger.add_handler(__MODULE__, __MODULE__, %{})

    with {:ok, config} <- :logger.get_handler_config(:default),
         :ok <- :logger.remove_handler(:default) do
      {:ok, config}
    else
      _ -> :error
    end
  end

  defp end_log(ref, state) do
    :ets.delete(@table, ref)
    logs = MapSet.delete(state.logs, ref)
    if logs != state.logs and MapSet.size(logs) == 0, do: hand_back(state.default_handler)
    %{state | logs: logs}
  end

  defp hand_back(default_handler) do
    :logger.remove_handler(__MODULE__)

    with {:ok, %{module: module} = config} <- default_handler do
      :logger.add_handler(:default, module, config)
    end
  end

  # The callback of a :logger handler, in the process that logs.
  def log(event, _config) do
    for {_ref, string_io, level, formatter, config} <- :ets.tab2list(@table),
        :logger.compare_levels(event.level, level) in [:gt, :eq] do
      text = formatter.format(event, config)

      try do
        IO.write(string_io, text)
      rescue
        # The capture has just ended.
        _ -> :ok
      end
    end

    :ok
  end
end
