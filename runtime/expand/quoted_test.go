package expand

// Reading quoted terms as inspect/2 writes them: the fixtures under testdata
// hold what real Elixir's parser makes of a source, so that these tests do not
// depend on ours.

import (
	"strconv"
	"strings"
	"testing"

	"otpsh/runtime/term"
)

type reader struct {
	t *testing.T
	s string
}

func readTerm(t *testing.T, s string) term.Term {
	r := &reader{t, s}
	v := r.term()
	if r.space(); r.s != "" {
		t.Fatalf("rest of a term: %.40s", r.s)
	}
	return v
}

func (r *reader) space() { r.s = strings.TrimLeft(r.s, " \n") }

func (r *reader) skip(prefix string) bool {
	r.space()
	rest, ok := strings.CutPrefix(r.s, prefix)
	if ok {
		r.s = rest
	}
	return ok
}

func (r *reader) term() term.Term {
	r.space()
	switch {
	case r.skip("{"):
		return term.OwnTuple(r.items("}"))
	case r.skip("["):
		return term.List(r.items("]")...)
	case r.s[0] == '"':
		return term.Binary(r.text())
	case r.skip(":"):
		if r.s[0] == '"' {
			return term.Intern(r.text())
		}
		return term.Intern(r.word(" ,]})\n"))
	}
	w := r.word(" ,]})\n")
	if n, err := strconv.Atoi(w); err == nil {
		return term.Int(n)
	}
	if f, err := strconv.ParseFloat(w, 64); err == nil {
		return f
	}
	if w[0] >= 'A' && w[0] <= 'Z' {
		return term.Alias(w)
	}
	return term.Intern(w)
}

func (r *reader) word(stops string) string {
	n := strings.IndexAny(r.s, stops)
	// An operator's name may hold the stops themselves.
	for _, op := range []string{"%{}", "{}", "<<>>"} {
		if strings.HasPrefix(r.s, op) {
			n = len(op)
		}
	}
	w := r.s[:n]
	r.s = r.s[n:]
	return w
}

func (r *reader) text() string {
	end := 1
	for r.s[end] != '"' {
		if r.s[end] == '\\' {
			end++
		}
		end++
	}
	v, err := strconv.Unquote(strings.ReplaceAll(r.s[:end+1], `\#`, "#"))
	if err != nil {
		r.t.Fatalf("%s: %v", r.s[:end+1], err)
	}
	r.s = r.s[end+1:]
	return v
}

// items reads up to the closing bracket; key: value is a pair.
func (r *reader) items(shut string) []term.Term {
	var out []term.Term
	for !r.skip(shut) {
		if key, rest, ok := strings.Cut(r.s, ": "); ok && isKey(key) {
			r.s = rest
			out = append(out, term.Tuple2(term.Intern(strings.Trim(key, `"`)), r.term()))
		} else {
			out = append(out, r.term())
		}
		r.skip(",")
		r.space()
	}
	return out
}

func isKey(s string) bool {
	return s != "" && !strings.ContainsAny(s, " ,[]{}\n") && s[0] != ':'
}
