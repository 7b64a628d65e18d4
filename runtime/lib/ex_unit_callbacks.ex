# ExUnit.Callbacks: what runs before and after tests, and their processes.

defmodule ExUnit.Callbacks do
  @moduledoc """
  Prepares for tests.

  `setup_all` runs once for a module, in a process of its own; `setup` runs
  before each test, in the test's process. Both are a block, the name of a
  function, `{module, function}`, or a list of such. A callback returns `:ok`,
  or a keyword list or map (also in `{:ok, _}`) for the context.

  `on_exit/2` runs when the test's process has ended. `start_supervised/2` starts
  processes that end before that.
  """

  @reserved [:case, :file, :line, :test, :async, :registered, :describe]

  @doc false
  def __register__(module) do
    Module.put_attribute(module, :ex_unit_describe, nil)
    Module.put_attribute(module, :ex_unit_setup, [])
    Module.put_attribute(module, :ex_unit_setup_all, [])
    Module.put_attribute(module, :ex_unit_used_describes, %{})
  end

  # {whether there are setup_all callbacks, the functions that run callbacks}
  @doc false
  def __callbacks__(module) do
    setup = Module.get_attribute(module, :ex_unit_setup)
    setup_all = Module.get_attribute(module, :ex_unit_setup_all)
    describes = Module.get_attribute(module, :ex_unit_used_describes)

    code =
      quote do
        unquote(runner(:setup, setup, describes))
        unquote(runner(:setup_all, setup_all, %{}))
      end

    {setup_all != [], code}
  end

  @doc false
  defmacro __before_compile__(%{module: module}) do
    {_, code} = __callbacks__(module)
    code
  end

  @doc "Defines what runs before each test: a block, or names of functions."
  defmacro setup(block_or_functions), do: callback(:__setup__, block_or_functions)

  @doc "Defines what runs before each test; `context` is a pattern."
  defmacro setup(context, block), do: callback(:setup, :__setup__, context, block)

  @doc "Defines what runs once before the tests of the module: a block, or names of functions."
  defmacro setup_all(block_or_functions), do: callback(:__setup_all__, block_or_functions)

  @doc "Defines what runs once before the tests of the module; `context` is a pattern."
  defmacro setup_all(context, block), do: callback(:setup_all, :__setup_all__, context, block)

  defp callback(register, block_or_functions) do
    if Keyword.keyword?(block_or_functions) do
      definition(register, quote(do: _), block_or_functions)
    else
      quote do
        ExUnit.Callbacks.unquote(register)(__MODULE__, unquote(block_or_functions))
      end
    end
  end

  defp callback(macro, register, context, block) do
    if not (Keyword.keyword?(block) and Keyword.has_key?(block, :do)) do
      raise ArgumentError,
            "#{macro}/2 requires a block as the second argument after the context, " <>
              "got: #{Macro.to_string(block)}"
    end

    definition(register, context, block)
  end

  defp definition(register, context, block) do
    quote bind_quoted: [
            register: register,
            context: Macro.escape(context, unquote: true),
            block: Macro.escape(block, unquote: true)
          ] do
      name = apply(ExUnit.Callbacks, register, [__MODULE__])
      defp unquote(name)(unquote(context)), unquote(block)
    end
  end

  @doc false
  def __setup__(module, callbacks), do: add(module, :ex_unit_setup, checked(callbacks))

  @doc false
  def __setup__(module) do
    count = length(Module.get_attribute(module, :ex_unit_setup))

    name =
      case Module.get_attribute(module, :ex_unit_describe) do
        {_line, _message, number} -> :"__ex_unit_setup_#{number}_#{count}"
        nil -> :"__ex_unit_setup_#{count}"
      end

    add(module, :ex_unit_setup, [name])
    name
  end

  @doc false
  def __setup_all__(module, callbacks) do
    no_describe!(module)
    add(module, :ex_unit_setup_all, checked(callbacks))
  end

  @doc false
  def __setup_all__(module) do
    no_describe!(module)
    name = :"__ex_unit_setup_all_#{length(Module.get_attribute(module, :ex_unit_setup_all))}"
    add(module, :ex_unit_setup_all, [name])
    name
  end

  # The attribute holds the callbacks last first.
  defp add(module, attribute, callbacks) do
    known = Module.get_attribute(module, attribute)
    Module.put_attribute(module, attribute, Enum.reverse(callbacks, known))
  end

  defp no_describe!(module) do
    if Module.get_attribute(module, :ex_unit_describe) do
      raise "cannot invoke setup_all/1-2 inside describe as setup_all " <>
              "always applies to all tests in a module"
    end
  end

  defp checked(callbacks) do
    for callback <- List.wrap(callbacks) do
      case callback do
        {module, function} when is_atom(module) and is_atom(function) ->
          callback

        name when is_atom(name) ->
          callback

        invalid ->
          raise ArgumentError,
                "setup/setup_all expect a callback as an atom, " <>
                  "a {module, function} tuple or a list of callbacks, got: #{inspect(invalid)}"
      end
    end
  end

  # Describe blocks.

  # Runs the block of a describe with its own callbacks and tags.
  @doc false
  def __describe__(module, line, message, fun) do
    if Module.get_attribute(module, :ex_unit_describe) do
      raise "cannot call \"describe\" inside another \"describe\". See the documentation " <>
              "for ExUnit.Case.describe/2 on named setups and how to handle hierarchies"
    end

    used = Module.get_attribute(module, :ex_unit_used_describes)

    if not is_binary(message) do
      raise ArgumentError, "describe name must be a string, got: #{inspect(message)}"
    end

    if is_map_key(used, message) do
      raise ArgumentError, "describe #{inspect(message)} is already defined in #{inspect(module)}"
    end

    if Module.get_attribute(module, :describetag) != [] do
      raise "@describetag must be set inside describe/2 blocks"
    end

    if Module.get_attribute(module, :tag) != [] do
      IO.warn("found unused @tag before \"describe\", did you mean to use @describetag?")
    end

    setup = Module.get_attribute(module, :ex_unit_setup)
    Module.put_attribute(module, :ex_unit_setup, [])
    Module.put_attribute(module, :ex_unit_describe, {line, message, map_size(used)})

    try do
      fun.(message, used)
    after
      Module.put_attribute(module, :ex_unit_describe, nil)
      Module.put_attribute(module, :ex_unit_setup, setup)
      Module.delete_attribute(module, :describetag)

      for attribute <- Module.get_attribute(module, :ex_unit_registered_describe_attributes) do
        Module.delete_attribute(module, attribute)
      end
    end
  end

  # {name, body} of the function that runs the callbacks of the describe block
  # that ends; {nil, nil} when it has none.
  @doc false
  def __describe__(module, message, used) do
    {name, body} =
      case Module.get_attribute(module, :ex_unit_setup) do
        [] -> {nil, nil}
        callbacks -> {:"__ex_unit_describe_#{map_size(used)}", calls(callbacks, :setup)}
      end

    Module.put_attribute(module, :ex_unit_used_describes, Map.put(used, message, name))
    {name, body}
  end

  # The function that runs the callbacks of a kind, those of the test's describe
  # block last.
  defp runner(kind, callbacks, describes) do
    clauses =
      for {message, name} <- describes, name != nil, clause <- clause(message, name), do: clause

    body =
      case clauses do
        [] ->
          calls(callbacks, kind)

        _ ->
          clauses = clauses ++ quote(do: (_ -> var!(context)))

          quote do
            var!(context) = unquote(calls(callbacks, kind))
            case Map.get(var!(context), :describe, nil), do: unquote(clauses)
          end
      end

    quote do
      def __ex_unit__(unquote(kind), var!(context)), do: unquote(body)
    end
  end

  defp clause(message, name), do: quote(do: (unquote(message) -> unquote(name)(var!(context))))

  defp calls([], _kind), do: quote(do: var!(context))

  defp calls(callbacks, kind) do
    [first | rest] = Enum.reverse(callbacks)

    Enum.reduce(rest, call(first, kind), fn callback, code ->
      quote do
        var!(context) = unquote(code)
        unquote(call(callback, kind))
      end
    end)
  end

  # Never a tail call, so that the stack trace shows where it comes from.
  defp call(callback, kind) do
    value =
      case callback do
        {module, function} -> quote(do: unquote(module).unquote(function)(var!(context)))
        function -> quote(do: unquote(function)(var!(context)))
      end

    quote do
      result =
        ExUnit.Callbacks.__merge__(__MODULE__, unquote(kind), var!(context), unquote(value))

      ExUnit.Callbacks.__noop__()
      result
    end
  end

  @doc false
  def __noop__, do: :noop

  # The context with what a callback returned.
  @doc false
  def __merge__(_module, _kind, context, :ok), do: context

  def __merge__(module, kind, context, {:ok, value} = returned),
    do: merge(module, kind, context, value, returned)

  def __merge__(module, kind, context, value), do: merge(module, kind, context, value, value)

  defp merge(module, kind, _context, %_{}, returned), do: raise_merge_failed!(module, kind, returned)

  defp merge(module, kind, context, data, _returned) when is_list(data),
    do: put_all(module, kind, context, Map.new(data))

  defp merge(module, kind, context, data, _returned) when is_map(data),
    do: put_all(module, kind, context, data)

  defp merge(module, kind, _context, _data, returned), do: raise_merge_failed!(module, kind, returned)

  defp put_all(module, kind, context, data) do
    Map.merge(context, data, fn
      key, old, new when key in @reserved and old != new ->
        raise "ExUnit #{kind} callback in #{inspect(module)} is trying to set " <>
                "reserved field #{inspect(key)} to #{inspect(new)}"

      _key, _old, new ->
        new
    end)
  end

  defp raise_merge_failed!(module, kind, returned) do
    raise "expected ExUnit #{kind} callback in #{inspect(module)} to " <>
            "return the atom :ok, a keyword, or a map, got #{inspect(returned)} instead"
  end

  # The end of a test, and its processes.

  @doc """
  Runs the function when the test's process has ended, in another process, the
  last added first. A second call with the same name replaces the first.
  """
  @spec on_exit(term, (-> term)) :: :ok
  def on_exit(name_or_ref \\ make_ref(), callback) when is_function(callback, 0) do
    with :error <- ExUnit.OnExitHandler.add(self(), name_or_ref, callback) do
      raise ArgumentError, "on_exit/2 callback can only be invoked from the test process"
    end
  end

  @doc "Starts a child under the test's supervisor; it ends before the test's `on_exit/2`."
  @spec start_supervised(Supervisor.child_spec() | module | {module, term}, keyword) ::
          Supervisor.on_start_child()
  def start_supervised(child_spec_or_module, opts \\ []) do
    case ExUnit.fetch_test_supervisor() do
      {:ok, sup} ->
        Supervisor.start_child(sup, Supervisor.child_spec(child_spec_or_module, opts))

      :error ->
        raise ArgumentError, "start_supervised/2 can only be invoked from the test process"
    end
  end

  @doc "As `start_supervised/2`; returns the pid, and raises on failure."
  @spec start_supervised!(Supervisor.child_spec() | module | {module, term}, keyword) :: pid
  def start_supervised!(child_spec_or_module, opts \\ []) do
    case start_supervised(child_spec_or_module, opts) do
      {:ok, pid} ->
        pid

      {:ok, pid, _info} ->
        pid

      {:error, reason} ->
        raise "failed to start child with the spec #{inspect(child_spec_or_module)}.\n" <>
                "Reason: #{start_error(reason)}"
    end
  end

  defp start_error({{:EXIT, reason}, info}) when is_tuple(info), do: Exception.format_exit(reason)
  defp start_error({reason, info}) when is_tuple(info), do: Exception.format_exit(reason)
  defp start_error(reason), do: Exception.format_exit({:start_spec, reason})

  @doc "As `start_supervised!/2`, and links the process to the test."
  @spec start_link_supervised!(Supervisor.child_spec() | module | {module, term}, keyword) :: pid
  def start_link_supervised!(child_spec_or_module, opts \\ []) do
    pid = start_supervised!(child_spec_or_module, opts)
    Process.link(pid)
    pid
  end

  @doc "Stops a child that `start_supervised/2` started."
  @spec stop_supervised(id :: term()) :: :ok | {:error, :not_found}
  def stop_supervised(id) do
    case ExUnit.OnExitHandler.get_supervisor(self()) do
      {:ok, nil} ->
        {:error, :not_found}

      {:ok, sup} ->
        # The test is not to die with a child that it stops itself.
        with {_, pid, _, _} when is_pid(pid) <-
               List.keyfind(Supervisor.which_children(sup), id, 0),
             do: Process.unlink(pid)

        with :ok <- Supervisor.terminate_child(sup, id) do
          true = Supervisor.delete_child(sup, id) in [:ok, {:error, :not_found}]
          :ok
        end

      :error ->
        raise ArgumentError, "stop_supervised/1 can only be invoked from the test process"
    end
  end

  @doc "As `stop_supervised/1`; raises when there is no such child."
  @spec stop_supervised!(id :: term()) :: :ok
  def stop_supervised!(id) do
    with {:error, :not_found} <- stop_supervised(id) do
      raise "could not stop child ID #{inspect(id)} because it was not found"
    end
  end
end
