srcs = [
"defmodule Bad1 do defguard foo(x) when String.length(x) > 1 end",
"defmodule Bad2 do defguard bar(x) when x = 1 end",
"defmodule Bad3 do defguard bar(x) end",
"defmodule Bad4 do defguard bar(x), do: 1 end",
"defmodule Bad5 do defguard bar(x) when y > 1 end",
"defmodule Bad6 do\n def foo(x), do: x\n defguard bar(x) when foo(x)\nend",
"defmodule Bad7 do\n defguard bar(x) when is_integer(x)\n defguard bar(x) when is_atom(x)\nend",
"defmodule Bad8 do\n def bar(x), do: x\n defguard bar(x) when is_atom(x)\nend",
"defmodule Bad9 do\n defguard bar(x) when fn -> x end\nend",
"defmodule Bad10 do\n defguard bar(x, y \\\\ 1) when x > y\nend",
"defmodule Bad11 do\n defguard bar when 1\n def f(x) when bar(), do: x\nend\nIO.inspect Bad11.f(1)",
"defmodule Bad12 do\n defguard bar(x) when is_integer(x) when is_atom(x)\nend",
"defmodule Bad13 do\n defguard bar({a, b}) when a > b\nend",
"defmodule Ok1 do\n defguard bar(x) when is_integer(x) and x > 2\n def f(x) when bar(x), do: x\n def f(_), do: :no\n def g(x), do: bar(x) \nend\nIO.inspect {Ok1.f(3), Ok1.f(1), Ok1.g(3), Ok1.g(:a)}",
"defmodule Ok2 do\n defguard bar(x) when x.a > 2\n def f(x) when bar(x), do: x\n def f(_), do: :no\nend\nIO.inspect {Ok2.f(%{a: 3}), Ok2.f(1)}",
"defmodule Ok3 do\n @k [1, 2]\n defguard bar(x) when x in @k\n def f(x) when bar(x), do: x\n def f(_), do: :no\nend\nIO.inspect {Ok3.f(2), Ok3.f(5)}",
"require Ok1\nIO.inspect Ok1.bar(5)",
"import Ok1\nIO.inspect(case 5 do x when bar(x) -> :y end)",
"defmodule Ok4 do\n defguardp bar(x) when x > 1\n defguard foo(x) when bar(x) and x < 9\n def f(x) when foo(x), do: x\n def f(_), do: :no\nend\nIO.inspect {Ok4.f(2), Ok4.f(0)}",
"defguard foo(x) when x",
]
for {s, i} <- Enum.with_index(srcs) do
  try do
    Code.eval_string(s)
    IO.puts "#{i} ok"
  rescue
    e -> IO.puts "#{i} #{inspect e.__struct__} #{Exception.message(e)}"
  end
end
