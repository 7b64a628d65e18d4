# %name{} and %_{} match only where the name is an atom; so do is_struct and its like.
m = %{__struct__: 1, a: 2}
IO.inspect (case m do %_{} -> 1; _ -> 2 end)
IO.inspect (case m do %x{} -> x; _ -> 2 end)
IO.inspect (case m do %x{a: y} -> {x, y}; _ -> 2 end)
x = 1
IO.inspect (case m do %^x{} -> x; _ -> 2 end)
f = fn %_{} -> 1; %{} -> 2 end
IO.inspect f.(m)
defmodule A do
  def a(%_{}), do: 1
  def a(%{__struct__: x}), do: x
  def a(_), do: 3
end
IO.inspect A.a(m)
IO.inspect A.a(1..2)
defmodule T do
  def a(x) when is_struct(x), do: 1
  def a(x) when is_nil(x), do: 2
  def a(x) when is_exception(x, ArgumentError), do: 3
  def a(x) when is_non_struct_map(x), do: 4
  def a(_), do: 5
  def m(x, m) when is_struct(x, m), do: 1
  def m(_, _), do: 2
end
IO.inspect for x <- [1..2, nil, %{}, %ArgumentError{}, %{__struct__: 1}, 1], do: {T.a(x), is_struct(x), is_exception(x), is_non_struct_map(x), is_nil(x), is_struct(x, Range), is_exception(x, ArgumentError)}
IO.inspect {T.m(1..2, Range), T.m(1..2, 1), T.m(1, Range)}
try do is_struct(1, "a") rescue e -> IO.inspect e end
try do raise "x" rescue _ -> IO.inspect Keyword.delete(elem(hd(__STACKTRACE__), 3), :file) end
try do raise ArgumentError rescue _ -> IO.inspect Keyword.delete(elem(hd(__STACKTRACE__), 3), :file) end
try do raise ArgumentError, "x" rescue _ -> IO.inspect Keyword.delete(elem(hd(__STACKTRACE__), 3), :file) end
