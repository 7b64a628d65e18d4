package lib

import (
	"slices"
	"strings"

	"otpsh/runtime/kernel"
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
)

// This file keeps the text that a module was written in, and finds the module
// and its functions there.

// WrittenIn is the text that a module was compiled from: a file, an input of
// the shell, a string.
type WrittenIn struct {
	Text string
	Line int // the number of its first line
}

// RememberText keeps what is compiled next under a file's name: modules that
// are defined in it take it along. A later text of that name replaces it.
func RememberText(w *kernel.World, file, text string, line int) {
	if !strings.Contains(text, "def") {
		return
	}
	s := worldState(w)
	s.mu.Lock()
	s.texts[file] = WrittenIn{text, line}
	s.mu.Unlock()
}

// writtenIn is the text that a module at a line of a file stands in.
func (s *state) writtenIn(file string, line int) WrittenIn {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.texts[file]
	if line < w.Line || line > w.Line+strings.Count(w.Text, "\n") {
		return WrittenIn{}
	}
	return w
}

// SourceOf is the text of a module and the number of its first line; false when
// it is not known: the module is written in Go, or a macro made it.
func SourceOf(w *kernel.World, name term.Atom) (text string, line int, ok bool) {
	info, loaded := ModuleOf(w, name)
	if loaded && !info.Library {
		return moduleText(info.Written, info.Line)
	}
	src, ours := sources()[name]
	return src.text, src.line, ours
}

// NativeFunctions are the functions of a module of ours that are written in Go,
// as name/arity, sorted.
func NativeFunctions(w *kernel.World, name term.Atom) []string {
	if info, loaded := ModuleOf(w, name); loaded && !info.Library {
		return nil
	}
	var out []string
	for key := range nativesOf(name) {
		out = append(out, key)
	}
	slices.Sort(out)
	return out
}

// region is a piece of a text: its first and its last line.
type region struct{ first, last int }

var moduleForms = []term.Atom{term.Intern("defmodule"), term.Intern("defprotocol"), term.Intern("defimpl")}

// moduleText is the text of the module whose definition begins at a line.
func moduleText(w WrittenIn, line int) (text string, first int, ok bool) {
	if w.Text == "" {
		return "", 0, false
	}
	quoted, _, err := syntax.Parse(w.Text, syntax.Options{Line: w.Line, LineZero: true, TokenMetadata: true, Reserve: true})
	if err != nil {
		return "", 0, false
	}
	for queue := []term.Term{quoted}; len(queue) > 0; queue = queue[1:] {
		form, meta, args, isCall := threeTuple(queue[0])
		if name, isAtom := form.(term.Atom); isCall && isAtom && slices.Contains(moduleForms, name) && lineIn(meta) == line {
			r := extent(queue[0])
			return dedent(linesOf(w, r)), r.first, true
		}
		if isCall {
			queue = append(queue, form, args)
			continue
		}
		queue = append(queue, parts(queue[0])...)
	}
	return "", 0, false
}

// parts are the elements of a list or a tuple.
func parts(t term.Term) []term.Term {
	switch t := t.(type) {
	case *term.Cons:
		elems, _ := term.Slice(t)
		return elems
	case *term.Tuple:
		return t.Elems
	}
	return nil
}

func lineIn(meta term.Term) int {
	line, _ := metaValue(meta, "line").(int)
	return line
}

// metaValue is what a node's metadata says under a name; nil when it does not.
func metaValue(meta term.Term, name string) term.Term {
	pairs, _ := term.Slice(meta)
	for _, p := range pairs {
		if key, value, ok := pairOf(p); ok && key == term.Term(term.Intern(name)) {
			return value
		}
	}
	return nil
}

// extent are the lines that a node covers, as far as its metadata tells.
func extent(node term.Term) region {
	r := region{}
	for queue := []term.Term{node}; len(queue) > 0; queue = queue[1:] {
		form, meta, args, isCall := threeTuple(queue[0])
		if !isCall {
			queue = append(queue, parts(queue[0])...)
			continue
		}
		lines := []int{lineIn(meta)}
		for _, name := range []string{"end", "closing", "end_of_expression"} {
			lines = append(lines, lineIn(metaValue(meta, name)))
		}
		for _, line := range lines {
			if line > 0 && (r.first == 0 || line < r.first) {
				r.first = line
			}
			r.last = max(r.last, line)
		}
		queue = append(queue, form, args)
	}
	return r
}

