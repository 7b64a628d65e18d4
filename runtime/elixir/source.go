package elixir

import (
	"slices"
	"strconv"
	"strings"

	"otpsh/runtime/lib"
)

// Source is the Elixir that a module was written in.
type Source struct {
	Module string
	File   string   // as stack traces name it
	Line   int      // of the first line of Text
	Text   string   // "" when the module has no text: Go or a macro made it
	Ours   bool     // a module of the library
	Native []string // functions that otpsh has in Go, as name/arity
}

// Source is what a module was written in; false when there is no such module.
func (w *World) Source(module string) (Source, bool) {
	name, ok := moduleAtom(module)
	if !ok {
		return Source{}, false
	}
	info, loaded := lib.ModuleOf(w.kernel, name)
	s := Source{Module: lib.InspectAtom(name), Native: lib.NativeFunctions(w.kernel, name)}
	text, line, _ := lib.SourceOf(w.kernel, name)
	s.Text, s.Line = text, line
	if loaded {
		s.File, s.Ours = info.File, info.Library
	}
	return s, loaded || text != "" || len(s.Native) > 0
}

// Function is what the text says of a function: documentation, type and
// clauses. The arity -1 means every one; "" is what none is written there.
func (s Source) Function(name string, arity int) string {
	return lib.FunctionText(s.Text, name, arity)
}

// Defines reports whether a module offers a function or a macro, whoever wrote
// it. The arity -1 means any.
func (w *World) Defines(module, name string, arity int) bool {
	info, ok := w.moduleInfo(module)
	if !ok || info.Exports == nil {
		return false
	}
	for _, fa := range slices.Concat(info.Exports.Functions, info.Exports.Macros) {
		if fa.Name.Name() == name && (arity < 0 || fa.Arity == arity) {
			return true
		}
	}
	return false
}

// InGo reports whether a function is one that otpsh has in Go.
func (s Source) InGo(name string, arity int) bool {
	for _, native := range s.Native {
		if native == name+"/"+strconv.Itoa(arity) || arity < 0 && strings.HasPrefix(native, name+"/") {
			return true
		}
	}
	return false
}
