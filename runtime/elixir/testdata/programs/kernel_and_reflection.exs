# Function, Protocol, Exception and Kernel: what they give and what they refuse.
# One snippet a line, each evaluated after the ones before it.
run = fn snippet, {binding, env} ->
  try do
    {value, binding, env} = Code.eval_quoted_with_env(Code.string_to_quoted!(snippet), binding, env)
    value = with {:module, name, _, last} <- value, do: {:module, name, last}
    IO.puts("#{snippet}\n  => #{inspect(value, limit: 200, printable_limit: 500)}")
    {binding, env}
  rescue
    e -> IO.puts("#{snippet}\n  ** #{inspect(e.__struct__)} #{Exception.message(e)}"); {binding, env}
  catch
    kind, value -> IO.puts("#{snippet}\n  !! #{kind} #{inspect(value)}"); {binding, env}
  end
end

snippets = ~S"""
Function.capture(String, :length, 1)
Function.capture(Nope, :x, 1).(1)
Function.capture(1, :x, 1)
Function.info(&String.length/1)
Function.info(&String.length/1, :module)
Function.info(&String.length/1, :foo)
Function.info(1)
Function.info(fn -> 1 end, :type)
Function.identity(1)
Protocol.assert_protocol!(Enumerable)
Protocol.assert_protocol!(Nope)
Protocol.assert_protocol!(Enum)
Protocol.assert_impl!(Enumerable, List)
Protocol.assert_impl!(Enumerable, Nope)
Protocol.assert_impl!(Enumerable, Atom)
Protocol.consolidated?(Enumerable) |> is_boolean
Enumerable.impl_for([])
Enumerable.impl_for(1)
Enumerable.impl_for!(1)
Enumerable.__protocol__(:module)
Enumerable.__protocol__(:functions)
Enumerable.List.__impl__(:for)
Enumerable.List.__impl__(:protocol)
String.Chars.__protocol__(:functions)
Exception.message(%RuntimeError{message: "x"})
Exception.exception?(%RuntimeError{})
Exception.normalize(:error, :badarg)
Exception.normalize(:error, {:badmatch, 1})
Exception.normalize(:exit, 1)
Exception.format_banner(:error, :badarg)
Exception.format_banner(:throw, 1)
Exception.format_banner(:exit, :normal)
Exception.format_banner({:EXIT, self()}, :normal) =~ "EXIT"
Exception.format_exit({:shutdown, 1})
Exception.format_exit({:noproc, {GenServer, :call, [:x, 1, 5000]}})
Exception.format_mfa(Foo, :bar, 1)
Exception.format_mfa(Foo, :"bar baz", 1)
Exception.format_mfa(Foo, :bar, [1, 2])
Exception.format_mfa(nil, :bar, 1)
Exception.format_mfa(Foo, :+, 2)
Exception.format_mfa(Foo, :"-bar/1-fun-0-", 1)
Exception.format_fa(fn -> 1 end, 0) =~ "Function"
Exception.format_file_line("a", 1)
Exception.format_file_line("a", 1, " ")
Exception.format_file_line(nil, 1)
Exception.format_file_line_column("a", 1, 2)
Exception.format_stacktrace([{Foo, :bar, 1, [file: ~c"a", line: 1]}])
Exception.format_stacktrace_entry({Foo, :__MODULE__, 0, [file: ~c"a", line: 1]})
Exception.format_stacktrace_entry({:elixir_compiler_0, :__FILE__, 1, [file: ~c"a", line: 1]})
Code.eval_string("a = 1\nb = a + 1\n{a, b}")
Code.string_to_quoted_with_comments("a # x\n# y\nb")
Code.format_string!("a=1") |> IO.iodata_to_binary
Code.quoted_to_algebra(quote(do: foo(1))) |> Inspect.Algebra.format(80) |> IO.iodata_to_binary
Code.string_to_quoted("a.b.c", columns: true, token_metadata: true)
binding()
apply(Kernel, :+, [1, 2])
Kernel.apply(fn x -> x end, [1])
function_exported?(String, :length, 1)
macro_exported?(Kernel, :if, 2)
Kernel.__info__(:module)
match?({:ok, _}, {:ok, 1})
then(1, &(&1 + 1))
tap(1, fn _ -> 2 end)
get_in(%{a: %{b: 1}}, [:a, :b])
put_in(%{a: %{b: 1}}[:a][:b], 2)
put_in(%{a: %{b: 1}}.a.b, 2)
put_in(%{a: 1}.b, 2)
update_in(%{a: [1]}[:a], &[0 | &1])
pop_in(%{a: %{b: 1}}[:a][:b])
get_and_update_in(%{a: 1}.a, &{&1, &1 + 1})
get_in(nil[:a])
get_in(%{a: nil}.a.b)
put_in(nil[:a], 1)
pop_in(1)
update_in(1, & &1)
destructure([a, b, c], [1, 2]); {a, b, c}
destructure([a], nil); a
destructure([a, b], 1)
to_timeout(hour: 1)
to_timeout(foo: 1)
is_function(&is_atom/1, 1)
1 in [1, 2]
x = [1, 2]; 1 in x
3 in 1..5
not (1 in [2])
1 not in [1]
1 in 1
5 in 1..10//2
a = 1; ^a = 1
{:ok, a} = {:error, 1}
raise "x"
raise ArgumentError
raise ArgumentError, "msg"
raise ArgumentError, message: "m"
raise Nope
raise %ArgumentError{message: "q"}
raise 1
raise :foo
raise [1]
reraise "x", []
exit(:normal)
throw(1)
if true, do: 1, foo: 2
unless true, do: 1, else: 2
true and 1
1 and true
nil or true
false || nil
!1
not 1
"a" <> 1
1 <> "a"
"a" =~ "a"
1 =~ "a"
"abc" =~ ~r/b/
sigil_w(<<"a b">>, ~c"a")
~w(a b)q
~D[2020-13-01]
~T[25:00:00]
~r/(/
~s(a#{1}b)c
1..2//0
1..:a
self() |> is_pid
node()
inspect(%{a: 1}, pretty: true)
max(1, :a)
elem({1}, 1)
hd([])
tl([])
length(1)
tuple_size(1)
byte_size(1)
binary_part("abc", 1, 5)
div(1, 0)
rem(1, 0)
round(1.5)
trunc("a")
abs(:a)
-"a"
struct(URI, host: "a").host
struct!(URI, nope: 1)
struct(Nope)
struct!(Nope)
%Nope{}
to_string([1, [2]])
to_string(%{})
to_charlist("é")
alias String, as: S; S.length("a")
"""

String.split(snippets, "\n", trim: true) |> Enum.reduce({[], Code.env_for_eval(file: "x.exs")}, run)
