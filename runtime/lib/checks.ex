# What the checks of lessons can ask: the state of the world, and what happened
# in it since the step began. The account of what happened is the host's; see
# checks.go.

defmodule Otpsh.Checks do
  @moduledoc """
  Questions that a lesson's checks ask about the world.

  A process is named by its registered name, by the id that its supervisor knows
  it by, by its pid, or by `{:via, module, name}`. Where an event is asked for, a
  name means every process that has had it, and `_` means any. "Happened" is since
  the step began.

  Messages of calls and casts are meant by what was asked: `sent(_, Counter,
  :get)` is true after `GenServer.call(Counter, :get)`.
  """

  @doc "Is there a process of that name, alive?"
  def alive?(x), do: find(x) != nil

  @doc "How often the child was restarted since the step began."
  def restarts(x) do
    {events, names} = account()
    Enum.count(events, &restarted?(&1, x, names))
  end

  defp restarted?({:restarted, pid, id}, x, names), do: id == x or known?(pid, x, names)
  defp restarted?(_, _, _), do: false

  @doc "`{restarts used in the window, restarts allowed}` of a supervisor."
  def budget(sup), do: :otpsh_checks.budget(pid!(sup))

  @doc "The ids of a supervisor's children, in the order they are started in."
  def children(sup) do
    for {id, _, _, _} <- Enum.reverse(Supervisor.which_children(pid!(sup))), do: id
  end

  @doc "The state of a server or an agent."
  def state(x), do: :sys.get_state(pid!(x))

  @doc "The messages that wait in a mailbox, oldest first."
  def mailbox(x), do: about(x, :messages)

  @doc "Who is linked to a process: names where there are any, else pids."
  def links(x), do: x |> about(:links) |> Enum.map(&name/1)

  @doc "Whom a process monitors: names where there are any, else pids."
  def monitors(x) do
    for {:process, who} <- about(x, :monitors) do
      case who do
        {name, _node} -> name
        pid -> name(pid)
      end
    end
  end

  @doc "Is the function defined and public?"
  def defined(module, function, arity) do
    Code.ensure_loaded?(module) and function_exported?(module, function, arity)
  end

  @doc "What was printed since the step began."
  def output, do: :otpsh_checks.output()

  @doc "Forgets what happened so far: what is asked then counts from here on."
  def forget, do: :otpsh_checks.forget()

  @doc "Lets so many milliseconds pass."
  def advance(ms) do
    Process.sleep(ms)
    :ok
  end

  @doc "Was a message like that sent? `to` that does not exist counts too."
  defmacro sent(from, to, pattern), do: quote(do: happened([sent(unquote(from), unquote(to), unquote(pattern))]))

  @doc """
  Did these events happen, in this order? Others may stand between them.

  Events are `started(x)`, `restarted(x)`, `down(x, reason)`, `sent(from, to,
  message)`, `handled(x, message)`, `linked(a, b)`, `monitored(a, b)`, `timer(x,
  message)` and `gave_up(sup)`; reasons and messages are patterns.
  """
  defmacro happened(events) when is_list(events) do
    matchers = Enum.map(events, &matcher/1)
    quote do: Otpsh.Checks.__happened__(unquote(matchers))
  end

  defmacro happened(event), do: quote(do: happened([unquote(event)]))

  # How many processes an event names, and whether a pattern follows them.
  @events %{
    started: {1, false},
    restarted: {1, :name},
    gave_up: {1, false},
    down: {1, true},
    handled: {1, true},
    timer: {1, true},
    linked: {2, false},
    monitored: {2, false},
    sent: {2, true}
  }

  defp matcher({kind, _, args} = event) when is_map_key(@events, kind) and is_list(args) do
    {processes, pattern} = @events[kind]
    {who, rest} = Enum.split(args, processes)

    unless length(who) == processes and length(rest) == if(pattern == true, do: 1, else: 0) do
      raise ArgumentError, "#{kind} takes other arguments than in #{Macro.to_string(event)}"
    end

    data = List.first(rest, {:_, [], nil})
    quote do: {unquote(kind), unquote(Enum.map(who, &who/1)), fn data -> match?(unquote(data), data) end}
  end

  defp matcher(other), do: raise(ArgumentError, "#{Macro.to_string(other)} is no event; #{Enum.map_join(Map.keys(@events), ", ", &"#{&1}(...)")} are")

  defp who({:_, _, context}) when is_atom(context), do: :_
  defp who(x), do: {:{}, [], [:is, x]}

  @doc false
  def __happened__(matchers) do
    {events, names} = account()
    in_order?(events, matchers, names)
  end

  defp in_order?(_events, [], _names), do: true
  defp in_order?([], _matchers, _names), do: false

  defp in_order?([event | events], [matcher | rest] = matchers, names) do
    in_order?(events, if(like?(event, matcher, names), do: rest, else: matchers), names)
  end

  defp like?({:restarted, pid, id}, {:restarted, [x], _}, names), do: x == :_ or x == {:is, id} or any?(pid, x, names)
  defp like?({kind, pid}, {kind, [x], _}, names), do: any?(pid, x, names)
  defp like?({kind, pid, data}, {kind, [x], match}, names), do: any?(pid, x, names) and match.(meant(data))
  defp like?({kind, a, b}, {kind, [x, y], _}, names), do: any?(a, x, names) and any?(b, y, names)
  defp like?({kind, a, b, data}, {kind, [x, y], match}, names), do: any?(a, x, names) and any?(b, y, names) and match.(meant(data))
  defp like?(_, _, _), do: false

  defp meant({:"$gen_call", _from, request}), do: request
  defp meant({:"$gen_cast", request}), do: request
  defp meant(message), do: message

  defp any?(_pid, :_, _names), do: true
  defp any?(pid, {:is, x}, names), do: known?(pid, x, names)

  defp known?(pid, pid, _names), do: true
  defp known?(pid, {:via, _, _} = x, _names), do: GenServer.whereis(x) == pid
  defp known?(pid, x, names), do: x in Map.get(names, pid, [])

  defp account do
    {events, names} = :otpsh_checks.account()
    {events, Map.new(names)}
  end

  # The living process of a name: a registered one, or a child of that id.
  defp find(pid) when is_pid(pid), do: if(Process.alive?(pid), do: pid)

  defp find(x) do
    registered(x) ||
      Enum.find_value(elem(:otpsh_checks.account(), 1), fn {pid, names} -> x in names && find(pid) end)
  end

  defp registered(nil), do: nil
  defp registered(x) when is_atom(x) or (is_tuple(x) and elem(x, 0) in [:via, :global]), do: GenServer.whereis(x)
  defp registered(_), do: nil

  defp pid!(x), do: find(x) || raise(ArgumentError, "there is no process #{inspect(x)}")

  defp about(x, item) do
    {^item, value} = Process.info(pid!(x), item)
    value
  end

  defp name(x) do
    case is_pid(x) && Process.info(x, :registered_name) do
      {:registered_name, name} -> name
      _ -> x
    end
  end
end
