package syntax

import "testing"

// TestIncomplete: a text that ended too soon may be right with more lines, and
// says so; no other error does.
func TestIncomplete(t *testing.T) {
	for _, src := range []string{
		"(", "[1,", "[1 2", "fn x do", "{1, 2", "%{", "%{a: 1,", "<<1", "f(", "f(a,", "a.b(", "x[", "fn", "fn ->", "fn x ->\n", "fn a -> b; c -> d",
		"if a do", "if a do\n  b\nelse", "defmodule A do\n  def f do\n  end", "case x do\n  a ->", "try do\na\nrescue\ne ->",
		"\"abc", "'abc", "\"a#{", "\"a#{b", "\"a#{b}", "\"\"\"\n", "\"\"\"\nabc", "'''\nabc", "\"\"\"\na#{", "~s(a", "~S\"\"\"\na", "~r/a", ":\"a", "A.\"b",
		"a +", "a =", "a |>", "a and", "not", "-", "a when", "a ->\n (", "@", "&", "%", "%A", "a.", "a ..", "a \\\\", "x =\n\n", "f a,", "f a, b,",
		"\\", "a \\\n", "quote do: (", "f a: ", "[a: ", "for x <- y, do: (",
	} {
		if _, _, err := Parse(src, Options{}); err == nil || !err.Incomplete {
			t.Errorf("%q: %v, want incomplete", src, err)
		}
	}
	for _, src := range []string{
		")", "end", "(]", "foo do ]", "1 2", "a)", "\"a#{)", "\"a#{]}", "x = )", "a ? b", "1a", "if a do )", "\"\"\"",
	} {
		if _, _, err := Parse(src, Options{}); err == nil || err.Incomplete {
			t.Errorf("%q: %v, want an error that no more lines mend", src, err)
		}
	}
	for _, src := range []string{"", "# a", "a", "..", "...", "f", "a do end", "\n", ";", "a\n\n"} {
		if _, _, err := Parse(src, Options{}); err != nil {
			t.Errorf("%q: %v", src, err)
		}
	}
}
