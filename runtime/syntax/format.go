// Quoted terms as text, and the formatter.

package syntax

import (
	"otpsh/runtime/diag"
	"otpsh/runtime/term"
)

// defaultWidth is the line length of Macro.to_string and of the formatter.
const defaultWidth = 98

// ToString is Macro.to_string/1: the quoted term as formatted code. What is
// no quoted term (a pid, a map) is shown by a plain dump; ToStringWith takes
// Inspect for that.
func ToString(quoted term.Term) string { return ToStringWith(quoted, term.Dump) }

// ToStringWith is ToString with a way to show what is no quoted term.
func ToStringWith(quoted term.Term, inspect func(term.Term) string) string {
	return quotedText(quoted, defaultWidth, inspect, FormatOptions{MigrateCharlists: true})
}

func quotedText(quoted term.Term, width int, inspect func(term.Term) string, o FormatOptions) string {
	return layout(quotedDoc(quoted, inspect, o), width)
}

func quotedDoc(quoted term.Term, inspect func(term.Term) string, o FormatOptions) *doc {
	n := &normalizer{locals: o.locals(), inspect: inspect}
	p := &printer{nesting: 2, o: o.print(inspect)}
	return p.blockDoc(n.norm(quoted, term.Empty), firstLine0, lastLine)
}

// FormatOptions are those of Code.format_string!.
type FormatOptions struct {
	LineLength int
	// Locals are local calls without parentheses beside the default ones, by
	// name; an arity of -1 is any.
	Locals            map[string][]int
	ForceDoEnd        bool
	MigrateCharlists  bool
	MigrateBitstrings bool
	MigrateUnless     bool
	// Sigil, when set, gives the content of a sigil; false leaves it.
	Sigil func(Sigil) (string, bool)
}

// Sigil is a sigil as it is written: its content begins with a text, which is
// all of it unless there are interpolations.
type Sigil struct {
	Name, Modifiers, Content, Delimiter string
	Line                                int
}

func (o *FormatOptions) print(inspect func(term.Term) string) printOptions {
	return printOptions{
		locals: o.locals(), forceDoEnd: o.ForceDoEnd, charlistSigils: o.MigrateCharlists,
		bitstringMods: o.MigrateBitstrings, rewriteUnless: o.MigrateUnless, inspect: inspect, sigil: o.Sigil,
	}
}

func (o *FormatOptions) locals() map[string][]int {
	if len(o.Locals) == 0 {
		return defaultLocals
	}
	all := make(map[string][]int, len(defaultLocals)+len(o.Locals))
	for _, m := range []map[string][]int{defaultLocals, o.Locals} {
		for name, arities := range m {
			all[name] = append(all[name][:len(all[name]):len(all[name])], arities...)
		}
	}
	return all
}

// defaultLocals are the local calls that are written without parentheses.
var defaultLocals = map[string][]int{
	"alias": {1, 2}, "case": {2}, "cond": {1}, "for": {AnyArity}, "import": {1, 2}, "quote": {1, 2},
	"receive": {1}, "require": {1, 2}, "try": {1}, "with": {AnyArity},
	"def": {1, 2}, "defp": {1, 2}, "defguard": {1}, "defguardp": {1}, "defmacro": {1, 2}, "defmacrop": {1, 2},
	"defmodule": {2}, "defdelegate": {2}, "defexception": {1}, "defoverridable": {1}, "defstruct": {1},
	"destructure": {2}, "raise": {1, 2}, "reraise": {2, 3}, "if": {2}, "unless": {2}, "use": {1, 2},
	"defrecord": {2, 3}, "defrecordp": {2, 3},
	"assert": {1, 2}, "assert_in_delta": {3, 4}, "assert_raise": {2, 3}, "assert_receive": {1, 2, 3},
	"assert_received": {1, 2}, "doctest": {1, 2}, "refute": {1, 2}, "refute_in_delta": {3, 4},
	"refute_receive": {1, 2, 3}, "refute_received": {1, 2}, "setup": {1, 2}, "setup_all": {1, 2}, "test": {1, 2},
	"config": {2, 3}, "import_config": {1},
}

