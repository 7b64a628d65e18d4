# What modules do while they are defined.

defmodule Outer do
  defmodule Inner do
    defstruct name: "john"
    def new, do: %Inner{}

    defmodule Deep do
      def new, do: %Inner{name: "deep"}
    end
  end

  def both, do: {Inner.new(), Inner.Deep.new()}
end

IO.inspect(Outer.both())

defmodule Over do
  def a, do: 1
  def b(x), do: x
  defoverridable a: 0, b: 1
  IO.inspect(Module.overridables_in(__MODULE__))
  def a, do: 10 + super()
  defoverridable a: 0
  def a, do: 100 + super()
end

IO.inspect({Over.a(), Over.b(1)})

defmodule Hook do
  defmacro __after_compile__(env, object) do
    IO.inspect({env.module, is_binary(object)})
    quote do: IO.puts("after #{unquote(inspect(env.module))}")
  end
end

defmodule Hooked do
  @after_compile Hook
end

defmodule Attributes do
  Module.register_attribute(__MODULE__, :kept, persist: true, accumulate: true)
  IO.inspect(Module.has_attribute?(__MODULE__, :kept))
  IO.inspect(Module.has_attribute?(__MODULE__, :behaviour))
  IO.inspect(Module.has_attribute?(__MODULE__, :unknown))
  @kept 1
  @kept 2
  IO.inspect(Module.delete_attribute(__MODULE__, :kept))
  IO.inspect(Module.has_attribute?(__MODULE__, :kept))
  @kept 3
  Module.register_attribute(__MODULE__, :late, persist: true)
  IO.inspect(@late)
  @before 1
  Module.register_attribute(__MODULE__, :before, accumulate: true)
  IO.inspect(@before)
  IO.inspect(:before in Module.attributes_in(__MODULE__))
end

IO.inspect(Keyword.take(Attributes.__info__(:attributes), [:kept, :late]))

defprotocol Shape do
  def area(shape)
  defp helper(x), do: x
  defmacro __deriving__(module, options), do: helper(quote(do: def_it(unquote(module), unquote(options))))
end

IO.inspect(function_exported?(Shape, :helper, 1))

defmodule Private do
  defp hidden(x), do: x
  def visible(x), do: {hidden(x), Enum.map([x], &hidden/1)}
  def by_name(x), do: apply(__MODULE__, :hidden, [x])
end

IO.inspect(Private.visible(1))

for call <- [fn -> Private.hidden(1) end, fn -> Private.by_name(1) end] do
  try do
    call.()
  rescue
    e -> IO.puts(Exception.message(e))
  end
end

defmodule Prefix do
  def rest(text, prefix) do
    ^prefix <> rest = text
    rest
  end

  def second(text, prefix) do
    (^prefix <> "b") <> rest = text
    rest
  end

  @word "even"
  defguard unquote(String.to_atom("is_#{@word}"))(x) when rem(x, 2) == 0
  def even?(x) when is_even(x), do: true
  def even?(_), do: false
end

IO.inspect({Prefix.rest("foobar", "foo"), Prefix.second("abc", "a"), Prefix.even?(2), Prefix.even?(3)})

for text <- ["x <> rest = \"ab\"", "_ <> rest = \"ab\""] do
  try do
    Code.eval_string(text)
  rescue
    e -> IO.puts(Exception.message(e))
  end
end

defmodule Definer do
  defmacro __before_compile__(env) do
    quote do
      def variables, do: unquote(Macro.escape(Macro.Env.vars(env)))

      defmodule First do
        defstruct foo: :bar
      end

      defmodule First.Below do
        defstruct baz: %First{}
        def name, do: First
      end
    end
  end
end

defmodule Aliaser do
  variable = 1
  _ = variable
  @before_compile Definer
  alias Some.First
  def first, do: First
end

IO.inspect({Aliaser.variables(), Aliaser.first(), Aliaser.First.Below.name(), struct(Aliaser.First.Below).baz})
