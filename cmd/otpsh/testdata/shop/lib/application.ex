defmodule Shop.Application do
  use Application

  @impl true
  def start(_type, [:open]) do
    IO.puts("#{Application.fetch_env!(:shop, :greeting)}, #{Application.fetch_env!(:shop, :currency)}")
    Supervisor.start_link([Shop.Stock], strategy: :one_for_one, name: Shop.Supervisor)
  end
end
