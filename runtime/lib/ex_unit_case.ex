# ExUnit.Case: the definition of tests in a module.

defmodule ExUnit.Case do
  @moduledoc """
  Defines tests.

      defmodule StackTest do
        use ExUnit.Case, async: true

        setup do
          %{stack: Stack.new()}
        end

        describe "push/2" do
          @tag :slow
          test "puts on top", %{stack: stack} do
            assert Stack.top(Stack.push(stack, 1)) == 1
          end
        end
      end

  Options of `use`: `:async` (the module runs beside others), `:group` (modules
  of one group never run at the same time), `:parameterize` (a list of maps: the
  module runs once with each in its context), `:register` (whether ExUnit gets
  to know the module).

  Tags (`@tag`, `@describetag`, `@moduletag`) go into the context and can be
  filtered by. Some have a meaning: `:skip`, `:timeout`, `:capture_log`,
  `:tmp_dir`, `:test_type`.
  """

  @type env :: module() | Macro.Env.t()

  @reserved [:module, :file, :line, :test, :async, :registered, :describe]
  @options [:async, :group, :parameterize, :register]
  @registered [
    :ex_unit_registered_module_attributes,
    :ex_unit_registered_describe_attributes,
    :ex_unit_registered_test_attributes
  ]

  @doc false
  defmacro __using__(opts) do
    quote do
      ExUnit.Case.__register__(__MODULE__, unquote(opts))
      import ExUnit.Callbacks
      import ExUnit.Assertions
      import ExUnit.Case, only: [describe: 2, test: 1, test: 2, test: 3]
      import ExUnit.DocTest
    end
  end

  @doc false
  def __keys__(opts), do: Keyword.take(opts, @options)

  @doc false
  def __register__(module, opts) do
    if not Keyword.keyword?(opts) do
      raise ArgumentError,
            ~s(the argument passed to "use ExUnit.Case" must be a list of options, ) <>
              "got: #{inspect(opts)}"
    end

    {register?, opts} = Keyword.pop(opts, :register, true)
    {opts, unknown} = Keyword.split(opts, @options)

    if unknown != [] do
      IO.warn("unknown options given to ExUnit.Case: #{inspect(unknown)}")
    end

    if not Module.has_attribute?(module, :ex_unit_tests), do: prepare(module, register?)

    known = Module.get_attribute(module, :ex_unit_module, [])
    Module.put_attribute(module, :ex_unit_module, Keyword.merge(known, opts))
    :ok
  end

  defp prepare(module, register?) do
    if Enum.any?([:moduletag, :describetag, :tag], &Module.has_attribute?(module, &1)) do
      raise "you must set @tag, @describetag, and @moduletag after the call to \"use ExUnit.Case\""
    end

    for name <- [:ex_unit_tests, :tag, :describetag, :moduletag | @registered] do
      Module.register_attribute(module, name, accumulate: true)
    end

    if register?, do: Module.put_attribute(module, :after_compile, ExUnit.Case)
    ExUnit.Callbacks.__register__(module)
    Module.put_attribute(module, :before_compile, ExUnit.Case)
  end

  @doc "Defines a test; `var` is a pattern for its context."
  defmacro test(message, var \\ quote(do: _), contents) do
    if not is_tuple(var) do
      IO.warn(
        "test context is always a map. The pattern #{inspect(Macro.to_string(var))} will never match",
        Macro.Env.stacktrace(__CALLER__)
      )
    end

    body =
      case contents do
        [do: block] ->
          quote do
            unquote(block)
            :ok
          end

        _ ->
          quote do
            try(unquote(contents))
            :ok
          end
      end

    %{module: module, file: file, line: line} = __CALLER__

    name =
      quote do
        name =
          ExUnit.Case.register_test(
            unquote(module),
            unquote(file),
            unquote(line),
            :test,
            unquote(message),
            []
          )
      end

    # Not in the quote above: the body may hold unquote fragments of its own.
    definition =
      {:def, [], [{{:unquote, [], [quote(do: name)]}, [], [var]}, [do: body]]}

    {:__block__, [], [name, definition]}
  end

  @doc "Defines a test that is still to be written; it fails."
  defmacro test(message) do
    %{module: module, file: file, line: line} = __CALLER__

    quote bind_quoted: [module: module, file: file, line: line, message: message] do
      name = ExUnit.Case.register_test(module, file, line, :test, message, [:not_implemented])
      def unquote(name)(_), do: flunk("Not implemented")
    end
  end

  @doc """
  Groups tests under a description; `setup` and `@describetag` inside hold for
  the group.
  """
  defmacro describe(message, do: block) do
    definition =
      quote unquote: false do
        defp unquote(name)(var!(context)), do: unquote(body)
      end

    quote do
      ExUnit.Callbacks.__describe__(__MODULE__, __ENV__.line, unquote(message), fn
        message, describes ->
          result = unquote(block)

          case ExUnit.Callbacks.__describe__(__MODULE__, message, describes) do
            {nil, nil} -> :ok
            {name, body} -> unquote(definition)
          end

          result
      end)
    end
  end

  @doc false
  defmacro __before_compile__(%{module: module}) do
    tests = module |> Module.get_attribute(:ex_unit_tests) |> Enum.reverse()
    tags = module |> Module.get_attribute(:moduletag) |> tags()
    opts = Module.get_attribute(module, :ex_unit_module, [])
    async? = Keyword.get(opts, :async, false)
    parameterize = Keyword.get(opts, :parameterize)

    if not is_boolean(async?) do
      raise ArgumentError, ":async must be a boolean, got: #{inspect(async?)}"
    end

    if parameterize != nil and not (is_list(parameterize) and Enum.all?(parameterize, &is_map/1)) do
      raise ArgumentError, ":parameterize must be a list of maps, got: #{inspect(parameterize)}"
    end

    {setup_all?, callbacks} = ExUnit.Callbacks.__callbacks__(module)

    quote do
      unquote(callbacks)

      def __ex_unit__ do
        %ExUnit.TestModule{
          file: __ENV__.file,
          name: __MODULE__,
          setup_all?: unquote(setup_all?),
          tags: unquote(Macro.escape(tags)),
          tests: unquote(Macro.escape(tests))
        }
      end

      def __ex_unit__(:config) do
        %{
          async?: unquote(async?),
          group: unquote(Macro.escape(Keyword.get(opts, :group))),
          parameterize: unquote(Macro.escape(parameterize))
        }
      end
    end
  end

  @doc false
  def __after_compile__(%{module: module}, _bytecode) do
    cond do
      Process.whereis(ExUnit.Server) ->
        ExUnit.Server.add_module(module, module.__ex_unit__(:config))

      Code.can_await_module_compilation?() ->
        :ok

      true ->
        raise "cannot use ExUnit.Case without starting the ExUnit application, " <>
                "please call ExUnit.start() or explicitly start the :ex_unit app"
    end
  end

  @doc """
  Registers a test of a kind of its own (a property, say) in a module that uses
  `ExUnit.Case`, and returns the name that its function must have.
  """
  def register_test(module, file, line, test_type, name, tags) do
    if not Module.has_attribute?(module, :ex_unit_tests) do
      raise "cannot define #{test_type}. Please make sure you have invoked " <>
              "\"use ExUnit.Case\" in the current module"
    end

    registered =
      for key <- @registered, attribute <- Module.get_attribute(module, key), into: %{} do
        {attribute, Module.get_attribute(module, attribute)}
      end

    moduletag = Module.get_attribute(module, :moduletag)
    tag = Module.delete_attribute(module, :tag)

    {describe, describe_line, describetag} =
      case Module.get_attribute(module, :ex_unit_describe) do
        {line, describe, _number} ->
          {describe, line, Module.get_attribute(module, :describetag)}

        nil ->
          {nil, nil, []}
      end

    words = if describe, do: [test_type, describe, name], else: [test_type, name]
    name = words |> Enum.join(" ") |> test_name()

    if Module.defines?(module, {name, 1}) do
      raise ArgumentError, ~s("#{name}" is already defined in #{inspect(module)})
    end

    tags =
      Map.merge(tags(tags ++ tag ++ describetag ++ moduletag), %{
        line: line,
        file: file,
        registered: registered,
        describe: describe,
        describe_line: describe_line,
        test_type: test_type
      })

    Module.put_attribute(module, :ex_unit_tests, %ExUnit.Test{
      name: name,
      case: module,
      tags: tags,
      module: module
    })

    for attribute <- Module.get_attribute(module, :ex_unit_registered_test_attributes) do
      Module.delete_attribute(module, attribute)
    end

    name
  end

  @doc false
  @deprecated "Use register_test/6 instead"
  def register_test(%{module: module, file: file, line: line}, test_type, name, tags) do
    register_test(module, file, line, test_type, name, tags)
  end

  defp test_name(name) do
    String.to_atom(name)
  rescue
    SystemLimitError ->
      raise SystemLimitError, """
      the computed name of a test (which includes its type, the name of its parent describe \
      block if present, and the test name itself) must be shorter than 255 characters, \
      got: #{inspect(name)}
      """
  end

  @doc "Makes an attribute part of the tests' `:registered` tag; it is reset after each test."
  @spec register_attribute(env, atom, keyword) :: :ok
  def register_attribute(env, name, opts \\ []),
    do: register(:ex_unit_registered_test_attributes, env, name, opts)

  @doc "As `register_attribute/3`, reset after each describe block."
  @spec register_describe_attribute(env, atom, keyword) :: :ok
  def register_describe_attribute(env, name, opts \\ []),
    do: register(:ex_unit_registered_describe_attributes, env, name, opts)

  @doc "As `register_attribute/3`, for the whole module."
  @spec register_module_attribute(env, atom, keyword) :: :ok
  def register_module_attribute(env, name, opts \\ []),
    do: register(:ex_unit_registered_module_attributes, env, name, opts)

  defp register(kind, %{module: module}, name, opts), do: register(kind, module, name, opts)

  defp register(kind, module, name, opts)
       when is_atom(module) and is_atom(name) and is_list(opts) do
    for key <- @registered, key != kind, name in Module.get_attribute(module, key) do
      raise ArgumentError, "cannot register attribute #{inspect(name)} multiple times"
    end

    if Module.has_attribute?(module, name) do
      raise "you must set @#{name} after it has been registered"
    end

    Module.register_attribute(module, name, opts)
    Module.put_attribute(module, kind, name)
  end

  @doc "The test that was registered last, or `nil`."
  @spec get_last_registered_test(env) :: ExUnit.Test.t() | nil
  def get_last_registered_test(%{module: module}), do: get_last_registered_test(module)

  def get_last_registered_test(module) when is_atom(module),
    do: Module.get_last_attribute(module, :ex_unit_tests)

  # Tags as a map; of tags with the same name the first in the list counts.
  defp tags(list) do
    tags =
      Enum.reduce(Enum.reverse(list), %{}, fn
        {key, value}, tags -> Map.put(tags, key, value)
        tag, tags when is_atom(tag) -> Map.put(tags, tag, true)
        tag, tags when is_list(tag) -> Enum.into(tag, tags)
      end)

    for tag <- @reserved, Map.has_key?(tags, tag) do
      raise "cannot set tag #{inspect(tag)} because it is reserved by ExUnit"
    end

    if not is_atom(tags[:test_type]), do: raise("value for tag \":test_type\" must be an atom")
    tags
  end
end
