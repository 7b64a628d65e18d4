// Documents as the terms of Inspect.Algebra.

package syntax

import "otpsh/runtime/term"

// Algebra is Code.quoted_to_algebra: the quoted term as a document of
// Inspect.Algebra. Inspect shows what is no quoted term.
func Algebra(quoted term.Term, inspect func(term.Term) string, o FormatOptions) term.Term {
	return quotedDoc(quoted, inspect, o).term()
}

// term is a document as a term. Documents in a row nest to the left, as deep as
// the row is long: that side is a loop.
func (d *doc) term() term.Term {
	var row []*doc
	for d != nil && d.kind == docConcat {
		row = append(row, d.b)
		d = d.a
	}
	t := d.single()
	for i := len(row) - 1; i >= 0; i-- {
		t = tagged("doc_cons", t, row[i].term())
	}
	return t
}

func tagged(tag string, elems ...term.Term) term.Term {
	return term.NewTuple(append([]term.Term{term.Intern(tag)}, elems...)...)
}

func either(yes bool, a, b string) term.Term {
	if yes {
		return term.Intern(a)
	}
	return term.Intern(b)
}

// single is the term of a document that is no row.
func (d *doc) single() term.Term {
	if d == nil {
		return term.Intern("doc_nil")
	}
	switch d.kind {
	case docText:
		if d.n == len(d.text) {
			return term.Binary(d.text)
		}
		return tagged("doc_string", term.Binary(d.text), term.Int(d.n))
	case docNest:
		level := term.Term(term.Int(d.n))
		switch d.n {
		case nestCursor:
			level = term.Intern("cursor")
		case nestReset:
			level = term.Intern("reset")
		}
		return tagged("doc_nest", d.a.term(), level, either(d.always, "always", "break"))
	case docBreak:
		return tagged("doc_break", term.Binary(d.text), either(d.flex, "flex", "strict"))
	case docLine:
		return term.Intern("doc_line")
	case docGroup:
		return tagged("doc_group", d.a.term(), either(d.inherit, "inherit", "self"))
	case docFits:
		return tagged("doc_fits", d.a.term(), either(d.on, "enabled", "disabled"))
	case docForce:
		return tagged("doc_force", d.a.term())
	case docCollapse:
		return tagged("doc_collapse", term.Int(d.n))
	case docLimit:
		limit := term.Term(term.Int(d.n))
		if d.n == noWidth {
			limit = term.Intern("infinity")
		}
		return tagged("doc_limit", d.a.term(), limit)
	}
	return d.term()
}
