package elixir

import (
	"sort"
	"strings"

	"otpsh/runtime/lib"
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
)

// This file reads source text without running it: what stands in it by name,
// and where its forms begin.

// Outline is what a text of code names. Modules are named as they are written:
// an alias is not expanded.
type Outline struct {
	Defines   []string          // modules that it defines, the outer name included
	Modules   []string          // modules that it mentions
	Compiles  []string          // of these, those that must be there to compile it: structs, import, require, use
	Aliases   map[string]string // names that an alias makes, and what they stand for
	Variables []string          // names that are variables, or calls without arguments
	Calls     []string          // names of local calls
	// CallsNothing are those of Calls without arguments: i().
	CallsNothing []string
	Continues    bool // it begins with an operator: it goes on from the last value
}

// OutlineOf reads a text; false when it is no Elixir.
func OutlineOf(text string) (Outline, bool) {
	quoted, _, err := syntax.Parse(text, syntax.Options{Reserve: true})
	continues := false
	if err != nil {
		quoted, _, err = syntax.Parse("nil "+text, syntax.Options{Reserve: true})
		continues = true
	}
	if err != nil {
		return Outline{}, false
	}
	r := outliner{names: map[string]map[string]bool{}, aliases: map[string]string{}}
	r.visit(quoted, "", true)
	for len(r.todo) > 0 {
		last := r.todo[len(r.todo)-1]
		r.todo = r.todo[:len(r.todo)-1]
		r.read(last)
	}
	return Outline{
		Defines: r.sorted("defines"), Modules: r.sorted("modules"), Compiles: r.sorted("compiles"),
		Variables: r.sorted("variables"), Calls: r.sorted("calls"), Aliases: r.aliases, Continues: continues,
		CallsNothing: r.sorted("calls nothing"),
	}, true
}

// Whole reports whether a text is a form that more lines need not complete.
func Whole(text string) bool {
	_, _, err := syntax.Parse(text, syntax.Options{Reserve: true, Continue: syntax.FromValue})
	return err == nil || !err.Incomplete
}

// outliner walks quoted code on a stack of its own.
type outliner struct {
	todo    []outlined
	names   map[string]map[string]bool
	aliases map[string]string
}

// outlined is code still to be read: in the module of a name, or in none. What
// stands in the body of a module is compiled when that is defined.
type outlined struct {
	quoted term.Term
	module string
	top    bool
}

func (r *outliner) visit(quoted term.Term, module string, top bool) {
	r.todo = append(r.todo, outlined{quoted, module, top})
}

func (r *outliner) note(kind, name string) {
	if name == "" {
		return
	}
	if r.names[kind] == nil {
		r.names[kind] = map[string]bool{}
	}
	r.names[kind][name] = true
}

