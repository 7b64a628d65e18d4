package syntax

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"otpsh/runtime/term"
)

// corpus are the texts that fuzzing begins with: those of testdata, and the
// conformance programs.
func corpus(t testing.TB) []string {
	data, err := os.ReadFile("testdata/texts.txt")
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, entry := range strings.Split(string(data), "\n=====\n") {
		src, _, _ := strings.Cut(entry, "\n-----\n")
		texts = append(texts, src)
	}
	files, err := filepath.Glob("../../scripts/conformance/*/*.exs")
	if err != nil || len(files) == 0 {
		t.Fatalf("no conformance programs: %v", err)
	}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(src))
	}
	return texts
}

// FuzzParse reads any text: that ends, as a quoted form or as an error whose
// message can be told. The form does not depend on the metadata that is kept,
// and it can be printed and formatted. (What is printed need not be the same
// form again, nor even code: Elixir prints @A as @:A, and 0..(..) as 0.... )
func FuzzParse(f *testing.F) {
	for _, text := range corpus(f) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 4096 {
			t.Skip()
		}
		q, _, err := Parse(src, Options{Columns: true, TokenMetadata: true})
		if err != nil {
			if err.Message == "" || err.FullMessage(true) == "" {
				t.Errorf("%q: an error without a text", src)
			}
			return
		}
		plain, _, err := Parse(src, Options{})
		if err != nil || !term.Equal(bare(plain), bare(q)) {
			t.Errorf("%q is another form without metadata: %v", src, err)
		}
		ToString(q)
		Format(src, Options{}, FormatOptions{LineLength: len(src) % 100})
	})
}

// TestPrinted reads what is printed of the seeds, and their formatted text,
// again.
func TestPrinted(t *testing.T) {
	for _, src := range corpus(t) {
		if q, ok := checkFormat(t, src); ok && !anyNode(q, printsAnother) {
			checkSame(t, src, "what is printed", ToString(q), bare(q))
		}
	}
}

// checkFormat reads a text, and its formatted text; false when it is no code.
func checkFormat(t *testing.T, src string) (q term.Term, ok bool) {
	t.Helper()
	q, _, err := Parse(src, Options{Columns: true, TokenMetadata: true})
	if err != nil {
		return nil, false
	}
	text, err := Format(src, Options{}, FormatOptions{})
	if err != nil {
		t.Errorf("%q cannot be formatted: %s", src, err.Message)
		return nil, false
	}
	checkSame(t, src, "the format", text, bare(q))
	return q, true
}

// checkSame reads a text that was made of src, which must be the form wanted.
func checkSame(t *testing.T, src, how, text string, want term.Term) {
	t.Helper()
	again, _, err := Parse(text, Options{})
	if err != nil {
		t.Errorf("%s of %q is no code: %s\n%s", how, src, text, err.Message)
		return
	}
	if got := bare(again); !term.Equal(got, want) {
		a, b := difference(got, want)
		t.Errorf("%s of %q is another form: %s\nin it %s\nnot   %s", how, src, text, term.Dump(a), term.Dump(b))
	}
}

// printsAnother reports a node that Macro.to_string prints as another one, in
// Elixir as here: texts in a row as one text, and an escaped #{ in a text with
// interpolations as one more of them.
func printsAnother(op, args term.Term) bool {
	parts, ok := term.Slice(args)
	if !ok || op != term.Term(atomBits) || len(parts) < 2 {
		return false
	}
	texts := 0
	for _, p := range parts {
		text, ok := p.(term.Binary)
		if ok && strings.Contains(string(text), "#{") {
			return true
		}
		if ok {
			texts++
		}
	}
	return texts == len(parts)
}

// anyNode reports whether some node of a quoted form is as asked.
func anyNode(t term.Term, as func(op, args term.Term) bool) bool {
	if op, _, args, ok := nodeOf(t); ok && as(op, args) {
		return true
	}
	parts, _ := partsOf(t)
	for _, p := range parts {
		if anyNode(p, as) {
			return true
		}
	}
	return false
}

// difference is the innermost parts in which two forms differ.
func difference(a, b term.Term) (term.Term, term.Term) {
	for {
		xs, ok1 := partsOf(a)
		ys, ok2 := partsOf(b)
		if !ok1 || !ok2 || len(xs) != len(ys) {
			return a, b
		}
		i := 0
		for i < len(xs)-1 && term.Equal(xs[i], ys[i]) {
			i++
		}
		a, b = xs[i], ys[i]
	}
}

func partsOf(t term.Term) ([]term.Term, bool) {
	if x, ok := t.(*term.Tuple); ok {
		return x.Elems, len(x.Elems) > 0
	}
	list, ok := term.Slice(t)
	return list, ok && len(list) > 0
}

// bare is a quoted form without what printing may change: metadata, blocks of
// one expression, and the two ways to write a charlist or a module's name. An
// empty block is printed as nil.
func bare(t term.Term) term.Term {
	switch x := t.(type) {
	case *term.Cons:
		var b term.ListBuilder
		var rest term.Term = x
		for {
			c, ok := rest.(*term.Cons)
			if !ok {
				return b.ListTail(bare(rest))
			}
			if c == nil {
				return b.List()
			}
			b.Add(bare(c.Head))
			rest = c.Tail
		}
	case *term.Tuple:
		if op, _, args, ok := nodeOf(x); ok {
			return bareNode(bare(op), bare(args))
		}
		elems := make([]term.Term, len(x.Elems))
		for i, e := range x.Elems {
			elems[i] = bare(e)
		}
		return term.NewTuple(elems...)
	}
	return t
}

func bareNode(op, args term.Term) term.Term {
	list, isList := term.Slice(args)
	switch {
	case !isList:
	case op == term.Term(atomBlock) && len(list) == 0:
		return term.Nil
	case op == term.Term(atomBlock) && len(list) == 1:
		return list[0]
	case op == term.Term(atomAliases):
		if name, ok := moduleName(list); ok {
			return name
		}
	case op == term.Term(term.Intern("sigil_c")) && len(list) == 2 && list[1] == term.Term(term.Empty):
		if op, _, parts, ok := nodeOf(list[0]); ok && op == term.Term(atomBits) {
			if chars, ok := bareCharlist(parts); ok {
				return chars
			}
		}
	}
	return node(op, term.Empty, args)
}

func moduleName(segments []term.Term) (term.Term, bool) {
	name := "Elixir"
	for _, s := range segments {
		a, ok := s.(term.Atom)
		if !ok {
			return nil, false
		}
		if a.Name() != "Elixir" {
			name += "." + a.Name()
		}
	}
	return term.Intern(name), true
}

// bareCharlist is what 'text' makes of the parts of ~c"text".
func bareCharlist(parts term.Term) (term.Term, bool) {
	list, _ := term.Slice(parts)
	var out term.ListBuilder
	for _, p := range list {
		text, ok := p.(term.Binary)
		if ok {
			plain, err := Unescape(string(text), nil)
			if err != nil {
				return nil, false
			}
			if len(list) == 1 {
				return charlist(plain), true
			}
			out.Add(term.Binary(plain))
			continue
		}
		_, _, args, ok := nodeOf(p)
		sides, _ := term.Slice(args)
		if !ok || len(sides) != 2 {
			return nil, false
		}
		out.Add(sides[0])
	}
	if len(list) == 0 {
		return term.Empty, true
	}
	call := node(atomDot, term.Empty, term.List(atomList, atomToCharlist))
	return node(call, term.Empty, term.List(out.List())), true
}
