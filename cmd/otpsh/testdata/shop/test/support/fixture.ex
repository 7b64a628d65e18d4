defmodule Shop.Fixture do
  def item, do: %Shop.Item{name: :pear, price: 3}
end
