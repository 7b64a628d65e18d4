# Bitwise: operators on the bits of integers. The expander rewrites them to
# :erlang, so they are allowed in guards.

defmodule Bitwise do
  @moduledoc "Operators on the bits of integers; all are allowed in guards."

  @doc false
  defmacro __using__(_options) do
    quote do
      import Bitwise
    end
  end

  @doc "The bits inverted."
  def bnot(expr), do: :erlang.bnot(expr)
  @doc "The bits inverted."
  def ~~~expr, do: :erlang.bnot(expr)
  @doc "The bits both have."
  def band(left, right), do: :erlang.band(left, right)
  @doc "The bits both have."
  def left &&& right, do: :erlang.band(left, right)
  @doc "The bits either has."
  def bor(left, right), do: :erlang.bor(left, right)
  @doc "The bits either has."
  def left ||| right, do: :erlang.bor(left, right)
  @doc "The bits exactly one has."
  def bxor(left, right), do: :erlang.bxor(left, right)
  @doc false
  def unquote(:"^^^")(left, right), do: :erlang.bxor(left, right)
  @doc "The bits shifted left."
  def bsl(left, right), do: :erlang.bsl(left, right)
  @doc "The bits shifted left."
  def left <<< right, do: :erlang.bsl(left, right)
  @doc "The bits shifted right, keeping the sign."
  def bsr(left, right), do: :erlang.bsr(left, right)
  @doc "The bits shifted right, keeping the sign."
  def left >>> right, do: :erlang.bsr(left, right)
end
