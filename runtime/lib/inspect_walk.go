package lib

// The walk over a term that inspect prints: which parts are shown, in which
// order, cut at the limit. It keeps its own stack, so that no depth of a term
// is a danger, and tells a sink what it meets: text for what goes on one line,
// a document for what may be laid out.

import (
	"slices"
	"strings"

	"otpsh/runtime/term"
)

// breakMode is how a container breaks its lines.
type breakMode int

const (
	breakMaybe  breakMode = iota // as flex when all elements are simple
	breakStrict                  // one element a line, or all on one
	breakFlex                    // as many on a line as fit
)

// inspectSink takes what a walk meets, in order.
type inspectSink interface {
	text(s string)       // a value that holds no others
	bits(parts []string) // <<...>>
	open(s string, mode breakMode)
	next()        // before each element but the first
	key(s string) // before the value of a key, as in a: 1
	arrow()       // between a key and its value
	bar()         // between the last element and the tail
	more()        // the element that says that there are more
	close(s string)
}

// structMode is what a walk does at a struct.
type structMode int

const (
	structStop  structMode = iota // give up: the protocol must draw it
	structMap                     // a map with a key __struct__
	structNamed                   // %Name{...}, without asking the module
)

// inspectOpts is the part of Inspect.Opts that the native walk knows.
type inspectOpts struct {
	limit, printable, width int // noLimit for :infinity
	base                    int
	asStrings, asBinaries   bool
	asCharlists, asLists    bool
	pretty, sortMaps        bool
	structs                 structMode
}

func defaultInspectOpts() inspectOpts {
	return inspectOpts{limit: 50, printable: 4096, width: 80, base: 10}
}

type walkKind uint8

const (
	walkList walkKind = iota
	walkKeywords
	walkTuple
	walkMap
	walkFields // a map whose keys are all atoms
)

type walkFrame struct {
	kind   walkKind
	second bool // an element was shown
	tail   int  // improper list: 1 when rest is to be shown, 2 when it was
	value  bool // map: rest is the value of the key just shown
	limit  int
	i      int
	elems  []term.Term // of a tuple; or the sorted keys of m
	cell   *term.Cons
	m      *term.Map
	it     *term.MapIter
	rest   term.Term
	end    string
}

type walker struct {
	opts  inspectOpts
	sink  inspectSink
	stack []walkFrame
}

// walk shows a term; false when it cannot, because of a struct or an option
// that only the protocol can honour.
func walk(t term.Term, opts inspectOpts, sink inspectSink) bool {
	w := walker{opts: opts, sink: sink}
	if !w.show(t, opts.limit) {
		return false
	}
	for len(w.stack) > 0 {
		if !w.step(&w.stack[len(w.stack)-1]) {
			return false
		}
	}
	return true
}

// show shows a value, or opens it.
func (w *walker) show(t term.Term, limit int) bool {
	switch x := t.(type) {
	case term.Atom:
		w.sink.text(InspectAtom(x))
	case float64:
		w.sink.text(floatText(x))
	case term.Binary:
		o := &w.opts
		if o.asStrings || !o.asBinaries && o.base == 10 && isPrintable(string(x), o.printable) {
			w.sink.text(quoted(`"`, string(x), " <> ...", o.printable))
		} else {
			w.showBits(string(x), len(x)*8, limit)
		}
	case *term.Bits:
		w.showBits(x.Bytes, x.Len, limit)
	case *term.Cons:
		return w.openList(x, limit)
	case *term.Tuple:
		if len(x.Elems) == 0 {
			w.sink.text("{}")
			return true
		}
		w.sink.open("{", breakFlex)
		w.push(walkFrame{kind: walkTuple, limit: limit, elems: x.Elems, end: "}"})
	case *term.Map:
		return w.openMap(x, limit)
	case term.PID, term.Port, *term.Ref, *term.Fun:
		w.sink.text(opaqueText(t))
	default:
		w.sink.text(integerText(t, w.opts.base))
	}
	return true
}

func (w *walker) push(f walkFrame) { w.stack = append(w.stack, f) }

func (w *walker) showBits(s string, n, limit int) {
	if n == 0 {
		w.sink.text("<<>>")
		return
	}
	var parts []string
	for off := 0; off < n; off += 8 {
		if limit == 0 {
			parts = append(parts, "...")
			break
		}
		if limit > 0 {
			limit--
		}
		if n-off >= 8 {
			parts = append(parts, integerText(int(s[off/8]), w.opts.base))
		} else {
			size := n - off
			last := integerText(int(s[off/8]>>(8-size)), w.opts.base)
			parts = append(parts, last+"::size("+integerText(size, 10)+")")
		}
	}
	w.sink.bits(parts)
}

func (w *walker) openList(c *term.Cons, limit int) bool {
	o := &w.opts
	switch {
	case c == nil:
		w.sink.text("[]")
		return true
	case o.asCharlists, !o.asLists && isCharlist(c, o.printable):
		s, ok := charlistText(c, o.printable)
		if !ok {
			return false // not characters: the protocol raises
		}
		w.sink.text(quoted(`~c"`, s, " ++ ...", o.printable))
		return true
	case isKeywords(c):
		w.sink.open("[", breakStrict)
		w.push(walkFrame{kind: walkKeywords, limit: limit, cell: c, end: "]"})
	default:
		w.sink.open("[", breakMaybe)
		w.push(walkFrame{kind: walkList, limit: limit, cell: c, end: "]"})
	}
	return true
}

