package view

import "testing"

func TestCompare(t *testing.T) {
	left, right := Side{"otpsh", "%{a: 1}\nsame"}, Side{"Elixir 1.18.4", "%{a: 2}\nsame"}
	for _, c := range []struct {
		width       int
		left, right Side
		want        string
	}{
		{75, left, left, "" +
			"otpsh                                │ otpsh\n" +
			"%{a: 1}                              │ %{a: 1}\n" +
			"same                                 │ same\n" +
			"  the same\n"},
		{75, left, right, "" +
			"otpsh                                │ Elixir 1.18.4\n" +
			"%{a: 1}                              ≠ %{a: 2}\n" +
			"     ^                               │      ^\n" +
			"same                                 │ same\n" +
			"  the first difference: line 1, column 6\n"},
		{75, left, Side{"more", "%{a: 1}\nsame\nlonger"}, "" +
			"otpsh                                │ more\n" +
			"%{a: 1}                              │ %{a: 1}\n" +
			"same                                 │ same\n" +
			"                                     ≠ longer\n" +
			"^                                    │ ^\n" +
			"  the first difference: line 3, column 1\n"},
		// A line that is cut, with characters of two columns: the mark stands
		// where the character is.
		{75, Side{"a", "日本日本日本日本日本日本日本日本日本日本x"}, Side{"b", "日本日本日本日本日本日本日本日本日本日本y"}, "" +
			"a                                    │ b\n" +
			"日本日本日本日本日本日本日本日本日本 │ 日本日本日本日本日本日本日本日本日本\n" +
			"日本x                                ≠ 日本y\n" +
			"    ^                                │     ^\n" +
			"  the first difference: line 1, column 21\n"},
		{40, left, right, "" +
			"otpsh\n≠ %{a: 1}\n       ^\n  same\nElixir 1.18.4\n≠ %{a: 2}\n       ^\n  same\n  the first difference: line 1, column 6\n"},
	} {
		got := NewStyle(false, true, c.width).Compare(c.left, c.right, [2]string{c.left.Text, c.right.Text})
		if got != c.want {
			t.Errorf("drawn as\n%s\nwant\n%s", got, c.want)
		}
	}
}
