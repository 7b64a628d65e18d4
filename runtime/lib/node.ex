# Node: this program is one node, which is not connected to any other.

defmodule Node do
  @moduledoc "Functions on nodes. There is one: this one."
  import Kernel, except: [self: 0, spawn: 1, spawn: 3, spawn_link: 1, spawn_link: 3]

  @doc "The name of the local node."
  def self, do: :erlang.node()

  @doc "Whether the local node can be part of a distributed system."
  def alive?, do: :erlang.node() != :nonode@nohost

  @doc "The connected nodes: none."
  def list, do: []

  @doc "The nodes of a kind."
  def list(args) do
    args = List.wrap(args)
    if :this in args or :known in args, do: [:erlang.node()], else: []
  end

  @doc ":pong from the local node, :pang from any other."
  def ping(node) when is_atom(node), do: if(node == :erlang.node(), do: :pong, else: :pang)

  @doc "Connects to a node: false, as there is no other."
  def connect(node) when is_atom(node), do: if(node == :erlang.node(), do: true, else: false)

  @doc "Disconnects from a node."
  def disconnect(node) when is_atom(node), do: :ignored

  @doc "Monitors whether a node is up; true."
  def monitor(node, flag) when is_atom(node) and is_boolean(flag), do: true
  @doc "Monitors whether a node is up; true."
  def monitor(node, flag, _options) when is_atom(node) and is_boolean(flag), do: true

  @doc "The cookie of the local node."
  def get_cookie, do: :nocookie

  @doc "Sets the cookie of a node."
  def set_cookie(node \\ self(), cookie) when is_atom(node) and is_atom(cookie), do: true

  @doc "Starts distribution: not possible here."
  def start(name, type_or_opts \\ :longnames, tick_time \\ 15000)
  def start(name, _type, _tick_time) when is_atom(name), do: {:error, :not_supported}

  @doc "Stops distribution: it was not started."
  def stop, do: {:error, :not_found}

  @doc "Spawns on a node; only the local one is there."
  def spawn(node, fun), do: :erlang.spawn(node, fun)
  @doc "Spawns on a node, with options."
  def spawn(node, fun, opts) when is_list(opts), do: :erlang.spawn_opt(node, fun, opts)
  @doc "Spawns module.function on a node."
  def spawn(node, module, fun, args), do: :erlang.spawn(node, module, fun, args)
  @doc "Spawns module.function on a node, with options."
  def spawn(node, module, fun, args, opts), do: :erlang.spawn_opt(node, module, fun, args, opts)
  @doc "Spawns on a node and links."
  def spawn_link(node, fun), do: :erlang.spawn_link(node, fun)
  @doc "Spawns module.function on a node and links."
  def spawn_link(node, module, fun, args), do: :erlang.spawn_link(node, module, fun, args)
  @doc "Spawns on a node and monitors."
  def spawn_monitor(node, fun), do: :erlang.spawn_monitor(node, fun)
  @doc "Spawns module.function on a node and monitors."
  def spawn_monitor(node, module, fun, args), do: :erlang.spawn_monitor(node, module, fun, args)
end
