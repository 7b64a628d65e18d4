# Process: Elixir's names for what the kernel does with processes.

defmodule Process do
  @moduledoc """
  Functions on processes: links, monitors, exit signals, names, timers, the process dictionary.

      iex> pid = spawn(fn -> receive do: (:stop -> :ok) end)
      iex> ref = Process.monitor(pid)
      iex> send(pid, :stop)
      iex> receive do {:DOWN, ^ref, :process, ^pid, reason} -> reason end
      :normal

  `spawn/1`, `send/2` and `self/0` are in `Kernel`; `receive` is in `Kernel.SpecialForms`.
  """

  @doc """
  Whether the process of that pid runs. A process that is exiting does not.

      iex> Process.alive?(self())
      true
  """
  def alive?(pid), do: :erlang.is_process_alive(pid)

  @doc "The process dictionary as a keyword list."
  def get, do: :erlang.get()
  @doc """
  The value of a key in the process dictionary, or the default.

      iex> Process.get(:nothing_here, 0)
      0
  """
  def get(key, default \\ nil) do
    case :erlang.get(key) do
      :undefined -> default
      value -> value
    end
  end

  @doc "All keys of the process dictionary."
  def get_keys, do: :erlang.get_keys()
  @doc "The keys of the process dictionary that have that value."
  def get_keys(value), do: :erlang.get_keys(value)

  @doc """
  Sets a key of the process dictionary and returns what it was, or nil.

  The dictionary belongs to the process that calls; no other can change it.

      iex> Process.put(:colour, :red)
      nil
      iex> Process.put(:colour, :blue)
      :red
      iex> Process.get(:colour)
      :blue
  """
  def put(key, value), do: nillify(:erlang.put(key, value))
  @doc "Deletes a key of the process dictionary and returns its value, or nil."
  def delete(key), do: nillify(:erlang.erase(key))

  @doc """
  Sends an exit signal with the reason to a process. Always true.

  A process that does not trap exits ends, unless the reason is `:normal`. One that does
  trap them gets the message `{:EXIT, from, reason}`. `:kill` ends every process.

      iex> pid = spawn(fn -> Process.sleep(:infinity) end)
      iex> ref = Process.monitor(pid)
      iex> Process.exit(pid, :kill)
      true
      iex> receive do {:DOWN, ^ref, :process, _, reason} -> reason end
      :killed
  """
  def exit(pid, reason), do: :erlang.exit(pid, reason)

  @doc """
  Waits that many milliseconds, or for ever with :infinity.

  Messages stay in the mailbox meanwhile.

      iex> Process.sleep(1)
      :ok
  """
  def sleep(timeout) when is_integer(timeout) and timeout > 0xFFFFFFFF do
    sleep(0xFFFFFFFF)
    sleep(timeout - 0xFFFFFFFF)
  end

  def sleep(timeout)
      when is_integer(timeout) and timeout >= 0
      when timeout == :infinity do
    receive do
    after
      timeout -> :ok
    end
  end

  @doc "Sends a message with options :noconnect and :nosuspend. Returns :ok."
  def send(dest, msg, options), do: :erlang.send(dest, msg, options)

  @doc """
  Sends the message after that many milliseconds. Returns the timer's reference.

      iex> Process.send_after(self(), :tick, 1)
      iex> receive do message -> message end
      :tick
  """
  def send_after(dest, message, time, opts \\ []), do: :erlang.send_after(time, dest, message, opts)

  @doc """
  Cancels a timer. Returns the milliseconds that were left, or false.

      iex> timer = Process.send_after(self(), :tick, 60_000)
      iex> Process.cancel_timer(timer) > 0
      true
  """
  def cancel_timer(timer, options \\ []), do: :erlang.cancel_timer(timer, options)

  @doc "The milliseconds that are left of a timer, or false."
  def read_timer(timer_ref), do: :erlang.read_timer(timer_ref)

  @doc "Spawns a function with the options of :erlang.spawn_opt/2."
  def spawn(fun, opts), do: :erlang.spawn_opt(fun, opts)
  @doc "Spawns module.fun(args) with the options of :erlang.spawn_opt/4."
  def spawn(mod, fun, args, opts), do: :erlang.spawn_opt(mod, fun, args, opts)

  @doc """
  Monitors a process or name; a {:DOWN, ref, :process, object, reason} message comes when it is gone.

  Unlike a link, a monitor goes one way, and ends nobody.

      iex> pid = spawn(fn -> exit(:oops) end)
      iex> ref = Process.monitor(pid)
      iex> receive do {:DOWN, ^ref, :process, ^pid, reason} -> reason in [:oops, :noproc] end
      true
  """
  def monitor(item), do: :erlang.monitor(:process, item)
  @doc "Monitors with options :alias and :tag."
  def monitor(item, options), do: :erlang.monitor(:process, item, options)
  @doc "Ends a monitor. Options :flush and :info."
  def demonitor(ref, options \\ []), do: :erlang.demonitor(ref, options)

  @doc "Links the caller to a process: each gets the exit signal of the other."
  def link(pid_or_port), do: :erlang.link(pid_or_port)
  @doc "Removes a link."
  def unlink(pid_or_port), do: :erlang.unlink(pid_or_port)

  @doc "The pids of all processes."
  def list, do: :erlang.processes()

  @doc """
  Gives a process a name. ArgumentError when either is taken or the process is gone.

      iex> Process.register(self(), :the_doctor)
      true
      iex> send(:the_doctor, :hello)
      :hello
      iex> Process.whereis(:the_doctor) == self()
      true
      iex> Process.unregister(:the_doctor)
      true
  """
  def register(pid_or_port, name) when is_atom(name) and name not in [nil, false, true, :undefined] do
    :erlang.register(name, pid_or_port)
  catch
    :error, :badarg ->
      message =
        "could not register #{inspect(pid_or_port)} with " <>
          "name #{inspect(name)} because it is not alive, the name is already " <>
          "taken, or it has already been given another name"

      :erlang.error(ArgumentError.exception(message), [pid_or_port, name])
  end

  @doc "Takes a name away."
  def unregister(name), do: :erlang.unregister(name)
  @doc """
  The pid of a name, or nil.

      iex> Process.whereis(:nobody_of_that_name)
      nil
  """
  def whereis(name), do: nillify(:erlang.whereis(name))
  @doc "All registered names."
  def registered, do: :erlang.registered()

  @doc "The group leader of the caller."
  def group_leader, do: :erlang.group_leader()
  @doc "Sets the group leader of a process."
  def group_leader(pid, leader), do: :erlang.group_leader(leader, pid)

  @doc """
  Sets a flag of the caller, such as :trap_exit, and returns its old value.

  With `:trap_exit` the exit signals of linked processes come as messages.

      iex> Process.flag(:trap_exit, true)
      false
      iex> pid = spawn_link(fn -> exit(:oops) end)
      iex> receive do {:EXIT, ^pid, reason} -> reason end
      :oops
  """
  def flag(flag, value), do: :erlang.process_flag(flag, value)
  @doc "Sets a flag of another process."
  def flag(pid, flag, value), do: :erlang.process_flag(pid, flag, value)

  @doc """
  Common information about a process as a keyword list, or nil when it is gone.

      iex> Process.info(self())[:status]
      :running
  """
  def info(pid), do: nillify(:erlang.process_info(pid))

  @doc """
  One item, or a list of items, of information about a process; nil when it is gone.

      iex> send(self(), :waiting)
      iex> Process.info(self(), :message_queue_len)
      {:message_queue_len, 1}
  """
  def info(pid, spec)

  def info(pid, :registered_name) do
    case :erlang.process_info(pid, :registered_name) do
      :undefined -> nil
      [] -> {:registered_name, []}
      other -> other
    end
  end

  def info(pid, spec), do: nillify(:erlang.process_info(pid, spec))

  @doc "Hibernates the caller; it continues with mod.fun(args) when a message comes."
  def hibernate(mod, fun_name, args), do: :erlang.hibernate(mod, fun_name, args)

  @doc "Makes an alias of the caller."
  def alias, do: :erlang.alias()
  @doc "Makes an alias of the caller with options."
  def alias(options), do: :erlang.alias(options)
  @doc "Ends an alias."
  def unalias(alias), do: :erlang.unalias(alias)

  @doc "Gives the caller a label for people to see."
  def set_label(label) do
    :erlang.put(:"$process_label", label)
    :ok
  end

  defp nillify(:undefined), do: nil
  defp nillify(other), do: other
end

defmodule Node do
  @moduledoc "Functions on nodes. A world is one node, :nonode@nohost, and is never part of a cluster."

  def self, do: :erlang.node()
  def alive?, do: false
  def list, do: []
  def list(args)

  def list(_kinds), do: []
  def connect(_node), do: :ignored
  def disconnect(_node), do: :ignored
  def ping(node) when is_atom(node), do: if(node == :erlang.node(), do: :pong, else: :pang)
  def get_cookie, do: :nocookie
  def set_cookie(_node \\ :nonode@nohost, _cookie), do: true
  def stop, do: {:error, :not_found}
  def spawn(node, fun), do: :erlang.spawn(node, fun)
  def spawn_link(node, fun), do: :erlang.spawn_link(node, fun)
  def spawn(node, module, fun, args), do: :erlang.spawn(node, module, fun, args)
  def spawn_link(node, module, fun, args), do: :erlang.spawn_link(node, module, fun, args)
  def monitor(_node, _flag), do: true
end
