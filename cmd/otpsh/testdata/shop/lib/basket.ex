# Needs a struct, a macro, a protocol and a function of files that come later.
defmodule Shop.Basket do
  import Shop.Units, only: [dozen: 1]
  alias Shop.Item

  defstruct items: [%Item{name: :bag, price: 0}]

  @vat Shop.Units.vat()

  def add(%__MODULE__{items: items} = basket, %Item{} = item), do: %{basket | items: [item | items]}
  def total(%__MODULE__{items: items}), do: Enum.sum(for(%Item{price: p} <- items, do: p)) * @vat
  def eggs, do: dozen(1)
end

defimpl Shop.Priced, for: Shop.Basket do
  def price(basket), do: Shop.Basket.total(basket)
end
