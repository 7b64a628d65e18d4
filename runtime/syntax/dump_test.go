package syntax

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"math"
	"math/big"
	"os"
	"strings"
	"testing"

	"otpsh/runtime/term"
)

// canon writes a term in the form of the reference dumps.
func canon(b *strings.Builder, t term.Term) {
	str := func(s string) {
		b.WriteByte('"')
		for i := 0; i < len(s); i++ {
			if c := s[i]; c >= 32 && c <= 126 && c != '"' && c != '\\' {
				b.WriteByte(c)
			} else {
				fmt.Fprintf(b, "\\%02X", c)
			}
		}
		b.WriteByte('"')
	}
	seq := func(open string, ts []term.Term, end string) {
		b.WriteString(open)
		for i, t := range ts {
			if i > 0 {
				b.WriteByte(' ')
			}
			canon(b, t)
		}
		b.WriteString(end)
	}
	switch x := t.(type) {
	case term.Atom:
		b.WriteByte(':')
		str(x.Name())
	case int:
		fmt.Fprint(b, x)
	case *big.Int:
		b.WriteString(x.String())
	case float64:
		fmt.Fprintf(b, "f%016X", math.Float64bits(x))
	case term.Binary:
		str(string(x))
	case *term.Cons:
		ts, ok := term.Slice(x)
		if !ok {
			b.WriteString("<improper>")
		}
		seq("[", ts, "]")
	case *term.Tuple:
		seq("{", x.Elems, "}")
	default:
		fmt.Fprintf(b, "<%T>", t)
	}
}

func dump(t term.Term) string {
	var b strings.Builder
	canon(&b, t)
	return b.String()
}

// dumpResult is what Code.string_to_quoted returns, dumped.
func dumpResult(src string, o Options) string {
	q, _, err := Parse(src, o)
	if err != nil {
		return "error " + dump(term.Tuple3(err.MetaTerm(), err.InfoTerm(), term.Binary(err.Token)))
	}
	return "ok " + dump(q)
}

func encodeAll(lit, meta term.Term) (term.Term, error) {
	return node(atomBlock, meta, term.List(lit)), nil
}

var modes = map[string]Options{
	"a": {Columns: true},
	"b": {Columns: true, TokenMetadata: true, NoUnescape: true, LiteralEncoder: encodeAll},
}

// TestReference compares with dumps of real Elixir, where OTPSH_SYNTAX_REF
// names a folder of them: files.txt (one path a line), ref_a.txt, ref_b.txt.
func TestReference(t *testing.T) {
	dir := os.Getenv("OTPSH_SYNTAX_REF")
	if dir == "" {
		t.Skip("OTPSH_SYNTAX_REF is not set")
	}
	list := "files.txt"
	if l := os.Getenv("OTPSH_SYNTAX_LIST"); l != "" {
		list = l
	}
	files, err := os.ReadFile(dir + "/" + list)
	if err != nil {
		t.Fatal(err)
	}
	for mode, o := range modes {
		ref, err := os.Open(dir + "/ref_" + mode + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReaderSize(ref, 1<<20)
		bad, all := 0, 0
		for _, f := range strings.Fields(string(files)) {
			want, _ := lines.ReadString('\n')
			want = strings.TrimSuffix(want, "\n")
			if want == "skip" {
				continue
			}
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			all++
			if got := dumpResult(string(src), o); got != want {
				bad++
				if bad < 15 {
					t.Errorf("%s %s:\n%s", mode, f, firstDifference(got, want))
				}
			}
		}
		t.Logf("mode %s: %d of %d differ", mode, bad, all)
		ref.Close()
	}
}

// TestPrintReference compares Macro.to_string (ref_s.txt) and the formatter
// (ref_f.txt) in the same way; each line is a text in base 64.
func TestPrintReference(t *testing.T) {
	dir := os.Getenv("OTPSH_SYNTAX_REF")
	if dir == "" {
		t.Skip("OTPSH_SYNTAX_REF is not set")
	}
	files, err := os.ReadFile(dir + "/files.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, mode := range []string{"s", "f"} {
		ref, err := os.ReadFile(dir + "/ref_" + mode + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(ref), "\n")
		bad := 0
		for i, f := range strings.Fields(string(files)) {
			b, _ := base64.StdEncoding.DecodeString(lines[i])
			want := string(b)
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(want, "error") || want == "skip" {
				continue
			}
			var got string
			if mode == "f" {
				got, _ = Format(string(src), f, FormatOptions{})
			} else {
				q, _, perr := Parse(string(src), Options{})
				if perr != nil {
					continue
				}
				got = ToString(q)
			}
			if got != want {
				bad++
				if bad < 15 {
					t.Errorf("%s %s:\n%s", mode, f, firstDifference(got, want))
				}
			}
		}
		t.Logf("mode %s: %d of %d differ", mode, bad, len(lines))
	}
}

func firstDifference(got, want string) string {
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, min(i-150, len(s))):min(len(s), i+150)] }
	return "got  " + cut(got) + "\nwant " + cut(want)
}