// linesOf are the lines of a region of a text.
func linesOf(w WrittenIn, r region) string {
	lines := strings.SplitAfter(w.Text, "\n")
	from, to := max(0, r.first-w.Line), min(len(lines), r.last-w.Line+1)
	if from >= to {
		return ""
	}
	return strings.Join(lines[from:to], "")
}

// dedent takes the indentation of the first line from all.
func dedent(text string) string {
	indent := text[:len(text)-len(strings.TrimLeft(text, " \t"))]
	if indent == "" {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimPrefix(line, indent))
	}
	return b.String()
}

var definers = []term.Atom{
	term.Intern("def"), term.Intern("defp"), term.Intern("defmacro"), term.Intern("defmacrop"),
	term.Intern("defguard"), term.Intern("defguardp"), term.Intern("defdelegate"),
}

// FunctionText is what a module's text says of a function: its documentation,
// its type and its clauses, with the comments above them. The arity -1 means
// every one. It is "" when no definition of it is written there.
func FunctionText(module, name string, arity int) string {
	w := WrittenIn{module, 1}
	quoted, _, err := syntax.Parse(module, syntax.Options{TokenMetadata: true, Reserve: true})
	if err != nil {
		return ""
	}
	var found []region
	body := bodyOf(quoted)
	about := 0 // where the attributes begin that stand before a definition
	for i, node := range body {
		r := extent(node)
		form, _, args, isCall := threeTuple(node)
		atom, _ := form.(term.Atom)
		switch {
		case isCall && atom.Name() == "@" && !isModuledoc(args):
			if about == 0 {
				about = r.first
			}
			continue
		case isCall && slices.Contains(definers, atom) && definesFunction(args, name, arity):
			if about > 0 {
				r.first = about
			}
			if i == len(body)-1 {
				r.last = max(r.last, w.lastOfBody())
			}
			found = append(found, region{w.commentAbove(r.first), r.last})
		}
		about = 0
	}
	var b strings.Builder
	for i, r := range found {
		if i > 0 && r.first > found[i-1].last+1 {
			b.WriteString("\n")
		}
		b.WriteString(linesOf(w, r))
	}
	return dedent(b.String())
}

// bodyOf are the expressions of a module's body.
func bodyOf(quoted term.Term) []term.Term {
	_, _, list, _ := threeTuple(quoted)
	args, _ := term.Slice(list)
	if len(args) == 0 {
		return nil
	}
	blocks, _ := term.Slice(args[len(args)-1])
	for _, block := range blocks {
		if key, value, ok := pairOf(block); ok && key == term.Term(atomDo) {
			if several, isBlock := isNode(value, atomBlock); isBlock {
				return several
			}
			return []term.Term{value}
		}
	}
	return nil
}

// isModuledoc reports whether the arguments of @ are those of @moduledoc.
func isModuledoc(args term.Term) bool {
	list, _ := term.Slice(args)
	if len(list) != 1 {
		return false
	}
	_, is := isNode(list[0], term.Intern("moduledoc"))
	return is
}

// definesFunction reports whether the arguments of def are those of a function
// of that name, and of that arity if that is no -1; defaults make several.
func definesFunction(args term.Term, name string, arity int) bool {
	list, _ := term.Slice(args)
	if len(list) == 0 {
		return false
	}
	head := list[0]
	if guarded, ok := isNode(head, term.Intern("when")); ok && len(guarded) > 0 {
		head = guarded[0]
	}
	form, _, parameters, ok := threeTuple(head)
	if atom, isAtom := form.(term.Atom); !ok || !isAtom || atom.Name() != name {
		return false
	}
	most, _ := term.Slice(parameters)
	least := len(most)
	for _, p := range most {
		if _, hasDefault := isNode(p, term.Intern(`\\`)); hasDefault {
			least--
		}
	}
	return arity < 0 || least <= arity && arity <= len(most)
}

// line is one line of the text.
func (w WrittenIn) line(n int) string { return strings.TrimSpace(linesOf(w, region{n, n})) }

// commentAbove is the first line of the comment that ends above a line, else
// that line.
func (w WrittenIn) commentAbove(line int) int {
	for line > w.Line && strings.HasPrefix(w.line(line-1), "#") {
		line--
	}
	return line
}

// lastOfBody is the last line before the end of a module that is the whole
// text.
func (w WrittenIn) lastOfBody() int {
	last := w.Line + strings.Count(strings.TrimRight(w.Text, "\n"), "\n")
	for last--; last > w.Line && (w.line(last) == "" || strings.HasPrefix(w.line(last), "#")); {
		last--
	}
	return last
}
