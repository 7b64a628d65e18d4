package lib

import (
	"fmt"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file explains why a format and its arguments do not go together, as the
// BEAM's error_info does for :io.format.

// argType is what a directive wants of an argument.
type argType string

const (
	anyArg     argType = ""
	integerArg argType = "integer"
	floatArg   argType = "float"
	stringArg  argType = "string"
)

// formatProblem is {position, text}: which of format and args is wrong, and
// how.
func formatProblem(_ *vm.Machine, a []term.Term) (term.Term, error) {
	position, text := explainFormat(a[0], a[1])
	return term.Tuple2(term.Int(position), term.Binary(text)), nil
}

func explainFormat(format, args term.Term) (position int, text string) {
	list, isList := term.Slice(args)
	runes, ok := formatText(format)
	switch {
	case !ok:
		return 1, "not a valid format string"
	case !isList:
		return 2, listProblem(args)
	}
	types, problem := formatTypes(runes)
	switch {
	case problem != "":
		return 1, "format string invalid (" + problem + ")"
	case len(types) != len(list):
		return 1, "wrong number of arguments"
	}
	for i, want := range types {
		if !want.fits(list[i]) {
			return 2, fmt.Sprintf("element %d must be of type %s", i+1, want)
		}
	}
	return 1, "failed to format string"
}

func (t argType) fits(arg term.Term) bool {
	switch t {
	case integerArg:
		return isInteger(arg)
	case floatArg:
		_, ok := arg.(float64)
		return ok
	case stringArg:
		if _, ok := arg.(term.Atom); ok {
			return true
		}
		_, ok := charText(arg)
		return ok
	}
	return true
}

// formatTypes are the arguments that a format wants, in order.
func formatTypes(s []rune) (types []argType, problem string) {
	for i := 0; i < len(s); i++ {
		if s[i] != '~' {
			continue
		}
		for i++; i < len(s) && isFieldRune(s, i); i++ {
			if s[i] == '*' {
				types = append(types, integerArg)
			}
		}
		for ; i+1 < len(s) && (s[i] == 't' || s[i] == 'l'); i++ {
		}
		if i >= len(s) {
			return nil, "truncated"
		}
		switch s[i] {
		case '~', 'n':
		case 'i', 'w', 'p', '+', '#':
			types = append(types, anyArg)
		case 'W', 'P':
			types = append(types, anyArg, integerArg)
		case 'x', 'X':
			types = append(types, anyArg, anyArg)
		case 'c', 'b', 'B':
			types = append(types, integerArg)
		case 'f', 'e', 'g':
			types = append(types, floatArg)
		case 's':
			types = append(types, stringArg)
		default:
			return nil, "invalid control ~" + string(s[i])
		}
	}
	return types, ""
}

// isFieldRune says whether the rune belongs to the width, precision or padding
// of a directive; a padding rune stands after two points.
func isFieldRune(s []rune, i int) bool {
	switch r := s[i]; {
	case r == '-', r == '*', r == '.', r >= '0' && r <= '9':
		return true
	}
	return i >= 2 && s[i-1] == '.' && (s[i-2] == '.' || s[i-2] >= '0' && s[i-2] <= '9' || s[i-2] == '*') && countPoints(s, i) == 2
}

// countPoints counts the points between the rune and the ~ before it.
func countPoints(s []rune, i int) int {
	n := 0
	for i--; i >= 0 && s[i] != '~'; i-- {
		if s[i] == '.' {
			n++
		}
	}
	return n
}

// explained raises :badarg in the name of another function: (module, function,
// arguments, position, text).
func explained(_ *vm.Machine, a []term.Term) (term.Term, error) {
	module, _ := a[0].(term.Atom)
	function, _ := a[1].(term.Atom)
	args, _ := term.Slice(a[2])
	position, _ := a[3].(int)
	text, _ := a[4].(term.Binary)
	e := vm.BadArg(position, string(text))
	e.Stack = []vm.StackFrame{{Module: module, Function: function, Arity: len(args), Args: args}}
	return nil, e
}
