# :io: Erlang's functions on devices. Errors name the argument that is wrong.

defmodule :io do
  @moduledoc false

  def format(format), do: formatted(:standard_io, format, [], [format], 0)
  def format(format, args), do: formatted(:standard_io, format, args, [format, args], 0)
  def format(device, format, args), do: formatted(device, format, args, [device, format, args], 1)
  def fwrite(format), do: format(format)
  def fwrite(format, args), do: format(format, args)
  def fwrite(device, format, args), do: format(device, format, args)

  # before is the number of arguments that stand before the format.
  defp formatted(device, format, args, call, before) do
    case text(format, args) do
      {:ok, text} ->
        put_chars(device, text)

      :error ->
        {position, problem} = :otpsh_io.format_problem(format, args)
        :otpsh_io.explained(:io, :format, call, position + before, problem)
    end
  end

  defp text(format, args) do
    {:ok, :io_lib.format(format, args)}
  rescue
    ArgumentError -> :error
  end

  def put_chars(chars) do
    if chardata?(chars),
      do: put_chars(:standard_io, chars),
      else: :otpsh_io.explained(:io, :put_chars, [chars], 1, "not valid character data (an iodata term)")
  end

  def put_chars(device, chars), do: IO.write(device, chars)

  defp chardata?(chars) do
    is_binary(:unicode.characters_to_binary(chars))
  rescue
    ArgumentError -> false
  end

  def nl, do: put_chars(:standard_io, "\n")
  def nl(device), do: put_chars(device, "\n")
  def write(term), do: format(~c"~w", [term])
  def write(device, term), do: format(device, ~c"~w", [term])

  def get_line(prompt), do: IO.gets(:stdio, prompt)
  def get_line(device, prompt), do: IO.gets(device, prompt)
  def get_chars(prompt, count), do: get_chars(:standard_io, prompt, count)
  def get_chars(device, prompt, count), do: request(device, {:get_chars, :unicode, prompt, count})
  def get_password, do: get_password(:standard_io)
  def get_password(device), do: request(device, {:get_password, :unicode})

  def columns, do: columns(:standard_io)
  def columns(device), do: geometry(device, :columns)
  def rows, do: rows(:standard_io)
  def rows(device), do: geometry(device, :rows)

  defp geometry(device, axis) do
    case with(:no <- :otpsh_io.geometry(device), do: request(device, {:get_geometry, axis})) do
      n when is_integer(n) and n > 0 -> {:ok, n}
      _ -> {:error, :enotsup}
    end
  end

  def getopts, do: getopts(:standard_io)
  def getopts(device), do: request(device, :getopts)
  def setopts(opts), do: setopts(:standard_io, opts)
  def setopts(device, opts), do: request(device, {:setopts, opts})
  def printable_range, do: :latin1

  def request(request), do: request(:standard_io, request)
  def request(device, request), do: IO.__request__(device, request)
  def requests(requests), do: requests(:standard_io, requests)
  def requests(device, requests), do: request(device, {:requests, requests})
end
