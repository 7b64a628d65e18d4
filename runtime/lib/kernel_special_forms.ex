# Kernel.SpecialForms: the forms that the compiler itself knows. They are listed
# here for what asks after them; none of these macros is ever called.

defmodule Kernel.SpecialForms do
  @moduledoc "The building blocks of the language: forms that no macro can replace."

  forms = [
    {:%, [:struct, :map], "A struct, or a pattern that matches one: %URI{host: host}."},
    {:%{}, [:args], "A map: %{key => value}, %{key: value}; %{map | key: value} updates a key that is there."},
    {:&, [:expr], "A function made of an expression with &1, &2, or of a name: &String.length/1."},
    {:., [:left, :right], "A remote call, an alias, or the call of a function value."},
    {:"::", [:left, :right], "The type of a segment of a bitstring, or of a typespec."},
    {:<<>>, [:args], "A bitstring of segments: <<1, size::16, rest::binary>>."},
    {:=, [:left, :right], "Matches the value on the right against the pattern on the left."},
    {:^, [:var], "In a pattern: the value that the variable has already."},
    {:__CALLER__, [], "Inside a macro: the environment that it was called in."},
    {:__DIR__, [], "The absolute path of the directory of the current file."},
    {:__ENV__, [], "The environment of this place, as a Macro.Env."},
    {:__MODULE__, [], "The module that is being defined, or nil."},
    {:__STACKTRACE__, [], "In rescue and catch: the stack trace of what is being handled."},
    {:__aliases__, [:args], "An alias, as code holds it."},
    {:__block__, [:args], "Several expressions, as code holds them."},
    {:__cursor__, [:args], "Where the cursor is, in code that was cut there."},
    {:alias, [:module, :opts], "Gives a module a shorter name until the end of the block."},
    {:case, [:condition, :clauses], "Tries patterns on a value, one after another."},
    {:cond, [:clauses], "Runs the body of the first condition that is neither false nor nil."},
    {:fn, [:clauses], "An anonymous function."},
    {:for, [:args], "A comprehension: generators, filters, and into:, uniq: or reduce:."},
    {:import, [:module, :opts], "Makes functions and macros of a module callable without its name."},
    {:quote, [:opts, :block], "The code itself, as data."},
    {:receive, [:args], "Takes the first message of the mailbox that matches."},
    {:require, [:module, :opts], "Makes the macros of a module callable."},
    {:super, [:args], "The function that this one overrides."},
    {:try, [:args], "Runs code, and handles what it raises, throws or exits with."},
    {:unquote, [:expr], "Inside quote: puts code that was computed into the code."},
    {:unquote_splicing, [:expr], "Inside quote: puts the elements of a list into the code."},
    {:with, [:args], "Goes through matches as long as they hold."},
    {:{}, [:args], "A tuple."}
  ]

  for {name, args, text} <- forms do
    @doc text
    defmacro unquote(name)(unquote_splicing(for arg <- args, do: {:"_#{arg}", [], nil})),
      do: raise("#{unquote(name)} is a special form and cannot be called as a macro")
  end
end
