package lib

import (
	"otpsh/runtime/expand"
	"otpsh/runtime/term"
)

// This file documents the macros of Kernel that are written in Go.

var kernelMacroDocs = []struct {
	name      string
	arity     int
	signature string
	defaults  int
	text      string
}{
	{"!", 1, "!value", 0, "Whether a value is false or nil."},
	{"&&", 2, "left && right", 0, "The right side when the left one is neither false nor nil; else the left one. The right side is not run in vain."},
	{"||", 2, "left || right", 0, "The left side when it is neither false nor nil; else the right one. The right side is not run in vain."},
	{"and", 2, "left and right", 0, "Whether both sides are true. The left side must be a boolean; the right one is run only when it is true. Allowed in guards."},
	{"or", 2, "left or right", 0, "Whether one of the sides is true. The left side must be a boolean; the right one is run only when it is false. Allowed in guards."},
	{"|>", 2, "left |> right", 0, "Calls the function on the right with the value on the left as first argument:\n\n    iex> [3, 1, 2] |> Enum.sort() |> hd()\n    1\n"},
	{"if", 2, "if(condition, clauses)", 0, "Runs `do` when the condition is neither false nor nil, else `else`; without one, the value is nil.\n\n    if count > 0, do: :some, else: :none\n"},
	{"unless", 2, "unless(condition, clauses)", 0, "Runs `do` when the condition is false or nil, else `else`."},
	{"@", 1, "@expr", 0, "Sets or reads an attribute of the module that is being defined: `@limit 10`, then `@limit`."},
	{"def", 2, `def(call, expr \\ nil)`, 1, "Defines a function that other modules can call.\n\n    def double(n) when is_integer(n), do: n * 2\n\nWithout a body it is a head, for defaults and documentation."},
	{"defp", 2, `defp(call, expr \\ nil)`, 1, "Defines a function that only its own module can call."},
	{"defmacro", 2, `defmacro(call, expr \\ nil)`, 1, "Defines a macro: it is given code, and gives the code that takes its place."},
	{"defmacrop", 2, `defmacrop(call, expr \\ nil)`, 1, "Defines a macro that only its own module can use."},
	{"defmodule", 2, "defmodule(alias, do_block)", 0, "Defines a module.\n\n    defmodule Greeter do\n      def hello(name), do: \"Hello, #{name}\"\n    end\n"},
}

// nativeDocs is the documentation of the module's functions in Go.
func nativeDocs(module term.Atom) []Doc {
	if module != moduleKernel {
		return nil
	}
	var docs []Doc
	for _, d := range kernelMacroDocs {
		meta := term.EmptyMap
		if d.defaults > 0 {
			meta = meta.Put(term.Intern("defaults"), term.Int(d.defaults))
		}
		docs = append(docs, Doc{
			Kind: "macro", FA: expand.FA{Name: term.Intern(d.name), Arity: d.arity}, Text: term.Binary(d.text), Signature: d.signature, Meta: meta,
		})
	}
	return docs
}