func (r *outliner) sorted(kind string) []string {
	var names []string
	for name := range r.names[kind] {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func (r *outliner) read(o outlined) {
	switch q := o.quoted.(type) {
	case *term.Cons:
		for q != nil {
			r.visit(q.Head, o.module, o.top)
			rest, ok := q.Tail.(*term.Cons)
			if !ok {
				return
			}
			q = rest
		}
	case *term.Tuple:
		name, args, call := call(q)
		switch {
		case call && r.special(name, args, o):
		case call:
			r.note("calls", name)
			if len(args) == 0 {
				r.note("calls nothing", name)
			}
			r.visit(q.Elems[2], o.module, o.top)
		case name != "":
			r.note("variables", name)
		default:
			for _, e := range q.Elems {
				r.visit(e, o.module, o.top)
			}
		}
	}
}

// call takes a node apart: the name and arguments of a local call, or the name
// of a variable.
func call(t *term.Tuple) (name string, args []term.Term, isCall bool) {
	if len(t.Elems) != 3 {
		return "", nil, false
	}
	atom, ok := t.Elems[0].(term.Atom)
	if !ok {
		return "", nil, false
	}
	if _, variable := t.Elems[2].(term.Atom); variable {
		return atom.Name(), nil, false
	}
	args, ok = term.Slice(t.Elems[2])
	return atom.Name(), args, ok
}

// special reads the calls that name modules.
func (r *outliner) special(name string, args []term.Term, o outlined) bool {
	switch name {
	case "__aliases__":
		r.note("modules", writtenName(args))
	case "defmodule", "defprotocol":
		if len(args) != 2 {
			return false
		}
		inner := moduleName(args[0])
		if o.module != "" {
			inner = o.module + "." + inner
		}
		r.note("defines", inner)
		r.visit(args[1], inner, false)
	case "defimpl":
		if len(args) < 2 {
			return false
		}
		for _, a := range args {
			r.visit(a, o.module, false)
		}
		for _, target := range r.targets(args[1]) {
			r.note("defines", moduleName(args[0])+"."+moduleName(target))
		}
	case "%", "import", "require", "use":
		if len(args) == 0 {
			return false
		}
		for _, module := range aliased(args[0]) {
			r.note("modules", module)
			if o.top {
				r.note("compiles", module)
			}
		}
		for _, a := range args[1:] {
			r.visit(a, o.module, o.top)
		}
	case "alias":
		if len(args) == 0 {
			return false
		}
		for _, module := range aliased(args[0]) {
			r.note("modules", module)
			r.aliases[module[strings.LastIndexByte(module, '.')+1:]] = module
			if len(args) == 2 {
				if as := moduleName(option(args[1], "as")); as != "" {
					r.aliases[as] = module
				}
			}
		}
	default:
		return false
	}
	return true
}

// targets are what a defimpl is for.
func (r *outliner) targets(options term.Term) []term.Term {
	target := option(options, "for")
	if list, ok := term.Slice(target); ok {
		return list
	}
	return []term.Term{target}
}

// option is the value of a key in quoted options; nil when there is none.
func option(options term.Term, key string) term.Term {
	list, _ := term.Slice(options)
	for _, o := range list {
		if pair, ok := o.(*term.Tuple); ok && len(pair.Elems) == 2 && pair.Elems[0] == term.Term(term.Intern(key)) {
			return pair.Elems[1]
		}
	}
	return nil
}

// aliased are the modules of A, or of A.{B, C}.
func aliased(quoted term.Term) []string {
	t, ok := quoted.(*term.Tuple)
	if ok && len(t.Elems) == 3 {
		if dot, isCall := t.Elems[0].(*term.Tuple); isCall && len(dot.Elems) == 3 {
			sides, _ := term.Slice(dot.Elems[2])
			parts, _ := term.Slice(t.Elems[2])
			if len(sides) != 2 || sides[1] != term.Term(term.Intern("{}")) {
				return nil
			}
			var names []string
			for _, p := range parts {
				names = append(names, moduleName(sides[0])+"."+moduleName(p))
			}
			return names
		}
	}
	if name := moduleName(quoted); name != "" {
		return []string{name}
	}
	return nil
}

// moduleName is the text of a module's name in quoted code; "" for what is none.
func moduleName(quoted term.Term) string {
	switch q := quoted.(type) {
	case term.Atom:
		return lib.InspectAtom(q)
	case *term.Tuple:
		if name, args, isCall := call(q); isCall && name == "__aliases__" {
			return writtenName(args)
		}
	}
	return ""
}

func writtenName(segments []term.Term) string {
	var parts []string
	for _, s := range segments {
		if a, ok := s.(term.Atom); ok {
			parts = append(parts, a.Name())
		}
	}
	return strings.TrimPrefix(strings.Join(parts, "."), "Elixir.")
}

// Form is one form of a file: its text, and the line at which it begins.
type Form struct {
	Line int
	Text string
}

// A FormError is why a text has no forms: Text is that of a syntax error, ended by
// a newline.
type FormError struct {
	Line int
	Text string
}

// FormsOf are the forms of a text, whole lines: those that share a line are one.
func FormsOf(text, file string) (forms []Form, failure *FormError) {
	quoted, _, err := syntax.Parse(text, syntax.Options{File: file, Reserve: true, LiteralEncoder: func(literal, meta term.Term) (term.Term, error) {
		return term.Tuple3(term.Intern("__block__"), meta, term.List(literal)), nil
	}})
	if err != nil {
		return nil, &FormError{err.Pos.Line, lib.SyntaxErrorText(err, false) + "\n"}
	}
	parts := []term.Term{quoted}
	if t, ok := quoted.(*term.Tuple); ok {
		if name, args, isCall := call(t); isCall && name == "__block__" && firstLineOf(t.Elems[1]) == 0 {
			parts = args
		}
	}
	var starts []int
	for _, p := range parts {
		if line := firstLineOf(p); line > 0 && (len(starts) == 0 || line > starts[len(starts)-1]) {
			starts = append(starts, line)
		}
	}
	lines := strings.Split(text, "\n")
	for i, start := range starts {
		end := len(lines)
		if i+1 < len(starts) {
			end = starts[i+1] - 1
		}
		for end > start && blankOrComment(lines[end-1]) {
			end--
		}
		form := Form{start, strings.Join(lines[start-1:end], "\n")}
		if _, _, err := syntax.Parse(form.Text, syntax.Options{Reserve: true}); err != nil {
			return []Form{{1, text}}, nil // its expressions do not stand in lines of their own
		}
		forms = append(forms, form)
	}
	return forms, nil
}

func blankOrComment(line string) bool {
	line = strings.TrimSpace(line)
	return line == "" || strings.HasPrefix(line, "#")
}

// firstLineOf is the least line in quoted code; 0 when it has none.
func firstLineOf(quoted term.Term) int {
	first := 0
	for q := range tuples(quoted) {
		if len(q.Elems) == 2 && q.Elems[0] == term.Term(term.Intern("line")) {
			if n, ok := q.Elems[1].(int); ok && (first == 0 || n < first) {
				first = n
			}
		}
	}
	return first
}
