# :init: the process that is there first, and ends the system.

defmodule :init do
  @moduledoc """
  How the system was started, and stopping it: applications are stopped, the
  last started first, before the system ends.
  """

  def stop, do: stop(0)

  def stop(status) when (is_integer(status) and status >= 0) or is_list(status) do
    send(:init, {:stop, {:stop, status}})
    :ok
  end

  def get_status, do: {:started, :started}
  def script_id, do: {~c"Erlang/OTP", ~c"25"}
  def get_arguments, do: []
  def get_argument(_flag), do: :error
  def get_plain_arguments, do: for(arg <- System.argv(), do: String.to_charlist(arg))

  # The process :init.
  @doc false
  def loop(name) do
    receive do
      {:stop, {:stop, status}} ->
        for {app, _, _} <- :application.which_applications(), do: stop_application(app)
        :erlang.halt(status)

      _ ->
        loop(name)
    end
  end

  defp stop_application(app) when app in [:logger, :elixir, :compiler, :stdlib, :kernel], do: :ok
  defp stop_application(app), do: :application.stop(app)
end
