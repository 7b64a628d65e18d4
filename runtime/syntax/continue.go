// An input that goes on from the value of the one before it.

package syntax

import "otpsh/runtime/diag"

// Continuation says what an input that begins with a binary operator is.
type Continuation uint8

const (
	// NoContinuation: a syntax error.
	NoContinuation Continuation = iota
	// FromValue: its left side is the last value, v(-1).
	FromValue
	// FromMatch: an error of its own, since the last input was a match, of
	// which the value is not what a person means to pipe.
	FromMatch
)

// lastValue is what stands for the value of the input before.
const lastValue = "v(-1)"

// continueFrom puts v(-1) before tokens that begin with a binary operator.
func (o *Options) continueFrom(toks []token) []token {
	if o.Continue == NoContinuation || len(toks) == 0 || !continues(toks[0].kind) {
		return toks
	}
	if o.Continue == FromMatch {
		panic(&Error{
			Prefix: "pipe shorthand is not allowed immediately after a match expression in IEx. To make it work, surround the whole pipeline with parentheses ",
			Token:  "'" + toks[0].name + "'",
			Pos:    diag.Pos{Line: o.Line, Column: o.Column},
		})
	}
	s := newScanner(lastValue, *o)
	s.run()
	value := s.toks
	for len(value) > 0 && value[len(value)-1].kind == kEnd {
		value = value[:len(value)-1]
	}
	return append(value, toks...)
}

// continues reports whether a token is an operator that nothing but a value
// can stand before. A sign may be unary, so it begins an input of its own.
func continues(k kind) bool {
	switch k {
	case kOrOp, kAndOp, kCompOp, kRelOp, kArrowOp, kInOp, kConcatOp, kMultOp:
		return true
	}
	return false
}
