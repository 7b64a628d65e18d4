// Small helpers on text and core nodes.

package expand

import (
	"strings"

	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

func fields(s string) []string { return strings.Fields(s) }

func cut(s, sep string) (string, string) {
	before, after, _ := strings.Cut(s, sep)
	return before, after
}

// splitArity takes "name/2" apart; the name may hold a slash itself.
func splitArity(s string) (string, int) {
	i := strings.LastIndexByte(s, '/')
	return s[:i], int(s[i+1] - '0')
}

// literalValue is the value of a constant.
func literalValue(e core.Expr) (term.Term, bool) {
	if lit, ok := e.(*core.Literal); ok {
		return lit.Value, true
	}
	return nil, false
}

// literalAtom is the value of a constant that is an atom.
func literalAtom(e core.Expr) (term.Atom, bool) {
	v, ok := literalValue(e)
	if !ok {
		return term.Atom{}, false
	}
	a, ok := v.(term.Atom)
	return a, ok
}
