package lib

import (
	"fmt"
	"math/big"
	"strings"
	"unicode"

	"otpsh/runtime/expand"
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
)

// This file is the signature of a function in its documentation: names for its
// arguments, made from the patterns of all its clauses.

// parameter is one argument of a signature.
type parameter struct {
	name      string
	chosen    bool   // a variable that was written without an underscore, or to name a pattern
	byDefault string // what follows \\; "" when there is none
}

// parameters are those of one clause. Names that stand for patterns of the same
// kind are numbered when there are several.
func (d *definition) parameters(head term.Term, env *expand.Env) []parameter {
	args, _ := headArgs(head)
	out := make([]parameter, len(args))
	kinds := make([]string, len(args))
	count := map[string]int{}
	for i, arg := range args {
		if parts, ok := isNode(arg, atomBackslash); ok && len(parts) == 2 {
			arg = parts[0]
			out[i].byDefault = syntax.ToString(d.defaultValue(parts[1], 0))
		}
		if value, ok := d.attributeRead(arg); ok {
			kinds[i] = patternKind(value, env)
		} else if name, chosen, ok := patternName(arg); ok {
			out[i].name, out[i].chosen = name, chosen
		} else {
			kinds[i] = patternKind(arg, env)
		}
		count[kinds[i]]++
	}
	number := map[string]int{}
	for i, kind := range kinds {
		switch {
		case kind == "":
		case count[kind] == 1:
			out[i].name = kind
		default:
			number[kind]++
			out[i].name = fmt.Sprint(kind, number[kind])
		}
	}
	return out
}

// patternName is the variable of a pattern: itself, or the one that names it.
func patternName(pattern term.Term) (name string, chosen, ok bool) {
	if sides, isMatch := isNode(pattern, atomMatch); isMatch && len(sides) == 2 {
		for _, side := range sides {
			if isVariable(side) {
				return plainVariable(side), true, true
			}
		}
		return "", false, false
	}
	if args, isVar := isNode(pattern, term.Intern("var!")); isVar && len(args) > 0 && isVariable(args[0]) {
		pattern = args[0]
	}
	if !isVariable(pattern) {
		return "", false, false
	}
	written, _, _, _ := threeTuple(pattern)
	return plainVariable(pattern), !strings.HasPrefix(written.(term.Atom).Name(), "_"), true
}

// plainVariable is a variable's name without the underscore that says that it
// is not used.
func plainVariable(variable term.Term) string {
	form, _, _, _ := threeTuple(variable)
	name := form.(term.Atom).Name()
	if rest := strings.TrimPrefix(name, "_"); rest != "" {
		return rest
	}
	return name
}

// patternKind is the name of an argument that is a pattern.
func patternKind(pattern term.Term, env *expand.Env) string {
	switch p := pattern.(type) {
	case term.Binary:
		return "binary"
	case float64:
		return "float"
	case int, *big.Int:
		return "int"
	case *term.Cons:
		return "list"
	case term.Atom:
		if p == term.True || p == term.False {
			return "bool"
		}
		return "atom"
	}
	if _, isList := term.Slice(pattern); isList {
		return "list"
	}
	if sides, ok := isNode(pattern, term.Intern("%")); ok && len(sides) == 2 {
		return structKind(sides[0], env)
	}
	if _, ok := isNode(pattern, term.Intern("%{}")); ok {
		return "map"
	}
	return "arg"
}

