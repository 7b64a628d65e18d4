defmodule Port do
  @moduledoc "Ports by name: none is ever open here, since programs outside are run by System.cmd/3."

  @type name :: {:spawn, charlist | binary} | {:spawn_driver, charlist | binary} | {:spawn_executable, charlist | atom}

  @doc "The open ports."
  def list, do: :erlang.ports()

  @doc "What is known of a port, or nil when it is not open."
  def info(port), do: port |> :erlang.port_info() |> known()
  def info(port, spec), do: port |> :erlang.port_info(spec) |> known()

  defp known(:undefined), do: nil
  defp known(info), do: info

  @doc "Closes a port."
  def close(port), do: :erlang.port_close(port)
end
