# Macro.Env: the environment of code, as __ENV__ and __CALLER__ give it.

defmodule Macro.Env do
  @moduledoc "The environment of code: where it stands, what is imported, aliased and required there."

  defstruct aliases: [],
            context: nil,
            context_modules: [],
            file: "nofile",
            function: nil,
            functions: [],
            lexical_tracker: nil,
            line: 0,
            macro_aliases: [],
            macros: [],
            module: nil,
            requires: [],
            tracers: [],
            versioned_vars: %{}

  # -- Where the code stands ------------------------------------------------------

  @doc "Whether the code stands in a guard."
  def in_guard?(%Macro.Env{context: context}), do: context == :guard
  @doc "Whether the code stands in a pattern."
  def in_match?(%Macro.Env{context: context}), do: context == :match
  @doc "The environment inside a pattern."
  def to_match(%Macro.Env{} = env), do: %{env | context: :match}
  @doc "The environment inside a guard."
  def to_guard(%Macro.Env{} = env), do: %{env | context: :guard}
  @doc "[file: ..., line: ...] of the environment."
  def location(%Macro.Env{file: file, line: line}), do: [file: file, line: line]

  @doc "The stack trace of the environment."
  def stacktrace(%Macro.Env{module: nil} = env), do: [{:elixir_compiler, :__FILE__, 1, shown(env)}]
  def stacktrace(%Macro.Env{module: module, function: nil} = env), do: [{module, :__MODULE__, 0, shown(env)}]
  def stacktrace(%Macro.Env{module: module, function: {name, arity}} = env), do: [{module, name, arity, shown(env)}]

  defp shown(%{file: file, line: line}), do: [file: String.to_charlist(Path.relative_to_cwd(file)), line: line]

  # -- Variables --------------------------------------------------------------------

  @doc "The variables in scope: [{name, context}, ...]."
  def vars(%Macro.Env{versioned_vars: vars}), do: Map.keys(vars)
  @doc "Whether the variable is in scope."
  def has_var?(%Macro.Env{versioned_vars: vars}, var), do: Map.has_key?(vars, var)

  # -- The compiler -----------------------------------------------------------------

  @doc "The environment without what belongs to a compilation that may be over."
  def prune_compile_info(env), do: %{env | lexical_tracker: nil, tracers: []}
  @doc "The environment with one more tracer in front."
  def prepend_tracer(%Macro.Env{tracers: tracers} = env, tracer), do: %{env | tracers: [tracer | tracers]}

  # -- Imports, aliases, requires: asking -------------------------------------------

  @doc "Whether the module is required."
  def required?(%Macro.Env{requires: requires}, module) when is_atom(module), do: module in requires

  @doc "The modules that give name/arity by import, with their kind."
  def lookup_import(%Macro.Env{functions: functions, macros: macros}, {name, arity} = name_arity) when is_atom(name) and is_integer(arity) do
    for({module, list} <- functions, name_arity in list, do: {:function, module}) ++
      for({module, list} <- macros, name_arity in list, do: {:macro, module})
  end

  @doc "What an alias of one name stands for: {:ok, module} or :error."
  def fetch_alias(%Macro.Env{aliases: aliases}, name) when is_atom(name), do: Keyword.fetch(aliases, Module.concat([name]))
  @doc "As fetch_alias/2, of the aliases that macros have made."
  def fetch_macro_alias(%Macro.Env{macro_aliases: aliases}, name) when is_atom(name), do: Keyword.fetch(aliases, Module.concat([name]))
  @doc "The names that are aliases of the module."
  def lookup_alias_as(%Macro.Env{aliases: aliases}, atom) when is_atom(atom), do: for({name, ^atom} <- aliases, do: name)

  # -- Imports, aliases, requires: changing -----------------------------------------

  @doc "The environment after `alias module, opts`: {:ok, env} or {:error, message}."
  def define_alias(%Macro.Env{} = env, meta, module, opts \\ []) when is_list(meta) and is_atom(module) and is_list(opts),
    do: define(:alias, env, meta, module, opts)

  @doc "The environment after `require module, opts`: {:ok, env} or {:error, message}."
  def define_require(%Macro.Env{} = env, meta, module, opts \\ []) when is_list(meta) and is_atom(module) and is_list(opts) do
    # The module need not exist.
    define(:require, env, Keyword.put(meta, :defined, nil), module, opts)
    |> then(fn
      {:ok, env} -> {:ok, %{env | requires: Enum.uniq(Enum.sort([module | env.requires]))}}
      error -> error
    end)
  end

  @doc """
  The environment after `import module, opts`: {:ok, env} or {:error, message}. With the
  option `:info_callback`, a function of :functions or :macros says what the module exports.
  """
  def define_import(%Macro.Env{} = env, meta, module, opts \\ []) when is_list(meta) and is_atom(module) and is_list(opts) do
    case Keyword.pop(opts, :info_callback) do
      {nil, opts} ->
        if Code.ensure_loaded?(module), do: define(:import, env, meta, module, opts), else: module.module_info(:exports)

      {info, opts} ->
        {:ok,
         %{
           env
           | requires: Enum.uniq(Enum.sort([module | env.requires])),
             functions: imported(env.functions, module, info.(:functions), opts, :functions),
             macros: imported(env.macros, module, info.(:macros), opts, :macros)
         }}
    end
  end

  defp imported(sets, module, exports, opts, kind) do
    wanted =
      case {opts[:only], opts[:except]} do
        {nil, nil} -> exports
        {nil, except} -> exports -- except
        {only, _} when only in [:functions, :macros] -> if only == kind, do: exports, else: []
        {only, _} -> Enum.filter(exports, &(&1 in only))
      end

    case wanted do
      [] -> List.keydelete(sets, module, 0)
      _ -> [{module, Enum.sort(wanted)} | List.keydelete(sets, module, 0)]
    end
  end

  defp define(form, env, meta, module, opts) do
    {warnings, opts} = opts |> Keyword.delete(:trace) |> Keyword.pop(:emit_warnings, true)
    :otpsh_code.define({form, meta, [module, opts]}, env, warnings)
  end

  # -- Expanding --------------------------------------------------------------------

  @doc "What an alias of that metadata and those segments means: {:alias, module}, or :error when nothing says so."
  def expand_alias(%Macro.Env{} = env, meta, list, _opts \\ []) when is_list(meta) and is_list(list) do
    case :otpsh_code.expand_alias(meta, list, env) do
      nil -> :error
      module -> {:alias, module}
    end
  end

  @doc """
  What a call of name/arity means by import or, unless `allow_locals: false` is given, by a
  macro of the module itself: {:function, module, name}, {:macro, module, fn meta, args -> code end}
  or {:error, reason}.
  """
  def expand_import(%Macro.Env{} = env, meta, name, arity, opts \\ []) when is_list(meta) and is_atom(name) and is_integer(arity) do
    local = Keyword.get(opts, :allow_locals, true) and local_macro?(env.module, name, arity)

    cond do
      Macro.special_form?(name, arity) -> {:error, :not_found}
      local -> {:macro, env.module, &expand_call({name, [line: env.line] ++ &1, &2}, env)}
      true -> expand_imported(Enum.uniq(lookup_import(env, {name, arity})), name, env)
    end
  end

  defp expand_imported([], _name, _env), do: {:error, :not_found}
  defp expand_imported([{:function, module}], name, _env), do: {:function, module, name}
  defp expand_imported([{:macro, module}], name, env), do: {:macro, module, remote_expander(module, name, env)}
  defp expand_imported(several, _name, _env), do: {:error, {:ambiguous, for({_, module} <- several, do: module)}}

  defp local_macro?(nil, _name, _arity), do: false

  defp local_macro?(module, name, arity) do
    Module.open?(module) and
      (Module.defines?(module, {name, arity}, :defmacro) or Module.defines?(module, {name, arity}, :defmacrop))
  end

  @doc "The macro that module.name/arity means if the module is required: {:macro, module, fn meta, args -> code end} or :error."
  def expand_require(%Macro.Env{} = env, meta, module, name, arity, _opts \\ [])
      when is_list(meta) and is_atom(module) and is_atom(name) and is_integer(arity) do
    required = module == env.module or meta[:required] == true or required?(env, module)

    if required and Code.ensure_loaded?(module) and macro_exported?(module, name, arity),
      do: {:macro, module, remote_expander(module, name, env)},
      else: :error
  end

  defp remote_expander(module, name, env) do
    fn meta, args -> expand_call({{:., meta, [module, name]}, [required: true] ++ meta, args}, env) end
  end

  defp expand_call(call, env), do: Macro.expand_once(call, env)
end

# Derived by hand: deriving needs the struct while it is being compiled.
defimpl Inspect, for: Macro.Env do
  def inspect(env, opts) do
    infos = for %{field: field} = info <- Macro.Env.__info__(:struct), field not in [:tracers, :versioned_vars], do: info
    Inspect.Any.inspect(env, "Macro.Env", infos, opts)
  end
end