// structKind is a struct's name as that of an argument: the last part of the
// module's.
func structKind(module term.Term, env *expand.Env) string {
	name := structName(module, env)
	if name == "" {
		return "struct"
	}
	var b strings.Builder
	last := []rune(name[strings.LastIndexByte(name, '.')+1:])
	for i, r := range last {
		if unicode.IsUpper(r) && i > 0 && (!unicode.IsUpper(last[i-1]) || i+1 < len(last) && unicode.IsLower(last[i+1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// structName is the module of a struct's pattern, or the end of its name; "" when
// the pattern leaves it open.
func structName(module term.Term, env *expand.Env) string {
	if atom, ok := module.(term.Atom); ok {
		return atom.Name()
	}
	form, meta, list, _ := threeTuple(module)
	switch form {
	case term.Term(term.Intern("__MODULE__")):
		return env.Module.Name()
	case term.Term(term.Intern("__aliases__")):
		segments, _ := term.Slice(list)
		if full, ok := env.Alias(meta, segments); ok {
			return full.Name()
		}
		if last, ok := segments[len(segments)-1].(term.Atom); ok {
			return last.Name()
		}
	}
	return ""
}

// attributeRead is the value, quoted, of code that reads a module attribute.
func (d *definition) attributeRead(code term.Term) (term.Term, bool) {
	read, ok := isNode(code, term.Intern("@"))
	if !ok || len(read) != 1 || !isVariable(read[0]) {
		return nil, false
	}
	form, _, _, _ := threeTuple(read[0])
	value, err := expand.EscapeQuoted(d.attributeOr(form.(term.Atom).Name(), term.Nil), false, false)
	return value, err == nil
}

// defaultDepth is how deep in a default attributes are looked for.
const defaultDepth = 50

// defaultValue is a default with the attributes that it reads as their values.
func (d *definition) defaultValue(code term.Term, depth int) term.Term {
	if value, ok := d.attributeRead(code); ok {
		return value
	}
	if depth == defaultDepth {
		return code
	}
	switch c := code.(type) {
	case *term.Tuple:
		return term.NewTuple(d.defaultValues(c.Elems, depth)...)
	case *term.Cons:
		if elems, ok := term.Slice(c); ok {
			return term.List(d.defaultValues(elems, depth)...)
		}
	}
	return code
}

func (d *definition) defaultValues(codes []term.Term, depth int) []term.Term {
	out := make([]term.Term, len(codes))
	for i, code := range codes {
		out[i] = d.defaultValue(code, depth+1)
	}
	return out
}

// mergedParameters are the parameters of a function after one more clause: a chosen name
// of an earlier clause stays, names that differ become a number.
func mergedParameters(earlier, later []parameter) []parameter {
	for i := range earlier {
		a, b := &earlier[i], parameter{}
		if i < len(later) {
			b = later[i]
		}
		switch {
		case a.chosen || a.name == b.name:
		case b.chosen:
			a.name, a.chosen = b.name, true
		default:
			a.name = fmt.Sprintf("arg%d", i+1)
		}
	}
	return earlier
}

// signatureText is a function's signature: map(enumerable, fun), left + right.
func signatureText(name term.Atom, parameters []parameter) string {
	texts := make([]string, len(parameters))
	names := make([]term.Term, len(parameters))
	byDefault := false
	for i, p := range parameters {
		texts[i], names[i] = p.name, quotedVar(p.name, term.Empty)
		if p.byDefault != "" {
			texts[i] += ` \\ ` + p.byDefault
			byDefault = true
		}
	}
	if form, ok := formSignatures[name.Name()]; ok {
		return form
	}
	if isOperator(name) && !byDefault {
		return syntax.ToString(quotedNode(name, term.Empty, term.List(names...)))
	}
	return name.Name() + "(" + strings.Join(texts, ", ") + ")"
}

// formSignatures are those of special forms that are written in a way of their own.
var formSignatures = map[string]string{
	"%": "%struct{}", "%{}": "%{}", ".": "left . right", "__CALLER__": "__CALLER__", "__DIR__": "__DIR__", "__ENV__": "__ENV__",
	"__MODULE__": "__MODULE__", "__STACKTRACE__": "__STACKTRACE__",
}

// isOperator says whether a name is written between its arguments, or before one.
func isOperator(name term.Atom) bool {
	return strings.IndexFunc(name.Name(), func(r rune) bool { return r == '_' || unicode.IsLetter(r) }) < 0 || name.Name() == "and" ||
		name.Name() == "or" || name.Name() == "in" || name.Name() == "not" || name.Name() == "when"
}
