# IO.Stream: a device as an enumerable of what it is read in, and as a
# collectable that is written to.

defmodule IO.Stream do
  @moduledoc "A stream over a device; made by IO.stream/2 and IO.binstream/2."
  defstruct device: nil, raw: true, line_or_bytes: :line

  @type t :: %__MODULE__{}

  @doc false
  def __build__(device, raw, line_or_bytes),
    do: %IO.Stream{device: device, raw: raw, line_or_bytes: line_or_bytes}
end

defmodule IO.StreamError do
  @moduledoc "A device gave an error while it was streamed."
  defexception [:reason]

  def message(%{reason: reason}), do: "error during streaming: " <> Kernel.inspect(reason)
end

defimpl Enumerable, for: IO.Stream do
  def reduce(%{device: device, raw: raw, line_or_bytes: line_or_bytes}, acc, fun) do
    Stream.resource(
      fn -> device end,
      if(raw, do: &IO.each_binstream(&1, line_or_bytes), else: &IO.each_stream(&1, line_or_bytes)),
      fn device -> device end
    ).(acc, fun)
  end

  def count(_stream), do: {:error, __MODULE__}
  def member?(_stream, _term), do: {:error, __MODULE__}
  def slice(_stream), do: {:error, __MODULE__}
end

defimpl Collectable, for: IO.Stream do
  def into(%{device: device, raw: raw} = stream) do
    collector = fn
      :ok, {:cont, x} -> if raw, do: IO.binwrite(device, x), else: IO.write(device, x)
      :ok, _ -> stream
    end

    {:ok, collector}
  end
end
