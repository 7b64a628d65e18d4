// How messages show code.

package expand

import (
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
)

// toString shows code as Macro.to_string does.
func toString(t term.Term) string { return syntax.ToStringWith(withoutEmbedded(t, 0), inspect) }

// maxShownCode bounds how deep messages show code: what is deeper is "...".
const maxShownCode = 1_000

// withoutEmbedded is code with its embedded constants as code.
func withoutEmbedded(t term.Term, depth int) term.Term {
	if depth > maxShownCode {
		return term.Tuple3(term.Intern("..."), term.Empty, term.Empty)
	}
	switch v := t.(type) {
	case *term.Tuple:
		if _, args, ok := call(t, atomLiteral); ok && len(args) == 1 {
			if code, err := EscapeQuoted(args[0], false, false); err == nil {
				return code
			}
			return args[0]
		}
		elems := make([]term.Term, len(v.Elems))
		for i, e := range v.Elems {
			elems[i] = withoutEmbedded(e, depth+1)
		}
		return term.OwnTuple(elems)
	case *term.Cons:
		elems, ok := term.Slice(v)
		if !ok {
			return t
		}
		for i, e := range elems {
			elems[i] = withoutEmbedded(e, depth+1)
		}
		return term.List(elems...)
	}
	return t
}

// operators are the names of the binary operators.
var operators = func() map[string]bool {
	table := map[string]bool{}
	for _, op := range fields(`<- \\ when :: | => & = || ||| or && &&& and == != =~ === !== < > <= >= ` +
		"|> <<< >>> <<~ ~>> <~ ~> <~> <|> in ^^^ // ++ -- +++ --- .. <> + - * / **") {
		table[op] = true
	}
	return table
}()
