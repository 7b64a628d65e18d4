# A process that stands in for standard error gets what is written there:
# by IO, by IO.warn and by the compiler.

defmodule Sink do
  def start do
    spawn(fn -> loop([]) end)
  end

  defp loop(texts) do
    receive do
      {:io_request, from, ref, {:put_chars, _, text}} ->
        send(from, {:io_reply, ref, :ok})
        loop([text | texts])

      {:io_request, from, ref, {:put_chars, _, m, f, a}} ->
        send(from, {:io_reply, ref, :ok})
        loop([apply(m, f, a) | texts])

      {:texts, from} ->
        send(from, {:texts, IO.iodata_to_binary(Enum.reverse(texts))})
    end
  end
end

old = Process.whereis(:standard_error)
IO.inspect(is_pid(old))
sink = Sink.start()
Process.unregister(:standard_error)
Process.register(sink, :standard_error)

IO.puts(:stderr, "written")
IO.write(:standard_error, "by name\n")
IO.warn("warned", [])
Code.eval_string("fn x -> 1 end")

Process.unregister(:standard_error)
Process.register(old, :standard_error)
send(sink, {:texts, self()})

receive do
  {:texts, text} -> IO.write(text)
end

IO.inspect(Process.info(self(), :messages))
