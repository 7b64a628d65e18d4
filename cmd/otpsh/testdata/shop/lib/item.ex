defmodule Shop.Item do
  use Shop.Named
  @behaviour Shop.Priced.Rule
  @derive {Inspect, only: [:name]}
  defstruct [:name, :price]

  @impl true
  def rule, do: :whole

  def into(item), do: Shop.Basket.add(%{__struct__: Shop.Basket, items: []}, item)
end
