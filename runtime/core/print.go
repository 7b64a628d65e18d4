// Printing a tree: for golden tests, and for the shell's .core.

package core

import (
	"fmt"
	"strconv"
	"strings"

	"otpsh/runtime/term"
)

// String shows a function with its clauses. Variables are name.number.
func (f *Function) String() string {
	p := &printer{}
	p.put("%s.%s/%d", atomText(f.Module), f.Name, f.Arity)
	p.clauses(f.Clauses)
	return p.b.String()
}

// Print shows an expression.
func Print(e Expr) string {
	p := &printer{}
	p.expr(e)
	return p.b.String()
}

// PrintPattern shows a pattern.
func PrintPattern(pat Pattern) string {
	p := &printer{}
	p.pattern(pat)
	return p.b.String()
}

// String shows a clause.
func (c *Clause) String() string {
	p := &printer{}
	p.clause(c)
	return p.b.String()
}

type printer struct {
	b      strings.Builder
	indent int
}

func (p *printer) put(format string, args ...any) { fmt.Fprintf(&p.b, format, args...) }

func (p *printer) line() {
	p.b.WriteByte('\n')
	p.b.WriteString(strings.Repeat("  ", p.indent))
}

func atomText(a term.Atom) string {
	if a.IsZero() {
		return "nil"
	}
	if rest, ok := strings.CutPrefix(a.Name(), "Elixir."); ok {
		return rest
	}
	return ":" + a.Name()
}

// value is a constant, on one line.
func value(t term.Term) string {
	switch v := t.(type) {
	case term.Atom:
		switch v {
		case term.Nil, term.True, term.False:
			return v.Name()
		}
		return atomText(v)
	case int:
		return strconv.Itoa(v)
	case term.Binary:
		return strconv.Quote(string(v))
	}
	return term.Dump(t)
}

func (p *printer) clauses(cs []*Clause) {
	p.indent++
	for _, c := range cs {
		p.line()
		p.clause(c)
	}
	p.indent--
}

func (p *printer) clause(c *Clause) {
	p.patterns(c.Patterns)
	p.guards(c.Guards)
	p.put(" -> ")
	p.body(c.Body)
}

// body is an expression that may take more lines than one.
func (p *printer) body(e Expr) {
	if b, ok := e.(*Block); ok {
		p.indent++
		for _, e := range b.Exprs {
			p.line()
			p.expr(e)
		}
		p.indent--
		return
	}
	p.expr(e)
}

func (p *printer) patterns(ps []Pattern) {
	for i, pat := range ps {
		if i > 0 {
			p.put(", ")
		}
		p.pattern(pat)
	}
}

func (p *printer) guards(gs []Expr) {
	for _, g := range gs {
		p.put(" when ")
		p.expr(g)
	}
}

func (p *printer) exprs(es []Expr) {
	for i, e := range es {
		if i > 0 {
			p.put(", ")
		}
		p.expr(e)
	}
}

func (p *printer) pairs(ps []Pair) {
	for i, pair := range ps {
		if i > 0 {
			p.put(", ")
		}
		p.expr(pair.Key)
		p.put(" => ")
		p.expr(pair.Value)
	}
}

func (p *printer) part(name string, e Expr) {
	if e != nil {
		p.line()
		p.put("%s ", name)
		p.body(e)
	}
}

func (p *printer) expr(e Expr) {
	switch e := e.(type) {
	case nil:
		p.put("<none>")
	case *Literal:
		p.put("%s", value(e.Value))
	case *Var:
		p.put("%s.%d", e.Name, e.ID)
	case *Tuple:
		p.put("{")
		p.exprs(e.Elems)
		p.put("}")
	case *List:
		p.put("[")
		p.exprs(e.Elems)
		if e.Tail != nil {
			p.put(" | ")
			p.expr(e.Tail)
		}
		p.put("]")
	case *Map:
		p.put("%%{")
		p.pairs(e.Pairs)
		p.put("}")
	case *MapUpdate:
		p.put("%%")
		if !e.Struct.IsZero() {
			p.put("%s", atomText(e.Struct))
		}
		p.put("{")
		p.expr(e.Map)
		p.put(" | ")
		p.pairs(e.Pairs)
		p.put("}")
	case *Bitstring:
		p.segments(e.Segments)
	case *Block:
		p.put("do")
		p.body(e)
		p.line()
		p.put("end")
	case *Match:
		p.pattern(e.Pattern)
		p.put(" = ")
		p.expr(e.Value)
	case *Local:
		p.put("%s(", e.Name)
		p.exprs(e.Args)
		p.put(")")
	case *Remote:
		p.expr(e.Module)
		p.put(".")
		p.name(e.Name)
		p.put("(")
		p.exprs(e.Args)
		p.put(")")
	case *Access:
		p.expr(e.Value)
		p.put(".%s", e.Name)
	case *CallFun:
		p.expr(e.Fun)
		p.put(".(")
		p.exprs(e.Args)
		p.put(")")
	case *LocalFun:
		p.put("&%s/%d", e.Name, e.Arity)
	case *RemoteFun:
		p.put("&")
		p.expr(e.Module)
		p.put(".")
		p.name(e.Name)
		p.put("/")
		p.expr(e.Arity)
	case *Stacktrace:
		p.put("__STACKTRACE__")
	default:
		p.form(e)
	}
}

