# IEx.Introspection: what h, b, t and open print.

defmodule IEx.Introspection do
  @moduledoc false

  import IEx, only: [dont_display_result: 0, color: 2]

  # -- What the helpers were given -----------------------------------------------

  @doc """
  Code that a helper was given, as code of a module, {module, name} or {module, name,
  arity}; as it is when it is none of these.
  """
  def target({:/, _, [call, arity]} = code, env) do
    case Macro.decompose_call(call) do
      {_module, :__info__, []} when arity == 1 -> {:{}, [], [Module, :__info__, 1]}
      {module, name, []} -> {:{}, [], [module, name, arity]}
      {name, []} -> {:{}, [], [owner(&({name, arity} in &1), env), name, arity]}
      _ -> code
    end
  end

  def target(code, env) do
    case Macro.decompose_call(code) do
      {_module, :__info__, []} -> {:{}, [], [Module, :__info__, 1]}
      {module, name, []} -> {module, name}
      {name, [_, _]} -> if sigil?(name), do: {:{}, [], [owner(&({name, 2} in &1), env), name, 2]}, else: code
      {name, []} -> {owner(&List.keymember?(&1, name, 0), env), name}
      _ -> code
    end
  end

  defp sigil?(name), do: String.starts_with?(Atom.to_string(name), "sigil_")

  # The module whose function a local name is.
  defp owner(has?, env) do
    imported = for {module, list} <- env.functions ++ env.macros, has?.(list), do: module

    case imported do
      [module | _] -> module
      [] -> if has?.(Kernel.SpecialForms.__info__(:macros)), do: Kernel.SpecialForms, else: Kernel
    end
  end

  # -- h -------------------------------------------------------------------------

  def h(module) when is_atom(module) do
    with_module(module, fn ->
      case docs(module) do
        nil -> no_docs(module)
        {:docs_v1, _, _, _, :hidden, _, _} -> not_found(inspect(module), "documentation")
        {:docs_v1, _, _, format, text, metadata, _} -> print([inspect(module)], [], format, text, metadata)
      end
    end)
  end

  def h({module, name}) when is_atom(module) and is_atom(name) do
    with_module(module, fn ->
      case docs(module) && Enum.uniq(for {{_, ^name, arity}, _, _, text, _} <- entries(module, [:function, :macro]), text != :hidden, do: arity) do
        nil -> no_docs(module)
        [] -> elsewhere(module, name, nil)
        arities -> for arity <- arities, do: print_function(module, find(entries(module, [:function, :macro]), name, arity), arity)
      end
    end)
  end

  def h({module, name, arity}) when is_atom(module) and is_atom(name) and is_integer(arity) do
    with_module(module, fn ->
      case docs(module) && find(entries(module, [:function, :macro]), name, arity) do
        nil -> if docs(module), do: elsewhere(module, name, arity), else: no_docs(module)
        {_, _, _, :hidden, _} -> elsewhere(module, name, arity)
        entry -> print_function(module, entry, arity)
      end
    end)
  end

  def h(other) do
    complain("The \"h\" helper expects a Module, Module.fun or Module.fun/arity, got: #{inspect(other)}")

    complain(
      "If instead of accessing documentation you would like more information about a value " <>
        "or about the result of an expression, use the \"i\" helper instead"
    )

    dont_display_result()
  end

  # A name that no function has may be that of a callback or type.
  defp elsewhere(module, name, arity) do
    named = named(module, name, arity)

    cond do
      callbacks(module, name, arity) != [] -> other_kind(named, "callback", "b/1")
      for({{_, ^name, n}, _, _, _, _} <- entries(module, [:type]), arity in [nil, n], do: n) != [] -> other_kind(named, "type", "t/1")
      true -> not_found(named, "documentation")
    end
  end

  defp other_kind(named, kind, helper) do
    complain("""
    No documentation for function #{named} was found, but there is a #{kind} with the same name.
    You can view #{kind} documentation with the #{helper} helper.
    """)
  end

  # A callback without documentation of its own has that of the behaviour. arity is
  # the one that was asked for, with defaults left out.
  defp print_function(module, {{kind, name, arity}, _, signature, text, metadata}, asked) do
    heading = for line <- signature, do: if(kind == :macro, do: "defmacro ", else: "def ") <> line
    specs = if kind == :function, do: specs(module, name, asked), else: []
    behaviour = text == :none && behaviour(module, name, arity)

    if behaviour do
      about =
        "#{Exception.format_mfa(module, name, arity)} has no docs but is a callback for behaviour " <>
          "#{inspect(behaviour)}. Showing callback docs instead."

      print(heading, specs, "text/markdown", %{"en" => about}, metadata)
      for callback <- callbacks(behaviour, name, arity), do: print_typespec(callback)
    else
      print(heading, specs, "text/markdown", text, metadata)
    end
  end

  defp behaviour(module, name, arity) do
    module.module_info(:attributes)
    |> Keyword.get_values(:behaviour)
    |> Enum.concat()
    |> Enum.find(&(callbacks(&1, name, arity) != []))
  end

  defp specs(module, name, arity) do
    case for {:spec, ^name, ^arity, quoted} <- :otpsh_docs.typespecs(module) || [], do: typespec(quoted, :spec, "  ") do
      [] -> []
      specs -> [specs, "\n"]
    end
  end

  defp print(headings, specs, format, text, metadata) do
    options = IEx.Config.ansi_docs()
    IO.ANSI.Docs.print_headings(headings, options)
    IO.write(specs)
    IO.ANSI.Docs.print_metadata(metadata, options)
    IO.ANSI.Docs.print(english(text) || "", format, options)
  end

  defp english(%{"en" => text}), do: text
  defp english(_), do: nil

  # -- b -------------------------------------------------------------------------

  def b(module) when is_atom(module) do
    print_callbacks(module, callbacks(module, nil, nil), fn -> complain("No callbacks for #{inspect(module)} were found") end, fn callbacks ->
      for {text, _, _} <- callbacks, do: IO.puts(text)
      optional = for {name, arity} <- module.behaviour_info(:optional_callbacks), do: source_name(name, arity)
      if optional != [], do: IO.puts(typespec(Enum.sort(optional), :optional_callbacks, ""))
    end)
  end

  def b({module, name}) when is_atom(module) and is_atom(name), do: b_named(module, name, nil)

  def b({module, name, arity}) when is_atom(module) and is_atom(name) and is_integer(arity), do: b_named(module, name, arity)

  def b(other) do
    complain("Invalid arguments for b helper: #{inspect(other)}")
    dont_display_result()
  end

  defp b_named(module, name, arity) do
    none = fn -> not_found(named(module, name, arity), "documentation") end

    print_callbacks(module, callbacks(module, name, arity), none, fn callbacks ->
      for callback <- callbacks, do: print_typespec(callback)
    end)
  end

  defp print_callbacks(module, callbacks, none, some) do
    cond do
      not typespecs?(module) -> no_code(module)
      callbacks == [] -> none.()
      true -> some.(callbacks)
    end

    dont_display_result()
  end

  # The callbacks of a module as {text, documentation, metadata}, sorted; name
  # and arity are nil for any.
  defp callbacks(module, name, arity) do
    documented = entries(module, [:callback, :macrocallback])

    for({kind, found, n, quoted} <- :otpsh_docs.typespecs(module) || [], kind in [:callback, :macrocallback], do: {{kind, found, n}, quoted})
    |> Enum.filter(fn {{_, found, n}, _} -> name in [nil, found] and arity in [nil, n] end)
    |> Enum.group_by(&elem(&1, 0), &elem(&1, 1))
    |> Enum.sort()
    |> Enum.flat_map(fn {{kind, found, n}, clauses} ->
      text = for quoted <- clauses, do: typespec(quoted, kind, "")

      case find(documented, found, n) do
        nil -> [{text, :none, %{}}]
        {_, _, _, :hidden, _} -> []
        {_, _, _, doc, metadata} -> [{text, doc, metadata}]
      end
    end)
  end

  # A macro is a function of another name in compiled code.
  defp source_name(name, arity) do
    case Atom.to_string(name) do
      "MACRO-" <> macro -> {String.to_atom(macro), arity - 1}
      _ -> {name, arity}
    end
  end

  # -- t -------------------------------------------------------------------------

  def t(module) when is_atom(module) do
    print_types(module, nil, nil, fn -> not_found(inspect(module), "type information") end, fn types ->
      for {kind, _, _, quoted} <- types, do: IO.puts(type(kind, quoted))
    end)
  end

  def t({module, name}) when is_atom(module) and is_atom(name), do: t_named(module, name, nil)
  def t({module, name, arity}) when is_atom(module) and is_atom(name) and is_integer(arity), do: t_named(module, name, arity)

  def t(other) do
    complain("Invalid arguments for t helper: #{inspect(other)}")
    dont_display_result()
  end

  defp t_named(module, name, arity) do
    named = named(module, name, nil)
    private = fn -> complain("No type information for #{named} was found or #{named} is private") end

    print_types(module, name, arity, private, fn types ->
      for {kind, name, n, quoted} <- types do
        {text, metadata} =
          case find(entries(module, [:type]), name, n) do
            nil -> {:none, %{}}
            {_, _, _, text, metadata} -> {text, metadata}
          end

        print_typespec({type(kind, quoted), text, metadata})
      end
    end)
  end

  # All types for a nil name; private ones are shown only among all.
  defp print_types(module, name, arity, none, some) do
    specs = :otpsh_docs.typespecs(module) || []
    kinds = if name, do: [:type, :opaque], else: [:type, :typep, :opaque]
    types = for {kind, found, n, _} = type <- specs, kind in kinds, name in [nil, found], arity in [nil, n], do: type

    cond do
      not typespecs?(module) -> no_code(module)
      types == [] -> none.()
      true -> some.(Enum.sort_by(types, fn {_, found, n, _} -> {found, n} end))
    end

    dont_display_result()
  end

  defp type(:opaque, {:"::", _, [head, _]}), do: typespec(head, :opaque, "")
  defp type(kind, quoted), do: typespec(quoted, kind, "")

  # -- open ------------------------------------------------------------------------

  @doc "Opens the place of a module or function, or a file at a line, in the editor."
  def open(module) when is_atom(module) do
    case place(module, nil, nil) do
      {:error, reason} -> complain("Could not open #{inspect(module)}, #{reason}")
      {_, nil} -> complain("Could not open #{inspect(module)}, #{part_of_otpsh(inspect(module))}")
      found -> open(found)
    end

    dont_display_result()
  end

  def open({module, name}) when is_atom(module) and is_atom(name), do: open_function(module, name, nil)

  def open({module, name, arity}) when is_atom(module) and is_atom(name) and is_integer(arity), do: open_function(module, name, arity)

  def open({file, line}) when is_binary(file) and is_integer(line) do
    editor = System.get_env("ELIXIR_EDITOR") || System.get_env("EDITOR")

    cond do
      not File.regular?(file) ->
        complain("Could not open #{inspect(file)}, file is not available.")

      editor ->
        IO.write(color(:eval_info, :os.cmd(String.to_charlist(editor_command(editor, file, line)))))

      true ->
        complain(
          "Could not open: #{inspect(file)}. " <>
            "Please set the ELIXIR_EDITOR or EDITOR environment variables with the " <>
            "command line invocation of your favorite EDITOR."
        )
    end

    dont_display_result()
  end

  def open(other) do
    complain("Invalid arguments for open helper: #{inspect(other)}")
    dont_display_result()
  end

  defp open_function(module, name, arity) do
    named = named(module, name, arity)

    case place(module, name, arity) do
      {:error, reason} -> complain("Could not open #{named}, #{reason}")
      {_, nil} -> complain("Could not open #{named}, #{not_there(module, name, arity)}")
      found -> open(found)
    end

    dont_display_result()
  end

  defp part_of_otpsh(name) do
    shown = if :persistent_term.get({:otpsh_iex}, nil) == :free, do: "; .source #{name} shows it"
    "its source is part of otpsh#{shown}"
  end

  defp not_there(module, name, arity) do
    exported =
      if function_exported?(module, :__info__, 1),
        do: module.__info__(:functions) ++ module.__info__(:macros),
        else: module.module_info(:exports)

    if :otpsh_code.of_library(module) and Enum.any?(exported, fn {n, a} -> n == name and arity in [nil, a] end),
      do: part_of_otpsh(named(module, name, arity)),
      else: "function/macro is not available"
  end

  defp editor_command(editor, file, line) do
    if editor =~ "__FILE__" or editor =~ "__LINE__",
      do: editor |> String.replace("__FILE__", inspect(file)) |> String.replace("__LINE__", Integer.to_string(line)),
      else: "#{editor} #{inspect(file)}:#{line}"
  end

  # The file of a module, and the line of the module or of its function where that is
  # known: as for documentation.
  defp place(module, name, arity) do
    with true <- Code.ensure_loaded?(module) || {:error, "module is not available"},
         [_ | _] = source <- module.module_info(:compile)[:source] || {:error, "source code is not available"} do
      {List.to_string(source), if(:otpsh_docs.shown?(module), do: :otpsh_code.line_of(module, name, arity))}
    end
  end

  # -- What they share -----------------------------------------------------------

  defp named(module, name, nil), do: "#{inspect(module)}.#{name}"
  defp named(module, name, arity), do: "#{inspect(module)}.#{name}/#{arity}"

  defp with_module(module, fun) do
    case Code.ensure_loaded(module) do
      {:module, _} -> fun.()
      {:error, reason} -> complain("Could not load module #{inspect(module)}, got: #{reason}")
    end

    dont_display_result()
  end

  defp docs(module), do: if(:otpsh_docs.shown?(module), do: :otpsh_docs.fetch(module))

  defp entries(module, kinds) do
    case docs(module) do
      nil -> []
      {:docs_v1, _, _, _, _, _, docs} -> for {{kind, _, _}, _, _, _, _} = entry <- docs, kind in kinds, do: entry
    end
  end

  # The entry of a name with that arity, counting arguments that may be left out.
  defp find(entries, name, arity) do
    Enum.find(entries, &match?({{_, ^name, ^arity}, _, _, _, _}, &1)) ||
      Enum.find(entries, fn
        {{_, ^name, n}, _, _, _, %{defaults: defaults}} -> arity < n and arity >= n - defaults
        _ -> false
      end)
  end

  defp typespecs?(module), do: :otpsh_docs.typespecs(module) != nil

  defp print_typespec({text, doc, metadata}) do
    options = IEx.Config.ansi_docs()
    IO.puts(text)
    IO.ANSI.Docs.print_metadata(metadata, options)
    if text = english(doc), do: IO.ANSI.Docs.print(text, "text/markdown", options)
  end

  # A typespec as it is written in a module, with a colour for its kind.
  defp typespec(definition, kind, indent) do
    [kind, rest] =
      {:@, [], [{kind, [], [definition]}]}
      |> Code.quoted_to_algebra()
      |> Inspect.Algebra.format(IEx.width())
      |> IO.iodata_to_binary()
      |> String.split(" ", parts: 2)

    rest = String.replace(rest, "\n", "\n" <> indent)
    [indent, color(:doc_inline_code, kind), " ", rest, "\n"]
  end

  defp no_docs(module), do: complain("#{inspect(module)} was not compiled with docs")

  defp no_code(module) do
    with_module(module, fn ->
      complain("Beam code not available for #{inspect(module)} or debug info is missing, cannot load typespecs")
    end)
  end

  defp not_found(named, what), do: complain("No #{what} for #{named} was found")
  defp complain(text), do: IO.puts(color(:eval_error, text))
end
