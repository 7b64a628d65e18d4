# File.Stream.

defmodule File.Stream do
  @moduledoc "A file as a stream; made by File.stream!/3. It is opened each time it is used."
  defstruct path: nil, modes: [], line_or_bytes: :line, raw: true, node: nil

  @type t :: %__MODULE__{}

  @doc false
  def __build__(path, line_or_bytes, modes) do
    case List.keyfind(modes, :read_offset, 0) do
      {:read_offset, offset} when not is_integer(offset) or offset < 0 ->
        raise ArgumentError,
              "expected :read_offset to be a non-negative integer, got: #{inspect(offset)}"

      _ ->
        :ok
    end

    raw = not List.keymember?(modes, :encoding, 0)
    modes = if raw, do: raw_modes(modes), else: modes
    %File.Stream{path: path, modes: modes, raw: raw, line_or_bytes: line_or_bytes, node: node()}
  end

  defp raw_modes(modes) do
    case List.keyfind(modes, :read_ahead, 0) do
      {:read_ahead, false} -> [:raw | List.keydelete(modes, :read_ahead, 0)]
      {:read_ahead, _} -> [:raw | modes]
      nil -> [:raw, :read_ahead | modes]
    end
  end

  @doc false
  def __open__(%File.Stream{path: path}, modes) do
    case :file.open(path, modes) do
      {:ok, device} -> device
      {:error, reason} -> raise File.Error, reason: reason, action: "stream", path: path
    end
  end
end

defimpl Collectable, for: File.Stream do
  def into(%{modes: modes, raw: raw} = stream) do
    device = File.Stream.__open__(stream, [:write | modes -- [:read]])

    collector = fn
      :ok, {:cont, x} ->
        if raw, do: write(device, x), else: IO.write(device, x)

      :ok, command ->
        :ok = :file.close(device)
        if command == :done, do: stream, else: :ok
    end

    {:ok, collector}
  end

  defp write(device, data) do
    case :file.write(device, data) do
      :ok -> :ok
      {:error, reason} -> :erlang.error(reason)
    end
  end
end

defimpl Enumerable, for: File.Stream do
  @chunk 65_536

  def reduce(%{line_or_bytes: what, raw: raw} = stream, acc, fun) do
    Stream.resource(
      fn -> opened(stream) end,
      fn device ->
        case read(raw, device, what) do
          :eof -> {:halt, device}
          {:error, reason} -> raise IO.StreamError, reason: reason
          data -> {[data], device}
        end
      end,
      &:file.close/1
    ).(acc, fun)
  end

  # Open for reading, after the byte order mark and the offset.
  defp opened(%{modes: modes, raw: raw} = stream) do
    device = File.Stream.__open__(stream, modes -- [:write, :append, :trim_bom])
    if :trim_bom in modes, do: skip_bom(device, raw)
    offset = get_read_offset(modes)
    if offset > 0, do: {:ok, _} = :file.position(device, {:cur, offset})
    device
  end

  defp skip_bom(device, true),
    do: {:ok, _} = :file.position(device, bom_size(read(true, device, 4)))

  defp skip_bom(device, false) do
    if bom_size(read(false, device, 1)) == 0, do: {:ok, _} = :file.position(device, 0)
  end

  defp bom_size(<<0xEF, 0xBB, 0xBF, _::binary>>), do: 3
  defp bom_size(<<0, 0, 0xFE, 0xFF, _::binary>>), do: 4
  defp bom_size(<<0xFE, 0xFF, 0, 0, _::binary>>), do: 4
  defp bom_size(<<0xFE, 0xFF, _::binary>>), do: 2
  defp bom_size(<<0xFF, 0xFE, _::binary>>), do: 2
  defp bom_size(_), do: 0

  def get_read_offset(modes) do
    case List.keyfind(modes, :read_offset, 0) do
      {:read_offset, offset} -> offset
      nil -> 0
    end
  end

  defp read(true, device, :line), do: data(:file.read_line(device))
  defp read(true, device, count), do: data(:file.read(device, count))
  defp read(false, device, what), do: IO.read(device, what)

  defp data({:ok, data}), do: data
  defp data(other), do: other

  def count(%{line_or_bytes: :line, raw: raw} = stream) do
    device = opened(stream)

    try do
      {:ok, count_lines(device, raw, 0)}
    after
      :file.close(device)
    end
  end

  def count(%{raw: true, line_or_bytes: bytes, modes: modes, path: path}) do
    case File.stat(path) do
      {:ok, %{size: 0}} ->
        {:error, __MODULE__}

      {:ok, %{size: size}} ->
        size = max(size - bom_of(path, modes) - get_read_offset(modes), 0)
        {:ok, div(size + bytes - 1, bytes)}

      {:error, reason} ->
        raise File.Error, reason: reason, action: "stream", path: path
    end
  end

  def count(_stream), do: {:error, __MODULE__}

  defp bom_of(path, modes) do
    if :trim_bom in modes do
      {:ok, start} = File.open(path, [:raw], &read(true, &1, 4))
      bom_size(start)
    else
      0
    end
  end

  defp count_lines(device, raw, count) do
    case read(raw, device, @chunk) do
      :eof -> count
      data -> count_lines(device, raw, count + length(:binary.matches(data, "\n")))
    end
  end

  def member?(_stream, _term), do: {:error, __MODULE__}
  def slice(_stream), do: {:error, __MODULE__}
end