func (p *printer) name(e Expr) {
	if lit, ok := e.(*Literal); ok {
		if a, ok := lit.Value.(term.Atom); ok {
			p.put("%s", a.Name())
			return
		}
	}
	p.put("(")
	p.expr(e)
	p.put(")")
}

// form shows the nodes that have clauses.
func (p *printer) form(e Expr) {
	switch e := e.(type) {
	case *Case:
		p.put("case ")
		p.expr(e.Subject)
		p.clauses(e.Clauses)
	case *If:
		p.put("if ")
		if e.Strict {
			p.put("strict(%s) ", e.Op)
		}
		p.expr(e.Test)
		p.indent++
		p.part("then", e.Then)
		p.part("else", e.Else)
		p.indent--
	case *Cond:
		p.put("cond")
		p.indent++
		for i := range e.Tests {
			p.line()
			p.expr(e.Tests[i])
			p.put(" -> ")
			p.body(e.Bodies[i])
		}
		p.indent--
	case *With:
		p.with(e)
	case *For:
		p.comprehension(e)
	case *Receive:
		p.put("receive")
		p.clauses(e.Clauses)
		if e.Timeout != nil {
			p.indent++
			p.part("timeout", e.Timeout)
			p.part("after", e.After)
			p.indent--
		}
	case *Try:
		p.try(e)
	case *Fn:
		p.put("fn")
		if !e.Name.IsZero() {
			p.put(" %s", e.Name)
		}
		p.clauses(e.Clauses)
	default:
		p.put("<%T>", e)
	}
}

func (p *printer) with(e *With) {
	p.put("with")
	p.indent++
	for _, s := range e.Steps {
		p.line()
		if s.Pattern != nil {
			p.pattern(s.Pattern)
			p.guards(s.Guards)
			p.put(" <- ")
		}
		p.expr(s.Value)
	}
	p.part("do", e.Body)
	if e.Else != nil {
		p.line()
		p.put("else")
		p.clauses(e.Else)
	}
	p.indent--
}

func (p *printer) comprehension(e *For) {
	p.put("for")
	p.indent++
	for _, q := range e.Qualifiers {
		p.line()
		if q.Pattern != nil {
			p.pattern(q.Pattern)
			p.guards(q.Guards)
			if q.Bits {
				p.put(" <=")
			} else {
				p.put(" <-")
			}
			p.put(" ")
		}
		p.expr(q.Source)
	}
	p.part("into", e.Into)
	if e.Uniq {
		p.line()
		p.put("uniq")
	}
	p.part("reduce", e.Reduce)
	p.part("do", e.Body)
	if e.Clauses != nil {
		p.line()
		p.put("do")
		p.clauses(e.Clauses)
	}
	p.indent--
}

func (p *printer) try(e *Try) {
	p.put("try")
	p.indent++
	p.part("do", e.Body)
	for _, r := range e.Rescue {
		p.line()
		p.put("rescue ")
		if r.Var != nil {
			p.pattern(r.Var)
			p.put(" ")
		}
		if r.Any {
			p.put("in _")
		} else {
			p.put("in [")
			p.exprs(r.Modules)
			p.put("]")
		}
		p.put(" -> ")
		p.body(r.Body)
	}
	for _, c := range e.Catch {
		p.line()
		p.put("catch ")
		p.pattern(c.Kind)
		p.put(", ")
		p.pattern(c.Value)
		p.guards(c.Guards)
		p.put(" -> ")
		p.body(c.Body)
	}
	if e.Else != nil {
		p.line()
		p.put("else")
		p.clauses(e.Else)
	}
	p.part("after", e.After)
	p.indent--
}

var segNames = [...]string{"integer", "float", "binary", "bits", "utf8", "utf16", "utf32"}

func (p *printer) segments(segs []Segment) {
	p.put("<<")
	for i, s := range segs {
		if i > 0 {
			p.put(", ")
		}
		if s.Pattern != nil {
			p.pattern(s.Pattern)
		} else {
			p.expr(s.Value)
		}
		p.put("::%s", segNames[s.Type])
		if s.Signed {
			p.put("-signed")
		}
		if s.Little {
			p.put("-little")
		}
		if s.Size != nil {
			p.put("-size(")
			p.expr(s.Size)
			p.put(")")
		}
		p.put("-unit(%d)", s.Unit)
	}
	p.put(">>")
}

func (p *printer) pattern(pat Pattern) {
	switch pat := pat.(type) {
	case nil:
		p.put("<none>")
	case *PVar:
		p.put("%s.%d", pat.Name, pat.ID)
	case *PWild:
		p.put("_")
	case *PLiteral:
		p.put("%s", value(pat.Value))
	case *PPin:
		p.put("^")
		p.expr(pat.Value)
	case *PTuple:
		p.put("{")
		p.patterns(pat.Elems)
		p.put("}")
	case *PList:
		p.put("[")
		p.patterns(pat.Elems)
		if pat.Tail != nil {
			p.put(" | ")
			p.pattern(pat.Tail)
		}
		p.put("]")
	case *PMap:
		p.put("%%{")
		for i, pair := range pat.Pairs {
			if i > 0 {
				p.put(", ")
			}
			p.expr(pair.Key)
			p.put(" => ")
			p.pattern(pair.Value)
		}
		p.put("}")
	case *PAtom:
		p.put("atom()")
	case *PBoth:
		p.pattern(pat.Left)
		p.put(" = ")
		p.pattern(pat.Right)
	case *PBits:
		p.segments(pat.Segments)
	default:
		p.put("<%T>", pat)
	}
}
