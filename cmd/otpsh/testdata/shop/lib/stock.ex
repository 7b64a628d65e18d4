defmodule Shop.Stock do
  use Agent

  def start_link(_) do
    Agent.start_link(fn -> Map.new(Application.fetch_env!(:shop, __MODULE__)) end, name: __MODULE__)
  end

  def count(what), do: Agent.get(__MODULE__, &Map.get(&1, what, 0))
end
