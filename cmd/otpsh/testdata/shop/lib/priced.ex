defprotocol Shop.Priced do
  def price(thing)
end

defmodule Shop.Priced.Rule do
  @callback rule() :: atom
end
