package complete

import (
	"fmt"
	"regexp"
	"strings"
)

// This file is what may follow a module's name where neither a function nor a
// value is meant: the callbacks that the helper b shows, and types.

var (
	asksForCallbacks = regexp.MustCompile(`^\s*b[ (]\s*$`)
	asksForTypes     = regexp.MustCompile(`^\s*t[ (]\s*$|(?:^|\n)\s*@(?:spec|type|typep|opaque|callback|macrocallback)\s[^\n]*$`)
)

// inHelper are the candidates for a word with a dot after a text that asks for
// callbacks or types; only tells that it does.
func (s Source) inHelper(before, word string) (found []Candidate, only bool) {
	of := s.callbacks
	switch {
	case asksForTypes.MatchString(before):
		of = s.types
	case !asksForCallbacks.MatchString(before):
		return nil, false
	}
	module := word[:strings.LastIndex(word, ".")]
	if module == "" {
		return nil, true
	}
	return append(matching(word, prefixed(module+".", of(s.whole(module)))), s.modules(word, false)...), true
}

// callbacks are those of a behaviour.
func (s Source) callbacks(module string) []Candidate {
	var out []Candidate
	for _, f := range s.World.Callbacks(module) {
		out = append(out, Candidate{Text: f.Name, About: fmt.Sprintf("callback %s/%d", f.Name, f.Arity)})
	}
	return out
}

// types are those that a module lets others name.
func (s Source) types(module string) []Candidate {
	var out []Candidate
	for _, t := range s.World.Types(module) {
		about := fmt.Sprintf("type %s/%d", t.Name, t.Arity)
		if t.Opaque {
			about = "opaque " + about
		}
		if t.About != "" {
			about += "  " + t.About
		}
		out = append(out, Candidate{Text: t.Name, About: about})
	}
	return out
}
