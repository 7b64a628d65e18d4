defmodule Shop.Units do
  defmacro dozen(n), do: quote(do: unquote(n) * 12)
  def vat, do: Till.round(1.0)
end
