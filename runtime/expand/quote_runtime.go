// What code that quote has built calls when it runs: the functions of
// :elixir_quote. An error is a *RaiseError with an ArgumentError.

package expand

import (
	"math/big"
	"strings"

	"otpsh/runtime/term"
)

// QuoteValidate is :elixir_quote.shallow_validate_ast/1.
func QuoteValidate(t term.Term) (term.Term, error) {
	if !validAST(t) {
		return nil, argumentError("tried to unquote invalid AST: " + inspect(t) + "\nDid you forget to escape term using Macro.escape/1?")
	}
	return t, nil
}

// validAST looks one level deep into lists and calls.
func validAST(t term.Term) bool {
	if l, ok := t.(*term.Cons); ok {
		return validASTList(l)
	}
	return validElem(t, 0)
}

func validASTList(t term.Term) bool {
	for {
		c, ok := t.(*term.Cons)
		if !ok {
			return false
		}
		if c == nil {
			return true
		}
		if !validElem(c.Head, 0) {
			return false
		}
		t = c.Tail
	}
}

func validElem(t term.Term, depth int) bool {
	if depth > MaxDepth {
		return false
	}
	switch v := t.(type) {
	case *term.Cons, term.Atom, term.Binary, int, *big.Int, float64, term.PID, term.Port, *term.Fun:
		return true
	case *term.Tuple:
		if len(v.Elems) == 2 {
			return validElem(v.Elems[0], depth+1) && validElem(v.Elems[1], depth+1)
		}
		form, _, rest, ok := node(v)
		if !ok {
			return false
		}
		if isAtomTerm(form) {
			return isAtomTerm(rest) || isList(rest)
		}
		if l, ok := form.(*term.Cons); ok {
			return isList(rest) && validASTList(l)
		}
		return isList(rest) && validElem(form, depth+1)
	}
	return false
}

// QuoteOption is :elixir_quote.validate_runtime/2: an option of quote that
// was known at run time only.
func QuoteOption(key, value term.Term) (term.Term, error) {
	ok := false
	name := strings.TrimPrefix(inspect(key), ":")
	switch name {
	case "line":
		_, ok = value.(int)
	case "file":
		_, ok = value.(term.Binary)
	case "context":
		ok = isAtomTerm(value) && value != term.Term(term.Nil)
	default:
		ok = value == term.Term(term.True) || value == term.Term(term.False)
	}
	if !ok {
		return nil, argumentError("invalid runtime value for option :" + name + " in quote, got: " + inspect(value))
	}
	return value, nil
}

// QuoteList is :elixir_quote.list/2: unquote_splicing before what follows.
func QuoteList(left, right term.Term) (term.Term, error) {
	elems, err := splicedList(left)
	if err != nil {
		return nil, err
	}
	return term.ListTail(elems, right), nil
}

func splicedList(t term.Term) ([]term.Term, error) {
	if !validASTList(t) {
		return nil, argumentError("expected a list with quoted expressions in unquote_splicing/1, got: " + inspect(t))
	}
	elems, _ := term.Slice(t)
	return elems, nil
}

// QuoteTailList is :elixir_quote.tail_list/3: [front, unquote_splicing(left) | right].
func QuoteTailList(left, right, front term.Term) (term.Term, error) {
	elems, err := splicedList(left)
	if err != nil {
		return nil, err
	}
	before, _ := term.Slice(front)
	all := append(append([]term.Term(nil), before...), elems...)
	if isList(right) {
		return term.ListTail(all, right), nil
	}
	if len(all) == 0 {
		return nil, argumentError("expected a list with quoted expressions in unquote_splicing/1, got: " + inspect(left))
	}
	last := len(all) - 1
	all[last] = makeNode(atomBar, term.Empty, all[last], right)
	return term.List(all...), nil
}

// QuoteDot is :elixir_quote.dot/5: left.unquote(right) and
// left.unquote(right)(args...); args nil for the former.
func QuoteDot(meta, left, right, args, context term.Term) (term.Term, error) {
	noParens := &term.Cons{Head: term.Tuple2(atomNoParens, term.True), Tail: meta}
	field := func(name term.Term) term.Term { return makeNode(atomDot, meta, left, name) }
	form, _, rest, isNode := node(right)
	name, isName := right.(term.Atom)
	if isNode {
		if n, ok := form.(term.Atom); ok {
			name, isName = n, true
		}
	}
	if args != term.Term(term.Nil) {
		if !isName || isNode && !isAtomTerm(rest) {
			return nil, argumentError("expected unquote after dot with args to return an atom or a quoted call, got: " + toString(right))
		}
		return annotateDef(name, term.Tuple3(field(name), meta, args), context), nil
	}
	switch {
	case isNode && name == atomAliases:
		return term.Tuple3(atomAliases, meta, &term.Cons{Head: left, Tail: rest}), nil
	case isNode && isName && isAtomTerm(rest):
		return term.Tuple3(field(name), noParens, term.Empty), nil
	case isNode && isName:
		return annotateDef(name, term.Tuple3(field(name), meta, rest), context), nil
	case isName && isAlias(name):
		return makeNode(atomAliases, meta, left, name), nil
	case isName:
		return term.Tuple3(field(name), noParens, term.Empty), nil
	}
	return nil, argumentError("expected unquote after dot to return an atom, an alias or a quoted call, got: " + toString(right))
}

// annotateDef tells the head of Kernel.def(head) where it was quoted.
func annotateDef(name term.Atom, t term.Term, context term.Term) term.Term {
	form, meta, rest, _ := node(t)
	args, ok := term.Slice(rest)
	ctx, isAtom := context.(term.Atom)
	if !isDefiner(name) || !ok || len(args) == 0 || !isAtom || ctx == term.Nil {
		return t
	}
	q := &quoter{context: ctx}
	args[0] = q.annotateHead(args[0])
	return makeNode(form, meta, args...)
}
