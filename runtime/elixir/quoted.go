package elixir

import (
	"iter"

	"otpsh/runtime/term"
)

// tuples are all tuples in quoted code, however deep, in no particular order.
func tuples(quoted term.Term) iter.Seq[*term.Tuple] {
	return func(yield func(*term.Tuple) bool) {
		for todo := []term.Term{quoted}; len(todo) > 0; {
			q := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			switch q := q.(type) {
			case *term.Cons:
				for q != nil {
					todo = append(todo, q.Head)
					rest, ok := q.Tail.(*term.Cons)
					if !ok {
						break
					}
					q = rest
				}
			case *term.Tuple:
				if !yield(q) {
					return
				}
				todo = append(todo, q.Elems...)
			}
		}
	}
}
