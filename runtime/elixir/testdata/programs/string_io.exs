# What a StringIO answers to the requests of the IO protocol, and to IO.

r = fn f -> try do f.() catch k, e -> {k, e} end end
ask = fn text, req, opts ->
  {:ok, p} = StringIO.open(text, opts)
  reqs = List.wrap(req)
  out = for q <- reqs do
    ref = make_ref()
    send(p, {:io_request, self(), ref, q})
    receive do {:io_reply, ^ref, x} -> x after 500 -> {:silent, Process.alive?(p)} end
  end
  {out, r.(fn -> StringIO.contents(p) end)}
end
defmodule GU do
  def up3(c, :eof), do: {:done, c, :eof}
  def up3(c, d) do
    case c ++ d do
      [a, b, c | t] -> {:done, [a, b, c], t}
      s -> {:more, s}
    end
  end
  def up3d(c, :eof), do: {:done, c, :eof}
  def up3d(c, d) do
    case c ++ d do
      [a, b, c | _] -> {:done, [a, b, c], :eof}
      s -> {:more, s}
    end
  end
  def all(c, :eof), do: {:done, c, :eof}
  def all(c, d), do: {:more, c ++ d}
  def bad(_, _), do: :bad
  def bang(_, _), do: raise("x")
  def arg(c, :eof, x), do: {:done, {c, x}, :eof}
  def arg(c, d, x), do: {:done, {c, d, x}, []}
end
texts = ["", "abc", "abc\n", "abc\ndef", "abc\r\ndef\r\n", "\r\n", "a\rb", "héé\nöö", <<227, 130, 227, 129, 132>>, "\n\n"]
for t <- texts, q <- [{:get_line, :unicode, ">"}, {:get_line, :latin1, ">"}, {:get_line, ">"}, {:get_chars, :unicode, ">", 2}, {:get_chars, :latin1, ">", 2}, {:get_chars, ">", 2}, {:get_chars, :unicode, ">", 0}, {:get_chars, :unicode, ">", -1}, {:get_password, :unicode}, {:get_until, :unicode, ">", GU, :up3, []}, {:get_until, :unicode, ">", GU, :up3d, []}, {:get_until, :unicode, ">", GU, :all, []}, {:get_until, :latin1, ">", GU, :all, []}, {:get_until, :unicode, ">", GU, :arg, [1]}], o <- [[], [encoding: :latin1], [capture_prompt: true]] do
  IO.inspect {t, q, o, r.(fn -> ask.(t, [q, q], o) end)}
end
for q <- [{:put_chars, :unicode, "é"}, {:put_chars, :latin1, "é"}, {:put_chars, :latin1, <<233>>}, {:put_chars, :unicode, <<233>>}, {:put_chars, :unicode, [1, 2, 3333]}, {:put_chars, :unicode, :a}, {:put_chars, "x"}, {:put_chars, :unicode, IO, :iodata_to_binary, [["q"]]}, :getopts, {:setopts, [encoding: :latin1]}, {:setopts, [binary: true]}, {:setopts, []}, {:get_geometry, :columns}, {:get_geometry, :x}, {:requests, [{:put_chars, :unicode, "a"}, {:put_chars, :unicode, "b"}]}, {:requests, [{:put_chars, :unicode, "a"}, :bad, {:put_chars, :unicode, "b"}]}, :bad, {:get_line, :foo, ""}], o <- [[], [encoding: :latin1]] do
  IO.inspect {q, o, r.(fn -> ask.("in\n", q, o) end)}
end
for {n, f} <- [gets: &IO.gets(&1, "?"), read_line: &IO.read(&1, :line), read2: &IO.read(&1, 2), read_eof: &IO.read(&1, :eof), getn: &IO.getn(&1, "", 2), binread_line: &IO.binread(&1, :line), binread2: &IO.binread(&1, 2), binread_all: &IO.binread(&1, :eof), stream: &(IO.stream(&1, :line) |> Enum.to_list), binstream: &(IO.binstream(&1, :line) |> Enum.to_list), stream2: &(IO.stream(&1, 2) |> Enum.to_list)], t <- texts do
  IO.inspect {n, t, r.(fn -> {:ok, p} = StringIO.open(t); {f.(p), f.(p), StringIO.contents(p)} end)}
end

{:ok, device} = StringIO.open("one\ntwo\r\nthree", capture_prompt: true)
IO.inspect({IO.getn(device, "? ", :eof), IO.getn(device, "? ", :eof), StringIO.contents(device)})
