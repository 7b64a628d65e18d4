defmodule Shop.BasketTest do
  use ExUnit.Case

  test "total" do
    assert Shop.Priced.price(Shop.Basket.add(%Shop.Basket{}, Shop.Fixture.item())) == 3
    assert Application.get_env(:shop, :mode) == :in_test
    assert Shop.Stock.count(:apples) == 2
  end
end
