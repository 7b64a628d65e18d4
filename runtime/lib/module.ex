# Module: names of modules, and what can be asked of and put into one that is
# being defined.

defmodule Module do
  @moduledoc "Functions on modules, most of them for use while a module is compiled."

  @doc "What a module tells of itself."
  @callback __info__(:attributes) :: keyword()
  @callback __info__(:compile) :: [term()]
  @callback __info__(:functions) :: keyword()
  @callback __info__(:macros) :: keyword()
  @callback __info__(:md5) :: binary()
  @callback __info__(:module) :: module()
  @callback __info__(:struct) :: [%{required(:field) => atom(), optional(:default) => term()}] | nil

  # -- Names --------------------------------------------------------------------

  @doc "Joins aliases: concat([Foo, \"Bar\"]) is Foo.Bar."
  def concat(list) when is_list(list), do: String.to_atom(join(list))
  @doc "Joins two aliases."
  def concat(left, right) when (is_binary(left) or is_atom(left)) and (is_binary(right) or is_atom(right)), do: concat([left, right])
  @doc "As concat/1, of atoms that exist."
  def safe_concat(list) when is_list(list), do: String.to_existing_atom(join(list))
  @doc "As concat/2, of atoms that exist."
  def safe_concat(left, right) when (is_binary(left) or is_atom(left)) and (is_binary(right) or is_atom(right)), do: safe_concat([left, right])

  defp join(parts), do: :lists.foldl(&join_part/2, "Elixir", parts)

  defp join_part(nil, joined), do: joined
  defp join_part(part, joined) when is_atom(part), do: join_part(Atom.to_string(part), joined)
  defp join_part("Elixir", joined), do: joined
  defp join_part("Elixir." <> rest, joined), do: joined <> "." <> rest
  defp join_part("", joined), do: joined
  defp join_part("." <> rest, joined), do: joined <> "." <> rest
  defp join_part(part, joined) when is_binary(part), do: joined <> "." <> part

  @doc "The parts of an alias as strings; ArgumentError for another atom."
  def split(module)
  def split(module) when is_atom(module), do: split(Atom.to_string(module), module)
  def split(module) when is_binary(module), do: split(module, module)

  defp split("Elixir." <> name, _), do: String.split(name, ".")
  defp split(_, original), do: raise(ArgumentError, "expected an Elixir module, got: #{inspect(original)}")

  # -- Modules made at run time -------------------------------------------------

  @doc "Makes a module of quoted code. Returns what defmodule does."
  def create(module, quoted, opts)

  def create(module, quoted, env_or_opts)

  def create(module, quoted, %Macro.Env{} = env) when is_atom(module) do
    :elixir_module.compile(module, placed(quoted, env), Code.env_for_eval(env), [], [])
  end

  def create(module, quoted, opts) when is_atom(module) and is_list(opts) do
    if not Keyword.has_key?(opts, :file), do: raise(ArgumentError, "expected :file to be given as option")
    create(module, quoted, Code.env_for_eval(opts))
  end

  # Nodes without a line stand where the module does.
  defp placed(quoted, %{line: line}), do: :elixir_quote.linify(line, quoted)

  @doc false
  def eval_quoted(module_or_env, quoted, binding \\ [], opts \\ [])

  def eval_quoted(%Macro.Env{} = env, quoted, binding, opts) when is_list(binding) and is_list(opts),
    do: eval_in(env.module, quoted, binding, struct!(env, opts))

  def eval_quoted(module, quoted, binding, env_or_opts) when is_atom(module) and is_list(binding),
    do: eval_in(module, quoted, binding, env_or_opts)

  defp eval_in(module, quoted, binding, env_or_opts) do
    :elixir_module.must_be_open(module, :eval_quoted, 4)
    Code.eval_quoted(quoted, binding, %{Code.env_for_eval(env_or_opts) | module: module})
  end

  @doc "Whether the module is being defined."
  def open?(module) when is_atom(module), do: :elixir_module.open?(module)

  # -- Attributes ---------------------------------------------------------------

  @doc "Sets an attribute. Documentation is {line, text}."
  def put_attribute(module, key, value) when is_atom(module) and is_atom(key), do: :elixir_module.put_attribute(module, key, value)
  @doc "An attribute's value, or the default."
  def get_attribute(module, key, default \\ nil) when is_atom(module) and is_atom(key), do: :elixir_module.get_attribute(module, key, default)
  @doc "An attribute's value, of one that accumulates the newest, or the default."
  def get_last_attribute(module, key, default \\ nil) when is_atom(module) and is_atom(key), do: :elixir_module.get_last_attribute(module, key, default)
  @doc "Whether the attribute was set or registered."
  def has_attribute?(module, key) when is_atom(module) and is_atom(key), do: :elixir_module.has_attribute(module, key)
  @doc "Deletes an attribute and returns its value."
  def delete_attribute(module, key) when is_atom(module) and is_atom(key), do: :elixir_module.delete_attribute(module, key)
  @doc "Registers an attribute with `:accumulate` and `:persist`."
  def register_attribute(module, attribute, options) when is_atom(module) and is_atom(attribute) and is_list(options), do: :elixir_module.register_attribute(module, attribute, options)
  @doc "The names of all attributes, in no order."
  def attributes_in(module) when is_atom(module), do: :elixir_module.attributes_in(module)

  @doc "The attributes with a meaning of their own: %{name => %{doc: text}}."
  def reserved_attributes do
    Map.new(
      [
        after_compile: "Called when the module is compiled.",
        after_verify: "Called when the module is verified.",
        before_compile: "Called at the end of the module's body.",
        behaviour: "A behaviour that the module implements.",
        callback: "The specification of a callback.",
        compile: "Options of the compiler.",
        deprecated: "Why the next definition should not be used any more.",
        derive: "A protocol to derive for the struct.",
        dialyzer: "Warnings that Dialyzer is to give or to keep.",
        doc: "The documentation of the next definition.",
        enforce_keys: "Keys that must be given when the struct is built.",
        external_resource: "A file that the module depends on.",
        fallback_to_any: "Whether a protocol falls back to the implementation for Any.",
        file: "The file and line that the next definition is said to stand in.",
        for: "The type that a protocol is being implemented for.",
        impl: "Marks the next definition as the implementation of a callback.",
        macrocallback: "The specification of a callback that is a macro.",
        moduledoc: "The documentation of the module.",
        on_definition: "Called for each definition.",
        on_load: "A function that is called when the module is loaded.",
        opaque: "A type whose structure is private.",
        optional_callbacks: "Callbacks that need not be implemented.",
        protocol: "The protocol that is being implemented.",
        spec: "The specification of a function.",
        type: "A type.",
        typedoc: "The documentation of the next type.",
        typep: "A private type.",
        undefined_impl_description: "What is added to the error when a protocol is not implemented.",
        vsn: "The version of the module."
      ],
      fn {name, text} -> {name, %{doc: text}} end
    )
  end

  # -- Definitions --------------------------------------------------------------

  @doc "Makes functions, or those of a behaviour, overridable."
  def make_overridable(module, tuples) when is_atom(module) and is_list(tuples), do: :elixir_module.make_overridable(module, tuples)

  def make_overridable(module, behaviour) when is_atom(module) and is_atom(behaviour) do
    cond do
      not Code.ensure_loaded?(behaviour) -> not_overridable(behaviour, "it was not defined")
      not function_exported?(behaviour, :behaviour_info, 1) -> not_overridable(behaviour, "it does not define any callbacks")
      behaviour not in get_attribute(module, :behaviour) -> not_overridable(behaviour, "its corresponding behaviour is missing. Did you forget to add @behaviour #{inspect(behaviour)}?")
      true -> :ok
    end

    callbacks = Enum.map(behaviour.behaviour_info(:callbacks), &source_name/1)
    make_overridable(module, Enum.filter(definitions_in(module), &(&1 in callbacks)))
  end

  defp not_overridable(behaviour, why) do
    raise ArgumentError, "cannot pass module #{inspect(behaviour)} as argument to defoverridable/1 because #{why}"
  end

  # A callback that is a macro is listed by the name of its function.
  defp source_name({name, arity}) do
    case Atom.to_string(name) do
      "MACRO-" <> macro -> {String.to_atom(macro), arity - 1}
      _ -> {name, arity}
    end
  end

  @doc "Whether the function may be overridden or was."
  def overridable?(module, {name, arity} = tuple) when is_atom(module) and is_atom(name) and is_integer(arity) and arity >= 0 and arity <= 255,
    do: :elixir_module.overridable?(module, tuple)

  @doc "All functions that may be overridden or were."
  def overridables_in(module) when is_atom(module), do: :elixir_module.overridables_in(module)

  @doc "Whether the module defines the function so far."
  def defines?(module, {name, arity} = tuple) when is_atom(module) and is_atom(name) and is_integer(arity) and arity >= 0 and arity <= 255,
    do: :elixir_module.defines?(module, tuple)

  @doc "Whether the module defines the function so far, as that kind."
  def defines?(module, {name, arity} = tuple, def_kind)
      when is_atom(module) and is_atom(name) and is_integer(arity) and arity >= 0 and arity <= 255 and def_kind in [:def, :defp, :defmacro, :defmacrop],
      do: :elixir_module.defines?(module, tuple, def_kind)

  @doc "All functions and macros defined so far."
  def definitions_in(module) when is_atom(module), do: :elixir_module.definitions_in(module)
  @doc "Those of a kind."
  def definitions_in(module, kind) when is_atom(module) and kind in [:def, :defp, :defmacro, :defmacrop], do: :elixir_module.definitions_in(module, kind)

  @doc """
  A definition so far: {:v1, kind, metadata, clauses} or nil. A clause is {metadata, arguments,
  guards, body}, with every macro expanded. `skip_clauses: true` leaves them out.
  """
  def get_definition(module, {name, arity} = tuple, options \\ [])
      when is_atom(module) and is_atom(name) and is_integer(arity) and is_list(options),
      do: :elixir_module.get_definition(module, tuple, Keyword.get(options, :skip_clauses, false))

  @doc "Removes a definition."
  def delete_definition(module, {name, arity} = arg) when is_atom(module) and is_atom(name) and is_integer(arity), do: :elixir_module.delete_definition(module, arg)

  # -- Types --------------------------------------------------------------------

  @doc "Whether the module defines the type so far."
  def defines_type?(module, {name, arity} = definition) when is_atom(module) and is_atom(name) and arity in 0..255, do: :elixir_module.defines_type?(module, definition)

  @doc "Makes callbacks of the specifications of a function; false when it has none."
  def spec_to_callback(module, {name, arity} = definition) when is_atom(module) and is_atom(name) and arity in 0..255, do: :elixir_module.spec_to_callback(module, definition)
end
