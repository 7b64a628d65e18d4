# :proplists and :io: what Elixir programs call of them.

defmodule :proplists do
  @moduledoc false

  def get_value(key, list), do: get_value(key, list, :undefined)

  def get_value(key, [{key, value} | _], _default), do: value
  def get_value(key, [key | _], _default), do: true
  def get_value(key, [_ | rest], default), do: get_value(key, rest, default)
  def get_value(_key, [], default), do: default

  def get_all_values(key, list), do: for({^key, value} <- list, do: value)
  def is_defined(key, list), do: :lists.any(fn entry -> entry === key or (is_tuple(entry) and :erlang.element(1, entry) === key) end, list)
  def delete(key, list), do: :lists.filter(fn entry -> not (entry === key or (is_tuple(entry) and :erlang.element(1, entry) === key)) end, list)
  def get_keys(list), do: :lists.usort(:lists.map(fn entry -> if is_tuple(entry), do: :erlang.element(1, entry), else: entry end, list))
  def to_map(list), do: :maps.from_list(:lists.reverse(:lists.map(fn {_, _} = pair -> pair; key -> {key, true} end, list)))
end

defmodule :io do
  @moduledoc false

  def format(format), do: format(:standard_io, format, [])
  def format(format, args), do: format(:standard_io, format, args)
  def format(device, format, args), do: put_chars(device, :io_lib.format(format, args))
  def fwrite(format), do: format(:standard_io, format, [])
  def fwrite(format, args), do: format(:standard_io, format, args)
  def fwrite(device, format, args), do: format(device, format, args)
  def put_chars(chars), do: put_chars(:standard_io, chars)
  def put_chars(device, chars), do: IO.write(device, chars)
  def nl, do: put_chars(:standard_io, "\n")
  def nl(device), do: put_chars(device, "\n")
  def write(term), do: format(:standard_io, ~c"~w", [term])
  def get_line(prompt), do: IO.gets(:stdio, prompt)
  def get_line(device, prompt), do: IO.gets(device, prompt)
  def columns, do: {:error, :enotsup}
  def rows, do: {:error, :enotsup}
  def getopts, do: [binary: true, encoding: :unicode]
  def setopts(_), do: :ok
end
