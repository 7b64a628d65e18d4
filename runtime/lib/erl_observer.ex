# :observer: a look at the running processes.

defmodule :observer do
  @moduledoc """
  Erlang's observer opens windows; here `start/0` prints the processes that run
  now: the names they are registered by, what they began with, how many messages
  wait, the work they have done, and whom they are linked to.
  """

  @heading ["pid", "name", "initial call", "mailbox", "reductions", "links"]
  @items [:registered_name, :initial_call, :dictionary, :message_queue_len, :reductions, :links]
  @numbers [3, 4]

  @doc "Prints a table of the processes; those of the system that still sleep are left out."
  def start do
    rows =
      for pid <- :erlang.processes(),
          info = :erlang.process_info(pid, @items),
          info[:reductions] > 0,
          do: row(pid, info)

    rows = [@heading | rows]

    widths =
      for column <- 0..5, do: rows |> Enum.map(&String.length(Enum.at(&1, column))) |> Enum.max()

    IO.puts(Enum.map_intersperse(rows, "\n", &line(&1, widths)))
  end

  defp row(pid, info) do
    [
      inspect(pid),
      name(info[:registered_name]),
      initial_call(info),
      Integer.to_string(info[:message_queue_len]),
      Integer.to_string(info[:reductions]),
      Enum.map_join(info[:links], " ", &inspect/1)
    ]
  end

  defp name([]), do: ""
  defp name(name), do: inspect(name)

  # What a behaviour began with stands in its dictionary; of a supervisor it is
  # the callback module.
  defp initial_call(info) do
    initial = {:"$initial_call", info[:initial_call]}

    case List.keyfind(info[:dictionary], :"$initial_call", 0, initial) do
      {_, {:supervisor, module, _}} -> Exception.format_mfa(module, :init, 1)
      {_, {m, f, a}} -> Exception.format_mfa(m, f, a)
    end
  end

  defp line(cells, widths) do
    cells
    |> Enum.zip(widths)
    |> Enum.with_index(fn {cell, width}, column ->
      if column in @numbers,
        do: String.pad_leading(cell, width),
        else: String.pad_trailing(cell, width)
    end)
    |> Enum.join("  ")
    |> String.trim_trailing()
  end
end
