package syntax

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"otpsh/runtime/term"
)

// TestTable reads the texts of testdata/texts.txt and compares with what a real
// Elixir made of them: warnings, then the quoted form with all metadata, or the
// error's message. scripts/syntax/facts.exs records the table.
func TestTable(t *testing.T) {
	data, err := os.ReadFile("testdata/texts.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n=====\n") {
		src, want, ok := strings.Cut(entry, "\n-----\n")
		if !ok {
			t.Fatalf("no result of %q", src)
		}
		if got := recorded(src); got != want {
			t.Errorf("%s\ngot\n%s\nwant\n%s\n", src, got, want)
		}
	}
}

// recorded is the entry of a text.
func recorded(src string) string {
	q, warnings, err := Parse(src, Options{Columns: true, TokenMetadata: true})
	var b strings.Builder
	for _, w := range warnings {
		place := fmt.Sprint(w.Pos.Line)
		if w.Pos.Column > 0 {
			place = fmt.Sprintf("{%d, %d}", w.Pos.Line, w.Pos.Column)
		}
		fmt.Fprintf(&b, "warning at %s: %s\n", place, w.Message)
	}
	if err != nil {
		b.WriteString(err.Error())
	} else {
		writeTerm(&b, q)
	}
	return b.String()
}

// writeTerm writes a quoted form as inspect does.
func writeTerm(b *strings.Builder, t term.Term) {
	switch x := t.(type) {
	case term.Atom:
		b.WriteString(InspectAtom(x))
	case term.Binary:
		b.WriteString(`"` + Escape(string(x), '"') + `"`)
	case float64:
		b.WriteString(term.FormatFloat(x))
	case *term.Tuple:
		writeTerms(b, "{", x.Elems, "}")
	case *term.Cons:
		elems, _ := term.Slice(x)
		writeTerms(b, "[", elems, "]")
	default:
		fmt.Fprint(b, x)
	}
}

func writeTerms(b *strings.Builder, open string, elems []term.Term, end string) {
	keywords := open == "[" && !slices.ContainsFunc(elems, isNoKeyword)
	b.WriteString(open)
	for i, e := range elems {
		if i > 0 {
			b.WriteString(", ")
		}
		if keywords {
			pair := e.(*term.Tuple).Elems
			b.WriteString(InspectKey(pair[0].(term.Atom)) + " ")
			e = pair[1]
		}
		writeTerm(b, e)
	}
	b.WriteString(end)
}

func isNoKeyword(t term.Term) bool {
	pair, ok := t.(*term.Tuple)
	if !ok || len(pair.Elems) != 2 {
		return true
	}
	key, ok := pair.Elems[0].(term.Atom)
	return !ok || strings.HasPrefix(key.Name(), "Elixir.")
}