// isKey reports whether a key is written as key: value.
func isKey(t term.Term) bool {
	a, ok := t.(term.Atom)
	return ok && !strings.HasPrefix(a.Name(), "Elixir.")
}

func isKeywords(c *term.Cons) bool {
	for c != nil {
		pair, ok := c.Head.(*term.Tuple)
		if !ok || len(pair.Elems) != 2 || !isKey(pair.Elems[0]) {
			return false
		}
		if c, ok = c.Tail.(*term.Cons); !ok {
			return false
		}
	}
	return true
}

func (w *walker) openMap(m *term.Map, limit int) bool {
	open := "%{"
	f := walkFrame{kind: walkFields, limit: limit, m: m, end: "}"}
	if name, ok := term.IsStruct(m); ok {
		switch w.opts.structs {
		case structStop:
			return false
		case structNamed:
			open = "%" + InspectAtom(name) + "{"
			m = m.Delete(term.Struct)
			f.m = m
		}
	}
	if m.Len() == 0 {
		w.sink.text(open + "}")
		return true
	}
	for it := m.Iter(); ; {
		k, _, ok := it.Next()
		if !ok {
			break
		}
		if !isKey(k) {
			f.kind = walkMap
			break
		}
	}
	if w.opts.sortMaps {
		f.elems = m.Keys()
		slices.SortStableFunc(f.elems, term.Compare)
	} else {
		f.it = m.Iter()
	}
	w.sink.open(open, breakStrict)
	w.push(f)
	return true
}

// step shows the next part of a container. It may grow the stack, so f is
// not used after show.
func (w *walker) step(f *walkFrame) bool {
	switch {
	case f.tail == 1:
		f.tail = 2
		w.sink.bar()
		return w.show(f.rest, f.limit)
	case f.value:
		f.value = false
		w.sink.arrow()
		return w.show(f.rest, f.limit)
	case f.done():
		w.sink.close(f.end)
		w.stack = w.stack[:len(w.stack)-1]
		return true
	}
	if f.second {
		w.sink.next()
	}
	f.second = true
	if f.limit == 0 {
		w.sink.more()
		w.sink.close(f.end)
		w.stack = w.stack[:len(w.stack)-1]
		return true
	}
	if f.limit > 0 {
		f.limit--
	}
	switch f.kind {
	case walkTuple:
		f.i++
		return w.show(f.elems[f.i-1], f.limit)
	case walkList, walkKeywords:
		return w.stepList(f)
	}
	k, v := f.entry()
	if f.kind == walkFields {
		w.sink.key(InspectKey(k.(term.Atom)))
		return w.show(v, f.limit)
	}
	f.rest, f.value = v, true
	return w.show(k, f.limit)
}

func (f *walkFrame) done() bool {
	switch f.kind {
	case walkTuple:
		return f.i == len(f.elems)
	case walkList, walkKeywords:
		return f.tail == 2 || f.cell == nil
	}
	return f.i == f.m.Len()
}

func (f *walkFrame) entry() (k, v term.Term) {
	f.i++
	if f.it != nil {
		k, v, _ = f.it.Next()
		return k, v
	}
	k = f.elems[f.i-1]
	v, _ = f.m.Get(k)
	return k, v
}

func (w *walker) stepList(f *walkFrame) bool {
	head, tail := f.cell.Head, f.cell.Tail
	if next, ok := tail.(*term.Cons); ok {
		f.cell = next
	} else {
		f.rest, f.tail = tail, 1
	}
	if f.kind == walkKeywords {
		pair := head.(*term.Tuple).Elems
		w.sink.key(InspectKey(pair[0].(term.Atom)))
		head = pair[1]
	}
	return w.show(head, f.limit)
}

// flatText is the sink for one line.
type flatText struct{ strings.Builder }

func (b *flatText) text(s string)              { b.WriteString(s) }
func (b *flatText) bits(parts []string)        { b.WriteString("<<" + strings.Join(parts, ", ") + ">>") }
func (b *flatText) open(s string, _ breakMode) { b.WriteString(s) }
func (b *flatText) next()                      { b.WriteString(", ") }
func (b *flatText) key(s string)               { b.WriteString(s); b.WriteByte(' ') }
func (b *flatText) arrow()                     { b.WriteString(" => ") }
func (b *flatText) bar()                       { b.WriteString(" | ") }
func (b *flatText) more()                      { b.WriteString("...") }
func (b *flatText) close(s string)             { b.WriteString(s) }

// InspectPlain is a term as inspect prints it, with structs as %Name{...}
// without asking their modules: for Go code that draws terms where no process
// can run. A width of 0 means one line; a limit below 0 means none.
func InspectPlain(t term.Term, width, limit int) string {
	opts := defaultInspectOpts()
	opts.structs, opts.limit = structNamed, limit
	if limit < 0 {
		opts.limit = noLimit
	}
	s, _ := inspectText(t, opts, width)
	return s
}

// inspectText is a term as text, laid out when width is above 0.
func inspectText(t term.Term, opts inspectOpts, width int) (string, bool) {
	if width <= 0 {
		var b flatText
		ok := walk(t, opts, &b)
		return b.String(), ok
	}
	doc, ok := inspectDoc(t, opts)
	if !ok {
		return "", false
	}
	pieces, _ := formatDoc(docGroup(doc), width)
	return joinPieces(pieces), true
}

func joinPieces(pieces []term.Term) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(string(p.(term.Binary)))
	}
	return b.String()
}
