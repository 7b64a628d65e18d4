# :otpsh_processes: what the processes of the system do when the first message wakes them.

defmodule :otpsh_processes do
  @moduledoc false

  # The servers, with the module of each and the supervisor or process above it.
  defp server(:application_controller), do: {:application_controller, :init}
  defp server(:global_name_server), do: {:global, :kernel_sup}

  # Becomes a server, as if it had been started by the one above it.
  def serve(name) do
    {module, parent} = server(name)
    begin(parent, {module, :init, 1})
    {:ok, state} = module.init([])
    :gen_server.enter_loop(module, [], state, {:local, name})
  end

  # Becomes a supervisor of what runs already.
  def supervise(name) do
    begin(parent(name), {:supervisor, module(name), 1})
    {:ok, state} = :supervisor.init({{:local, name}, __MODULE__, name})
    :gen_server.enter_loop(:supervisor, [], state, {:local, name})
  end

  defp begin(parent, initial_call) do
    :erlang.put(:"$initial_call", initial_call)
    :erlang.put(:"$ancestors", [parent])
  end

  defp parent(:kernel_safe_sup), do: :kernel_sup
  defp parent(_), do: :init

  defp module(Logger.Supervisor), do: Supervisor.Default
  defp module(:elixir_sup), do: :elixir_sup
  defp module(_), do: :kernel

  @doc false
  def init(:kernel_sup) do
    children = [
      %{id: :global_name_server, start: {__MODULE__, :adopt, [:global_name_server]}},
      %{
        id: :kernel_safe_sup,
        start: {__MODULE__, :adopt, [:kernel_safe_sup]},
        type: :supervisor
      }
    ]

    {:ok, {%{strategy: :one_for_all, intensity: 0, period: 1}, children}}
  end

  def init(:kernel_safe_sup), do: {:ok, {%{intensity: 4, period: 3600}, []}}
  def init(:elixir_sup), do: {:ok, {%{intensity: 3, period: 10}, []}}
  def init(Logger.Supervisor), do: {:ok, {%{strategy: :rest_for_one, intensity: 30, period: 3}, []}}

  @doc false
  def adopt(name) do
    case :erlang.whereis(name) do
      :undefined ->
        :ignore

      pid ->
        :erlang.link(pid)
        {:ok, pid}
    end
  end
end
