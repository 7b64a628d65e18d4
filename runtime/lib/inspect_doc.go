package lib

// Documents of Inspect.Algebra as terms, and the sink that makes one of a
// walk. Their shape is what Inspect.Algebra makes too: see inspect.ex.

import "otpsh/runtime/term"

// The tags of documents.
var (
	tagCons     = term.Intern("doc_cons")
	tagNest     = term.Intern("doc_nest")
	tagBreak    = term.Intern("doc_break")
	tagGroup    = term.Intern("doc_group")
	tagString   = term.Intern("doc_string")
	tagColor    = term.Intern("doc_color")
	tagFits     = term.Intern("doc_fits")
	tagForce    = term.Intern("doc_force")
	tagCollapse = term.Intern("doc_collapse")
	tagLimit    = term.Intern("doc_limit")
	docNil      = term.Intern("doc_nil")
	docLine     = term.Intern("doc_line")

	atomStrict   = term.Intern("strict")
	atomFlex     = term.Intern("flex")
	atomSelf     = term.Intern("self")
	atomInherit  = term.Intern("inherit")
	atomAlways   = term.Intern("always")
	atomBreak    = term.Intern("break")
	atomCursor   = term.Intern("cursor")
	atomReset    = term.Intern("reset")
	atomEnabled  = term.Intern("enabled")
	atomDisabled = term.Intern("disabled")
)

// Documents that every container uses.
var (
	docFlexSpace  = term.Tuple3(tagBreak, term.Binary(" "), atomFlex)
	docSpace      = term.Tuple3(tagBreak, term.Binary(" "), atomStrict)
	docEmptyBreak = term.Tuple3(tagBreak, term.Binary(""), atomStrict)
	docComma      = term.Term(term.Binary(","))
	docBar        = term.Term(term.Binary(" |"))
	docMore       = term.Term(term.Binary("..."))
	docArrow      = term.Term(term.Binary(" => "))
	docBlank      = term.Term(term.Binary(" "))
)

func docCons(a, b term.Term) term.Term { return term.Tuple3(tagCons, a, b) }
func docGroup(d term.Term) term.Term   { return term.Tuple3(tagGroup, d, atomSelf) }
func docNest(d term.Term, n int) term.Term {
	return term.NewTuple(tagNest, d, term.Int(n), atomAlways)
}

// docFrame is a container that is being made.
type docFrame struct {
	open   term.Term
	mode   breakMode
	simple bool
	docs   []term.Term
	item   term.Term // the element so far
	before term.Term // what the next document joins: a key, or a key and its arrow
	left   term.Term // the last element before a tail
}

// docSink makes a document. done is it, once the walk has ended.
type docSink struct {
	stack []docFrame
	done  term.Term
}

// inspectDoc is the document of a term.
func inspectDoc(t term.Term, opts inspectOpts) (term.Term, bool) {
	var s docSink
	ok := walk(t, opts, &s)
	return s.done, ok
}

func (s *docSink) top() *docFrame { return &s.stack[len(s.stack)-1] }

// accept takes the document of a value.
func (s *docSink) accept(d term.Term, simple bool) {
	if len(s.stack) == 0 {
		s.done = d
		return
	}
	f := s.top()
	if f.before != nil {
		d = docCons(f.before, d)
		f.before = nil
	}
	f.item = d
	f.simple = f.simple && simple
}

func (s *docSink) text(t string) { s.accept(term.Binary(t), true) }

func (s *docSink) bits(parts []string) {
	inner := term.Term(term.Binary(parts[len(parts)-1]))
	for i := len(parts) - 2; i >= 0; i-- {
		inner = docCons(docCons(term.Binary(parts[i]), docComma), docCons(docFlexSpace, inner))
	}
	d := docCons(docCons(term.Binary("<<"), docNest(inner, 2)), term.Binary(">>"))
	s.accept(docGroup(d), false)
}

func (s *docSink) open(t string, mode breakMode) {
	s.stack = append(s.stack, docFrame{open: term.Binary(t), mode: mode, simple: mode == breakMaybe})
}

func (s *docSink) next() {
	f := s.top()
	f.docs = append(f.docs, f.item)
	f.item = nil
}

func (s *docSink) key(t string) {
	s.top().before = docCons(term.Binary(t), docBlank)
}

func (s *docSink) arrow() {
	f := s.top()
	f.before = docCons(f.item, docArrow)
}

func (s *docSink) bar() {
	f := s.top()
	f.left = f.item
}

func (s *docSink) more() { s.top().item = docMore }

func (s *docSink) close(t string) {
	f := *s.top()
	s.stack = s.stack[:len(s.stack)-1]
	if f.left != nil {
		f.item = docJoin(f.left, f.item, f.simple, docBar)
	}
	flex := f.simple || f.mode == breakFlex
	inner := f.item
	for i := len(f.docs) - 1; i >= 0; i-- {
		inner = docJoin(f.docs[i], inner, flex, docComma)
	}
	end := term.Binary(t)
	if flex {
		s.accept(docGroup(docCons(docCons(f.open, docNest(inner, 1)), end)), false)
		return
	}
	body := docNest(docCons(f.open, docCons(docEmptyBreak, inner)), 2)
	s.accept(docGroup(docCons(body, docCons(docEmptyBreak, end))), false)
}

func docJoin(a, b term.Term, flex bool, sep term.Term) term.Term {
	space := docSpace
	if flex {
		space = docFlexSpace
	}
	return docCons(docCons(a, sep), docCons(space, b))
}