// Format is Code.format_string!: source text, read with the options for its
// place and atoms, formatted, without a line end after it.
func Format(src string, read Options, o FormatOptions) (string, *Error) {
	var comments []Comment
	read.TokenMetadata, read.NoUnescape = true, true
	read.LiteralEncoder = func(literal, meta term.Term) (term.Term, error) {
		return node(atomBlock, meta, term.List(literal)), nil
	}
	read.Comment = func(c Comment) { comments = append(comments, c) }
	quoted, _, err := Parse(src, read)
	if err != nil {
		return "", err
	}
	width := o.LineLength
	if width == 0 {
		width = defaultWidth
	}
	p := &printer{nesting: 2, o: o.print(term.Dump), comments: gatherComments(comments)}
	d := p.blockDoc(quoted, firstLine0, lastLine)
	if p.cut {
		err := &Error{Prefix: tooDeep, Token: "operator", Pos: diag.Pos{Line: 1, Column: 1}}
		read.fill()
		err.complete(src, read)
		return "", err
	}
	return layout(d, width), nil
}

// withoutUnless rewrites unless as if; false when there is none.
func (p *printer) withoutUnless(q term.Term, name string, meta term.Term, args []term.Term, at place) (*doc, bool) {
	if len(args) != 2 {
		return nil, false
	}
	switch name {
	case "defmacro", "defmacrop":
		if op, _, _, ok := nodeOf(args[0]); ok && isAtom(op, atomUnless) {
			p.o.rewriteUnless = false
			defer func() { p.o.rewriteUnless = true }()
			return p.quoted(q, at), true
		}
	case "unless":
		return p.quoted(node(atomIf, meta, term.List(negated(args[0]), args[1])), at), true
	case "|>":
		op, m, inner, ok := nodeOf(args[1])
		block, isArgs := properList(inner)
		if !ok || !isAtom(op, atomUnless) || !isArgs || len(block) != 1 {
			break
		}
		condition := negated(args[0])
		if op, _, _, ok := nodeOf(args[0]); ok && isAtom(op, term.Intern("|>")) {
			dot := node(atomDot, term.Empty, term.List(atomKernel, atomBang))
			not := node(dot, term.List(pair(atomClosing, term.Empty)), term.Empty)
			condition = node(op, term.Empty, term.List(args[0], not))
		}
		return p.quoted(node(term.Intern("|>"), meta, term.List(condition, node(atomIf, m, inner))), at), true
	}
	return nil, false
}

var (
	atomUnless = term.Intern("unless")
	atomIf     = term.Intern("if")
)

// negations of comparisons.
var negations = map[string]string{"==": "!=", "===": "!==", "!=": "==", "!==": "==="}

// negated is the condition whose truth is the opposite.
func negated(t term.Term) term.Term {
	op, meta, args, ok := nodeOf(t)
	list, isArgs := properList(args)
	name, isName := op.(term.Atom)
	if ok && isArgs && isName {
		switch {
		case (name == atomNot || name == atomBang) && len(list) == 1:
			return list[0]
		case oneOf(name.Name(), " > >= < <= in ") && len(list) == 2, len(list) > 0 && oneOf(name.Name(), guards):
			return node(atomNot, term.Empty, term.List(t))
		case len(list) == 2 && negations[name.Name()] != "":
			return node(term.Intern(negations[name.Name()]), meta, args)
		}
	}
	return node(atomBang, term.Empty, term.List(t))
}

const guards = " is_atom is_boolean is_nil is_number is_integer is_float is_binary is_map is_struct " +
	"is_non_struct_map is_exception is_list is_tuple is_function is_reference is_pid is_port "
