defmodule Shop.Named do
  defmacro __using__(_) do
    quote do
      def name(%{name: name}), do: name
    end
  end
end
