# Options of quote, pins in sizes, fields of constants.

defmodule Macros do
  defmacro bound(message) do
    x = 1
    message = Macro.escape(message)

    quote bind_quoted: binding() do
      {x, message}
    end
  end
end

defmodule Uses do
  require Macros
  defmacrop options, do: [line: 3]

  def bound, do: Macros.bound("hi")
  def at_line, do: quote(options(), do: bar(1))
  def size, do: (x = 8; <<a::size(^x - 5), _::5>> = <<0b10100000>>; a)
  def size_of_field, do: (s = %{bits: 4}; <<a::size((^s).bits), _::4>> = <<0xAB>>; a)
  def range, do: {(1..3).first, (3..9//2).step}
end

IO.inspect({Uses.bound(), Uses.at_line(), Uses.size(), Uses.size_of_field(), Uses.range()})

for text <- ["nil.foo", "true.foo", "nil.foo()", "%{a: 1}.a", "{1, 2}.foo"] do
  try do
    IO.inspect(elem(Code.eval_string(text), 0))
  rescue
    e -> IO.puts("#{text}: #{inspect(e.__struct__)}: #{Exception.message(e)}")
  end
end

IO.inspect(:erlang.system_flag(:backtrace_depth, 2))

deep = fn ->
  try do
    Enum.map([1], fn _ -> [Enum.map([1], fn _ -> [:erlang.error(:oops)] end)] end)
  rescue
    _ -> length(__STACKTRACE__)
  end
end

IO.inspect(deep.())
IO.inspect(:erlang.system_flag(:backtrace_depth, 1000))
IO.inspect(:erlang.system_flag(:backtrace_depth, 8))

for arguments <- [[:backtrace_depth, -1], [:no_flag, 1], ["x", 1]] do
  try do
    apply(:erlang, :system_flag, arguments)
  rescue
    e -> IO.puts(Exception.message(Exception.blame(:error, e, __STACKTRACE__) |> elem(0)))
  end
end

for o <- ["line: true", "line: nil", "line: :x", "line: false", "line: -1", "line: 1.5", "file: nil", "file: true", "file: 1", "file: false", "context: nil", "context: 1", "context: true", "line: x", "file: x"] do
  try do IO.inspect {o, elem(Code.eval_string("x = true; quote([#{o}], do: f(y))"), 0)} rescue e -> IO.puts "#{o} #{inspect e.__struct__} #{Exception.message(e)}" end
end
