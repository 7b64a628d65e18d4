package lib

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"otpsh/runtime/diag"
	"otpsh/runtime/kernel"
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// fuzzSlices bounds how long a program may take to compile: slices of 4,000
// reductions.
const fuzzSlices = 200

// FuzzProgram compiles whole programs after changing a few of their tokens:
// their modules are defined, and what stands outside of modules is compiled but
// not run. Whatever the text, that ends, and no defect of ours shows.
func FuzzProgram(f *testing.F) {
	for _, src := range conformancePrograms(f) {
		f.Add(src, uint64(0))
	}
	f.Fuzz(func(t *testing.T, src string, seed uint64) {
		if len(src) > 8192 {
			t.Skip()
		}
		compileOnly(t, shuffled(src, seed))
	})
}

// programTokens cuts a text into words, runs of blanks and single characters.
func programTokens(src string) []string {
	var tokens []string
	class := func(r rune) int {
		switch {
		case r == ' ' || r == '\t':
			return 1
		case r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r):
			return 2
		}
		return 0
	}
	start, last := 0, 0
	for i, r := range src {
		if c := class(r); i > 0 && (c == 0 || c != last) {
			tokens = append(tokens, src[start:i])
			start = i
		}
		last = class(r)
	}
	return append(tokens, src[start:])
}

// shuffled is a program of which up to four tokens are gone, double, or replaced
// by others of its own; seed 0 changes nothing.
func shuffled(src string, seed uint64) string {
	if seed == 0 || src == "" {
		return src
	}
	tokens := programTokens(src)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 1 + r.IntN(4) {
		i, j := r.IntN(len(tokens)), r.IntN(len(tokens))
		switch r.IntN(4) {
		case 0:
			tokens[i] = ""
		case 1:
			tokens[i] += tokens[i]
		case 2:
			tokens[i] = tokens[j]
		case 3:
			tokens[i], tokens[j] = tokens[j], tokens[i]
		}
	}
	return strings.Join(tokens, "")
}

// TestCompileOnly tells that it compiles: what is in a module is there, and what
// is outside did not run.
func TestCompileOnly(t *testing.T) {
	w := compileOnly(t, "defmodule A do\n  def f(x), do: x\nend\ndefmodule A.Main do\n  A.f(1)\nend\ndefmodule(B, do: 1)\nexit(:never)")
	for _, name := range []string{"A", "A.Main", "B"} {
		if vm.Code(w).Installed(term.Alias(name)) == nil {
			t.Errorf("%s is not defined", name)
		}
	}
}

func conformancePrograms(t testing.TB) []string {
	files, err := filepath.Glob("../../scripts/conformance/*/*.exs")
	if err != nil || len(files) == 0 {
		t.Fatalf("no conformance programs: %v", err)
	}
	var programs []string
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		programs = append(programs, string(src))
	}
	return programs
}

// compileOnly compiles a program in a simulated world that has no outside.
func compileOnly(t *testing.T, src string) *kernel.World {
	t.Helper()
	quoted, _, err := syntax.Parse(src, syntax.Options{File: "fuzz.exs", Columns: true})
	if err != nil {
		return nil
	}
	w := kernel.NewWorld(kernel.Config{Host: silentHost{}, Simulated: true, Limits: kernel.Limits{HeapWords: 32 << 20}})
	defer w.Stop()
	Attach(w, nil)
	OnDiagnostic(w, func(d diag.Diagnostic) { d.Render(false) })
	w.OnPanic = func(_ *kernel.Process, value any, stack []byte) {
		t.Errorf("%q: a defect of ours: %v\n%s", src, value, stack)
	}
	w.Spawn(kernel.SpawnOptions{}, vm.NewMFA(w, term.Intern("otpsh_code"), term.Intern("compile_quoted"),
		[]term.Term{modulesAlone(quoted), term.Binary("fuzz.exs")}))
	w.Settle(fuzzSlices)
	return w
}

// modulesAlone is a program that defines the modules of another, and holds the
// rest of it in a function that is not called.
func modulesAlone(quoted term.Term) term.Term {
	parts, ok := isNode(quoted, atomBlock)
	if !ok {
		parts = []term.Term{quoted}
	}
	node := func(op, args term.Term) term.Term { return term.Tuple3(op, term.Empty, args) }
	var modules, rest []term.Term
	for _, p := range parts {
		if definesModule(p) {
			modules = append(modules, p)
		} else {
			rest = append(rest, p)
		}
	}
	body := node(atomBlock, term.List(rest...))
	clause := node(term.Intern("->"), term.List(term.Empty, body))
	return node(atomBlock, term.List(append(modules, node(term.Intern("fn"), term.List(clause)))...))
}

func definesModule(quoted term.Term) bool {
	for _, name := range []string{"defmodule", "defprotocol", "defimpl"} {
		if _, ok := isNode(quoted, term.Intern(name)); ok {
			return true
		}
	}
	return false
}
