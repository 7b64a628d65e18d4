# Atom and Function: small modules on small values.

defmodule Atom do
  @moduledoc "Functions on atoms."
  import Kernel, except: [to_string: 1, to_charlist: 1]

  @doc "The atom's name."
  def to_string(atom), do: :erlang.atom_to_binary(atom)

  @doc "The atom's name as a charlist."
  def to_charlist(atom), do: :erlang.atom_to_list(atom)

  @doc false
  def to_char_list(atom), do: :erlang.atom_to_list(atom)
end

defmodule Function do
  @moduledoc "Functions on functions."

  @doc "The function module.name/arity as a value."
  def capture(module, function_name, arity), do: :erlang.make_fun(module, function_name, arity)

  @doc "What is known of a function, as a keyword list."
  def info(fun), do: :erlang.fun_info(fun)

  @doc "{item, value} of one thing known of a function."
  def info(fun, item), do: :erlang.fun_info(fun, item)

  @doc "The value itself."
  def identity(value), do: value
end
