package syntax

import (
	"encoding/base64"
	"os"
	"strings"
	"testing"

	"otpsh/runtime/diag"
	"otpsh/runtime/term"
)

// TestDifferential compares with what real Elixir made of many snippets, where
// OTPSH_SYNTAX_DIFF names two files: the snippets, in base 64, and for each
// the dumps in both modes, the message of its exception, its warnings,
// Macro.to_string and the formatter.
func TestDifferential(t *testing.T) {
	names := strings.Fields(os.Getenv("OTPSH_SYNTAX_DIFF"))
	if len(names) != 2 {
		t.Skip("OTPSH_SYNTAX_DIFF is not set")
	}
	read := func(name string) []string {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	}
	ins, outs := read(names[0]), read(names[1])
	labels := []string{"quoted", "tokens", "message", "warnings", "to_string", "format"}
	bad := make([]int, len(labels))
	for i, in := range ins {
		src := decode(in)
		want := strings.Fields(outs[i])
		for j, got := range observed(src) {
			w := decode(want[j][1:])
			if w == "CRASH" || got == w {
				continue
			}
			bad[j]++
			if bad[j] <= 6 {
				t.Errorf("%s of %q\n%s\ngot  %s\nwant %s", labels[j], src, src, clip(got, w), clip(w, got))
			}
			break
		}
	}
	for j, l := range labels {
		t.Logf("%s: %d of %d differ", l, bad[j], len(ins))
	}
}

func clip(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return a[max(0, i-200):min(len(a), i+300)]
}

func decode(s string) string {
	b, _ := base64.StdEncoding.DecodeString(s)
	return string(b)
}

// observed is what the reference holds of a snippet.
func observed(src string) []string {
	out := []string{dumpResult(src, modes["a"]), dumpResult(src, modes["b"]), "", "", "", ""}
	q, warnings, err := Parse(src, Options{File: "t.exs", Columns: true})
	out[3] = dump(warningTerms(warnings))
	if err != nil {
		out[2] = err.Kind.String() + ": " + err.FullMessage()
		return out
	}
	out[4] = ToString(q)
	out[5], _ = Format(src, "t.exs", FormatOptions{})
	return out
}

func warningTerms(ds []diag.Diagnostic) term.Term {
	var b term.ListBuilder
	for _, d := range ds {
		b.Add(pair(term.List(term.Int(d.Pos.Line), term.Int(d.Pos.Column)), term.Binary(d.Message)))
	}
	return b.List()
}
