# exceptions' messages

structs = [
  {ArgumentError, [message: "m"]}, {ArithmeticError, []}, {BadArityError, [function: &is_atom/1, args: [1, 2]]}, {BadArityError, [function: &is_atom/1, args: []]},
  {BadBooleanError, [operator: :and, term: 1]}, {BadFunctionError, [term: 1]}, {BadMapError, [term: 1]}, {BadStructError, [struct: URI, term: 1]},
  {CaseClauseError, [term: 1]}, {CompileError, [file: "f", line: 1, description: "d"]}, {CompileError, []}, {CondClauseError, []},
  {ErlangError, [original: :x]}, {FunctionClauseError, []}, {FunctionClauseError, [module: M, function: :f, arity: 2]}, 
  {KeyError, [key: :a, term: %{b: 1}]}, {KeyError, [key: :a]}, {KeyError, [key: "a", term: [a: 1]]}, {KeyError, [key: :a, term: :mod]},
  {MatchError, [term: 1]}, {Protocol.UndefinedError, [protocol: Enumerable, value: 1]}, {Protocol.UndefinedError, [protocol: Enumerable, value: 1, description: "nope"]},
  {RuntimeError, []}, {SystemLimitError, []}, {TryClauseError, [term: 1]}, {UndefinedFunctionError, []}, {UndefinedFunctionError, [module: M, function: :f, arity: 1]},
  {UndefinedFunctionError, [function: :f, arity: 1]}, {UndefinedFunctionError, [module: Enum, function: :f, arity: 1]}, {UndefinedFunctionError, [module: M, function: :f, arity: 1, reason: :"function not exported"]},
  {UndefinedFunctionError, [module: M, function: :f, arity: 1, reason: "custom"]}, {WithClauseError, [term: 1]}, {Enum.EmptyError, []}, {Enum.OutOfBoundsError, []}, 
  {Code.LoadError, [file: "x"]}, {SyntaxError, [file: "f", line: 1, column: 2, description: "d", snippet: nil]}, {TokenMissingError, [file: "f", line: 1, column: 2, end_line: 2, end_column: 1, description: "d", snippet: nil]},
  {UnicodeConversionError, [encoded: "a", rest: "b", kind: :incomplete]}, {IO.StreamError, [reason: :x]}, {Inspect.Error, [exception: %RuntimeError{}, stacktrace: [], inspected_struct: "x"]},
  {Regex.CompileError, [message: "a"]}, {Version.InvalidRequirementError, [requirement: "x"]}, {Version.InvalidVersionError, [version: "x"]}, {Date, []}, {Kernel.TypespecError, [file: "f", line: 1, description: "d"]}, {Calendar.ISO, []},
  {OptionParser.ParseError, [message: "x"]}, {URI.Error, [action: :parse, reason: :x, part: "y"]}, {Macro.Env, []}, {Module.Types.Error, []}
]
for {m, a} <- structs do
  try do
    e = m.exception(a)
    IO.inspect(e)
    IO.puts Exception.message(e)
  rescue e -> IO.puts "#{inspect m}: #{inspect e.__struct__} #{Exception.message(e)}"
  end
end
IO.inspect Exception.format(:error, %RuntimeError{}, [])
IO.inspect Exception.format(:throw, :x, [])
IO.inspect Exception.format(:exit, :x, [])
IO.inspect Exception.format({:EXIT, self()}, :x, []) =~ "EXIT from"
IO.inspect Exception.format_banner(:error, :badarg)
IO.inspect Exception.format_banner(:error, {:badmatch, 1})
IO.inspect Exception.format_banner(:exit, {:noproc, {GenServer, :call, [:x, :y, 5000]}})
IO.inspect Exception.format_exit({{%RuntimeError{message: "x"}, [{M, :f, 1, [file: ~c"a.ex", line: 3]}]}, {M, :g, [1]}})
IO.inspect Exception.format_exit({:badarg, [{M, :f, 1, [file: ~c"a.ex", line: 3]}]})
IO.inspect Exception.format_exit({:bad_return_value, 1})
IO.inspect Exception.format_exit(:shutdown)
IO.inspect Exception.format_exit({:shutdown, 1})
IO.inspect Exception.format_exit({:shutdown, {:failed_to_start_child, A, :x}})
IO.inspect Exception.format_mfa(M, :f, 1)
IO.inspect Exception.format_mfa(M, :f, [1, "a"])
IO.inspect Exception.format_mfa(M, :"a b", 1)
IO.inspect Exception.format_mfa(nil, :f, [])
IO.inspect Exception.format_mfa(:lists, :f, [])
IO.inspect Exception.format_mfa(M, :"-f/1-fun-0-", 2)
IO.inspect Exception.format_mfa(M, :+, 2)
IO.inspect Exception.format_fa(fn -> 1 end, 0) =~ "/0"
IO.inspect Exception.format_file_line("a", 1)
IO.inspect Exception.format_file_line("a", nil)
IO.inspect Exception.format_file_line(nil, 1)
IO.inspect Exception.format_file_line_column("a", 1, 2)
IO.inspect Exception.format_stacktrace_entry({M, :f, 1, [file: ~c"a.ex", line: 3]})
IO.inspect Exception.format_stacktrace_entry({M, :__MODULE__, 0, [file: ~c"a.ex", line: 3]})
IO.inspect Exception.format_stacktrace_entry({Enum, :map, 2, []})
IO.inspect Exception.format_stacktrace_entry({:lists, :map, 2, []})
IO.inspect Exception.format_stacktrace([{M, :f, 1, [file: ~c"a.ex", line: 3]}])
IO.inspect Exception.exception?(1)
IO.inspect Exception.exception?(%RuntimeError{})
IO.inspect Exception.normalize(:error, :undef, [{M, :f, [1], []}])
IO.inspect Exception.normalize(:error, :function_clause, [{M, :f, [1], []}])
IO.inspect Exception.normalize(:error, :function_clause, [{M, :f, 1, []}])
IO.inspect Exception.normalize(:error, :function_clause)
IO.inspect Exception.normalize(:error, {:badkey, :a, %{}})
IO.inspect Exception.normalize(:error, {:nocatch, 1})
IO.inspect Exception.normalize(:error, :timeout_value)
IO.inspect Exception.normalize(:error, :system_limit)
IO.inspect Exception.normalize(:exit, :x)
IO.inspect Exception.blame(:error, :undef, [{Enum, :mapp, [1], []}])
IO.inspect Exception.blame(:error, %KeyError{key: :nam, term: %{name: 1}}, [])
IO.inspect :x
IO.inspect Exception.message(%{__struct__: Nope, __exception__: true}) |> String.slice(0, 60)
