# Protocol: what stands behind defprotocol, defimpl and @derive. Protocols are
# never consolidated: the implementation is looked up on each call.
#
# The functions that run while a protocol of the library is being defined use
# neither string interpolation nor Enumerable: those are protocols themselves.

defmodule Protocol do
  @moduledoc "Functions and macros for protocols."

  @builtin [
    {:is_tuple, Tuple},
    {:is_atom, Atom},
    {:is_list, List},
    {:is_map, Map},
    {:is_bitstring, BitString},
    {:is_integer, Integer},
    {:is_float, Float},
    {:is_function, Function},
    {:is_pid, PID},
    {:is_port, Port},
    {:is_reference, Reference}
  ]

  @doc false
  def __built_in__, do: @builtin

  # -- defprotocol ------------------------------------------------------------

  @doc false
  def __protocol__(name, do: block) do
    quote do
      defmodule unquote(name) do
        import Kernel,
          except: [
            def: 1,
            def: 2,
            defdelegate: 2,
            defguard: 1,
            defguardp: 1
          ]

        import Protocol, only: [def: 1]

        @fallback_to_any false
        Module.register_attribute(__MODULE__, :__protocol__, persist: true)
        Module.register_attribute(__MODULE__, :__functions__, accumulate: true)

        unquote(block)

        case Module.defines_type?(__MODULE__, {:t, 0}) do
          true ->
            :ok

          false ->
            @typedoc "All the types that implement this protocol."
            @type t :: term
        end

        Protocol.__check__(__MODULE__, __ENV__)
        @__protocol__ [fallback_to_any: :erlang."=:="(@fallback_to_any, true)]
        unquote(dispatch())
        unquote(reflection())
      end
    end
  end

  # Finds the implementation of a value: the clause of its type names the
  # module.
  defp dispatch do
    quote unquote: false do
      any =
        case @fallback_to_any do
          true -> Protocol.__concat__(__MODULE__, Any)
          _ -> nil
        end

      @doc false
      Kernel.def impl_for(data)

      Kernel.def impl_for(%{__struct__: struct}) when :erlang.is_atom(struct) do
        Protocol.__find__(Protocol.__concat__(__MODULE__, struct), unquote(any))
      end

      :lists.foreach(
        fn {guard, type} ->
          target = Protocol.__concat__(__MODULE__, type)

          Kernel.def impl_for(data) when :erlang.unquote(guard)(data) do
            Protocol.__find__(unquote(target), unquote(any))
          end
        end,
        Protocol.__built_in__()
      )

      @doc false
      Kernel.def impl_for!(data) do
        case impl_for(data) do
          nil ->
            :erlang.error(
              Protocol.__undefined__(__MODULE__, data, @undefined_impl_description),
              :none,
              [{:error_info, :maps.from_list([{:module, Exception}])}]
            )

          impl -> impl
        end
      end
    end
  end

  defp reflection do
    quote unquote: false do
      @doc false
      Kernel.def __protocol__(:module), do: __MODULE__

      Kernel.def __protocol__(:functions),
        do: unquote(:lists.sort(Module.get_attribute(__MODULE__, :__functions__)))

      Kernel.def __protocol__(:consolidated?), do: false
      Kernel.def __protocol__(:impls), do: :not_consolidated
    end
  end

  @doc "Defines a function of a protocol: its name and arguments, without a body."
  defmacro def(signature)

  defmacro def({_, _, args}) when args == [] or is_atom(args) do
    :erlang.error(ArgumentError.exception("protocol functions expect at least one argument"))
  end

  defmacro def({name, _, args}) when is_atom(name) and is_list(args) do
    arity = length(args)

    rest = :lists.map(&argument/1, :lists.seq(2, arity))
    types = [{:t, [], nil} | :lists.duplicate(arity - 1, {:term, [], nil})]

    quote do
      @__functions__ {unquote(name), unquote(arity)}

      # The head has the names that documentation shows.
      Kernel.def(unquote(name)(unquote_splicing(args)))

      Kernel.def unquote(name)(term, unquote_splicing(rest)) do
        impl_for!(term).unquote(name)(term, unquote_splicing(rest))
      end

      case Module.spec_to_callback(__MODULE__, {unquote(name), unquote(arity)}) do
        true -> :ok
        false -> @callback unquote(name)(unquote_splicing(types)) :: term
      end
    end
  end

  defmacro def(_) do
    :erlang.error(ArgumentError.exception("invalid arguments for def inside defprotocol"))
  end

  defp argument(index), do: {:erlang.binary_to_atom("arg" <> :erlang.integer_to_binary(index), :utf8), [], __MODULE__}

  @doc false
  def __check__(module, env) do
    case Module.get_attribute(module, :__functions__) do
      [] ->
        IO.warn("protocols must define at least one function, but none was defined", env)

      _ ->
        :ok
    end

    case Module.get_attribute(module, :undefined_impl_description) do
      nil -> Module.put_attribute(module, :undefined_impl_description, "")
      _ -> :ok
    end
  end

  @doc false
  def __undefined__(protocol, value, description) do
    :"Elixir.Protocol.UndefinedError".exception(
      protocol: protocol,
      value: value,
      description: description
    )
  end

  @doc false
  def __find__(target, any) do
    case loaded?(target) and :erlang.function_exported(target, :__impl__, 1) do
      true ->
        target

      false ->
        case any != nil and loaded?(any) do
          true -> any
          false -> nil
        end
    end
  end

  @doc false
  def __concat__(left, right) do
    <<"Elixir.", name::binary>> = elixir_name(right)
    :erlang.binary_to_atom(elixir_name(left) <> "." <> name, :utf8)
  end

  defp elixir_name(module) do
    case :erlang.atom_to_binary(module, :utf8) do
      <<"Elixir.", _::binary>> = name -> name
      name -> "Elixir." <> name
    end
  end

  defp loaded?(module), do: :otpsh_code.ensure_loaded(module)

  # -- defimpl ----------------------------------------------------------------

  @doc false
  def __impl__(protocol, opts, do_block, env) do
    opts = Keyword.merge(opts, do_block)

    {for, opts} =
      case :lists.keytake(:for, 1, opts) do
        {:value, {:for, for}, rest} ->
          {for, rest}

        false ->
          if env.module == nil do
            raise ArgumentError, "defimpl/3 expects a :for option when declared outside a module"
          end

          {env.module, opts}
      end

    case opts do
      [do: block] ->
        # Aliases are expanded here, as names only: to implement a protocol for
        # a struct is no compile-time dependency.
        caller = %{env | module: env.module || Elixir, function: {:__impl__, 1}}

        for =
          Macro.prewalk(for, fn
            {:__aliases__, _, _} = alias -> Macro.expand(alias, caller)
            {:__MODULE__, _, context} when is_atom(context) -> env.module
            other -> other
          end)

        impls(protocol, for, block)

      [] ->
        raise ArgumentError, "defimpl expects a do-end block"

      _ ->
        raise ArgumentError, "unknown options given to defimpl, got: #{Macro.to_string(opts)}"
    end
  end

  defp impls(protocol, for, block) when is_list(for),
    do: {:__block__, [], :lists.map(&impl(protocol, &1, block), for)}

  defp impls(protocol, for, block), do: impl(protocol, for, block)

  defp impl(protocol, for, block) do
    functions =
      quote unquote: false do
        @doc false
        def __impl__(:protocol), do: unquote(@protocol)
        def __impl__(:for), do: unquote(@for)
      end

    quote do
      protocol = unquote(protocol)
      for = unquote(for)
      name = Protocol.__concat__(protocol, for)
      Protocol.assert_protocol!(protocol)

      defmodule name do
        @moduledoc false
        @behaviour protocol
        @protocol protocol
        @for for

        value = unquote(block)
        Module.register_attribute(__MODULE__, :__impl__, persist: true)
        @__impl__ [protocol: @protocol, for: @for]
        unquote(functions)
        value
      end
    end
  end

  # -- Derivation -------------------------------------------------------------

  @doc "Derives a protocol for a struct outside of its module."
  defmacro derive(protocol, module, options \\ []) do
    quote do
      Protocol.__derive__([{unquote(protocol), unquote(options)}], unquote(module), __ENV__)
    end
  end

  @doc false
  def __derive__(derives, for, env) when is_atom(for) do
    :lists.foreach(
      fn
        {protocol, opts} when is_atom(protocol) -> derive_one(protocol, for, opts, env)
        protocol when is_atom(protocol) -> derive_one(protocol, for, [], env)
      end,
      :lists.flatten(derives)
    )
  end

  defp derive_one(protocol, for, opts, env) do
    suffix = ", cannot derive " <> inspect(protocol) <> " for " <> inspect(for)
    assert_protocol(protocol, suffix)
    any = __concat__(protocol, Any)

    cond do
      macro?(protocol, {:__deriving__, 2}) ->
        run_deriving(protocol, [for, opts], env)

      macro?(any, {:__deriving__, 3}) ->
        run_deriving(any, [for, Macro.escape(for.__struct__()), opts], env)

      true ->
        assert_impl(protocol, Any, suffix)

        if function_exported?(any, :__deriving__, 3) do
          any.__deriving__(for, for.__struct__(), opts)
        else
          delegate_to_any(protocol, any, for, env)
        end
    end
  end

  defp macro?(module, macro),
    do: loaded?(module) and :lists.member(macro, module.__info__(:macros))

  defp run_deriving(module, args, env) do
    name = :erlang.binary_to_atom("MACRO-__deriving__", :utf8)
    code = :erlang.apply(module, name, [env | :lists.map(&Macro.escape/1, args)])
    if env.module, do: Module.eval_quoted(env, code), else: Code.eval_quoted(code, [], env)
  end

  # Without a deriving macro the struct gets an implementation that calls the
  # one of Any.
  defp delegate_to_any(protocol, any, for, env) do
    functions =
      for {fun, arity} <- protocol.__protocol__(:functions) do
        args = Macro.generate_arguments(arity, __MODULE__)

        quote do
          def unquote(fun)(unquote_splicing(args)),
            do: unquote(any).unquote(fun)(unquote_splicing(args))
        end
      end

    body =
      quote do
        @moduledoc false
        @behaviour unquote(protocol)
        @doc false
        def __impl__(:protocol), do: unquote(protocol)
        def __impl__(:for), do: unquote(for)
        unquote_splicing(functions)
      end

    Module.create(__concat__(protocol, for), body, Macro.Env.location(env))
  end

  # -- Questions --------------------------------------------------------------

  @doc "Checks that the module is a protocol: :ok or ArgumentError."
  def assert_protocol!(module), do: assert_protocol(module, "")

  defp assert_protocol(module, suffix) do
    case loaded?(module) or Kernel.ErrorHandler.ensure_compiled(module, :module, :hard) == :found do
      true ->
        :ok

      false ->
        :erlang.error(
          ArgumentError.exception(
            "could not load module " <> inspect(module) <> " due to reason :nofile" <> suffix
          )
        )
    end

    case :erlang.function_exported(module, :__protocol__, 1) do
      true ->
        :ok

      false ->
        :erlang.error(
          ArgumentError.exception(inspect(module) <> " is not a protocol" <> suffix)
        )
    end
  end

  @doc "Checks that the protocol is implemented for the base module: :ok or ArgumentError."
  def assert_impl!(protocol, base), do: assert_impl(protocol, base, "")

  defp assert_impl(protocol, base, suffix) do
    impl = __concat__(protocol, base)

    if not loaded?(impl) do
      raise ArgumentError, "could not load module #{inspect(impl)} due to reason :nofile#{suffix}"
    end

    if not function_exported?(impl, :__impl__, 1) do
      raise ArgumentError, "#{inspect(impl)} is not an implementation of a protocol#{suffix}"
    end

    if impl.__impl__(:protocol) != protocol do
      raise ArgumentError,
            "expected #{inspect(impl)} to be an implementation of #{inspect(protocol)}#{suffix}"
    end

    :ok
  end

  @doc "Whether the protocol is consolidated: never here."
  def consolidated?(protocol), do: protocol.__protocol__(:consolidated?)

  @doc false
  def __ensure_defimpl__(_protocol, _for, _env), do: :ok

  @doc "The protocols among compiled files of the paths: none are kept as files here."
  def extract_protocols(_paths), do: []

  @doc "The implementations of a protocol among compiled files of the paths: none here."
  def extract_impls(protocol, _paths) when is_atom(protocol), do: []

  @doc "Consolidation is not done here: protocols are dispatched through the code server."
  def consolidate(protocol, _types) when is_atom(protocol), do: {:error, :no_beam_info}
end
