# :otpsh_cell: a term that any process reads, and one process changes.

defmodule :otpsh_cell do
  @moduledoc false
  # For tables that are read always and written seldom (log configuration,
  # telemetry handlers): reads are of a persistent term; changes go through a
  # process, registered under the cell's name and started by the first change,
  # so that two at a time do not lose one.

  def get(name, default), do: :persistent_term.get({:otpsh_cell, name}, default)

  # `fun` gets the value and returns {reply, new value}, or {:keep, reply}.
  def update(name, default, fun) do
    server = server(name)
    ref = :erlang.monitor(:process, server)
    send(server, {:update, self(), ref, default, fun})

    receive do
      {^ref, reply} ->
        :erlang.demonitor(ref, [:flush])
        reply

      {:DOWN, ^ref, _, _, _} ->
        update(name, default, fun)
    end
  end

  defp server(name) do
    case :erlang.whereis(name) do
      :undefined -> start(name)
      pid -> pid
    end
  end

  defp start(name) do
    {pid, ref} = :erlang.spawn_monitor(:otpsh_cell, :init, [name, self()])

    receive do
      {^pid, :ready} ->
        :erlang.demonitor(ref, [:flush])
        pid

      # Somebody else's was first.
      {:DOWN, ^ref, _, _, _} ->
        server(name)
    end
  end

  @doc false
  def init(name, starter) do
    # It outlives who came first: it is not to write to that one's leader.
    case :erlang.whereis(:user) do
      :undefined -> :ok
      user -> :erlang.group_leader(user, self())
    end

    try do
      :erlang.register(name, self())
    catch
      :error, _ -> exit(:normal)
    end

    send(starter, {self(), :ready})
    loop(name)
  end

  @doc false
  def loop(name) do
    receive do
      {:update, from, ref, default, fun} ->
        send(from, {ref, apply_update(name, default, fun)})

      _ ->
        :ok
    end

    :otpsh_cell.loop(name)
  end

  defp apply_update(name, default, fun) do
    try do
      fun.(get(name, default))
    catch
      _, reason -> {:error, reason}
    else
      {:keep, reply} ->
        reply

      {reply, value} ->
        :persistent_term.put({:otpsh_cell, name}, value)
        reply
    end
  end
end
