# Module: names of modules, and what can be asked of and put into one that is
# being defined.

defmodule Module do
  @moduledoc "Functions on modules, most of them for use while a module is compiled."

  @doc "Joins aliases: concat([Foo, \"Bar\"]) is Foo.Bar."
  def concat(list) when is_list(list), do: String.to_atom(join(list))
  @doc "Joins two aliases."
  def concat(left, right) when (is_binary(left) or is_atom(left)) and (is_binary(right) or is_atom(right)), do: concat([left, right])
  @doc "As concat/1, of atoms that exist."
  def safe_concat(list) when is_list(list), do: String.to_existing_atom(join(list))
  @doc "As concat/2, of atoms that exist."
  def safe_concat(left, right), do: safe_concat([left, right])

  defp join(parts) do
    parts
    |> Enum.reject(&(&1 in [nil, ""]))
    |> Enum.map(&strip(to_string(&1)))
    |> Enum.reject(&(&1 in ["", "Elixir"]))
    |> case do
      [] -> "Elixir"
      names -> "Elixir." <> Enum.join(names, ".")
    end
  end

  defp strip("Elixir." <> rest), do: strip(rest)
  defp strip("." <> rest), do: rest
  defp strip(name), do: name

  @doc "The parts of an alias as strings; ArgumentError for another atom."
  def split(module) when is_atom(module), do: split(Atom.to_string(module), module)
  def split(module) when is_binary(module), do: split(module, module)

  defp split("Elixir." <> name, _), do: String.split(name, ".")
  defp split(_, original), do: raise(ArgumentError, "expected an Elixir module, got: #{inspect(original)}")

  @doc "Makes a module of quoted code. Returns what defmodule does."
  def create(module, quoted, env_or_opts)

  def create(module, quoted, %Macro.Env{} = env) when is_atom(module) do
    :elixir_module.compile(module, quoted, %{env | module: nil, function: nil, versioned_vars: %{}}, [], [])
  end

  def create(module, quoted, opts) when is_atom(module) and is_list(opts) do
    create(module, quoted, Code.env_for_eval(opts))
  end

  @doc "Evaluates quoted code in an environment. Returns {value, bindings}."
  def eval_quoted(module_or_env, quoted, binding \\ [], opts \\ [])
  def eval_quoted(%Macro.Env{} = env, quoted, binding, _opts), do: Code.eval_quoted(quoted, binding, env)

  @doc "Whether the module is being defined."
  def open?(module) when is_atom(module), do: :elixir_module.open?(module)

  @doc "Sets an attribute."
  def put_attribute(module, key, value) when is_atom(module) and is_atom(key), do: :elixir_module.put_attribute(module, key, value)
  @doc "An attribute's value, or the default."
  def get_attribute(module, key, default \\ nil) when is_atom(module) and is_atom(key), do: :elixir_module.get_attribute(module, key, default)
  @doc "Whether the attribute was set."
  def has_attribute?(module, key) when is_atom(module) and is_atom(key), do: :elixir_module.has_attribute(module, key)
  @doc "Deletes an attribute and returns its value."
  def delete_attribute(module, key) when is_atom(module) and is_atom(key), do: :elixir_module.delete_attribute(module, key)
  @doc "Registers an attribute with :accumulate and :persist."
  def register_attribute(module, name, options \\ []) when is_atom(module) and is_atom(name), do: :elixir_module.register_attribute(module, name, options)
  @doc "The names of all attributes."
  def attributes_in(module) when is_atom(module), do: :elixir_module.attributes_in(module)

  @doc "Makes functions, or those of a behaviour, overridable."
  def make_overridable(module, tuples) when is_atom(module) and is_list(tuples), do: :elixir_module.make_overridable(module, tuples)

  def make_overridable(module, behaviour) when is_atom(module) and is_atom(behaviour) do
    callbacks = behaviour.behaviour_info(:callbacks)
    :elixir_module.make_overridable(module, Enum.filter(callbacks, &:elixir_module.defines?(module, &1)))
  end

  @doc "Whether the function may be overridden or was."
  def overridable?(module, tuple), do: :elixir_module.overridable?(module, tuple)
  @doc "Whether the module defines the function so far."
  def defines?(module, {name, arity} = tuple) when is_atom(module) and is_atom(name) and is_integer(arity), do: :elixir_module.defines?(module, tuple)
  @doc "Whether the module defines the function so far, as that kind."
  def defines?(module, {name, arity} = tuple, kind) when is_atom(module) and is_atom(name) and is_integer(arity), do: :elixir_module.defines?(module, tuple, kind)
  @doc "All functions and macros defined so far."
  def definitions_in(module) when is_atom(module), do: :elixir_module.definitions_in(module)
  @doc "Those of a kind."
  def definitions_in(module, kind) when is_atom(module) and kind in [:def, :defp, :defmacro, :defmacrop], do: :elixir_module.definitions_in(module, kind)
  @doc "Removes a definition."
  def delete_definition(module, {name, arity} = tuple) when is_atom(module) and is_atom(name) and is_integer(arity), do: :elixir_module.delete_definition(module, tuple)

  @doc "Whether the module defines the type."
  def defines_type?(_module, _definition), do: false
  def spec_to_callback(_module, _definition), do: false

  @doc "The name and arity that a module's reserved attributes describe."
  def reserved_attributes do
    for name <- [:after_compile, :after_verify, :before_compile, :behaviour, :callback, :compile, :deprecated, :derive, :dialyzer,
                 :doc, :enforce_keys, :external_resource, :fallback_to_any, :impl, :macrocallback, :moduledoc, :nifs, :on_definition,
                 :on_load, :opaque, :optional_callbacks, :since, :spec, :struct, :type, :typedoc, :typep, :vsn],
        into: %{},
        do: {name, %{doc: "Reserved."}}
  end
end
