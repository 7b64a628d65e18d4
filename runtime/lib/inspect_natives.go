package lib

// The module :otpsh_inspect: what Inspect and Inspect.Algebra take from Go.
// A term that holds a struct, and an option that only the protocol can
// honour, give :struct, and the caller goes through the protocol.

import (
	"strings"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

var inspectNatives = vm.Natives{
	"plain/2":    inspectPlainNative,
	"doc/2":      inspectDocNative,
	"format/2":   formatNative,
	"render/2":   renderNative,
	"atom/2":     inspectAtomNative,
	"classify/1": classifyAtomNative,
	"escape/3":   escapeNative,
	"regex/1":    escapeRegexNative,
	"leaf/2":     inspectLeafNative,
	"string/2":   inspectStringNative,
	"list/2":     inspectListNative,
}

var (
	atomStruct     = term.Intern("struct")
	atomInspect    = term.Intern("inspect")
	moduleInspect  = term.Alias("Inspect")
	atomInfer      = term.Intern("infer")
	atomFunClause  = term.Intern("function_clause")
	atomCaseClause = term.Intern("case_clause")
)

// readInspectOpt takes one option over; false when it is one that only the
// protocol can honour, or no valid one.
func readInspectOpt(o *inspectOpts, key term.Atom, val term.Term) bool {
	ok := true
	switch key.Name() {
	case "limit":
		o.limit, ok = inspectLimit(val)
	case "printable_limit":
		o.printable, ok = inspectLimit(val)
	case "width":
		o.width, ok = inspectLimit(val)
	case "base":
		o.base, ok = inspectBase(val)
	case "binaries":
		o.asStrings = isAtom(val, "as_strings")
		o.asBinaries = !o.asStrings && val != term.Term(atomInfer)
	case "charlists":
		o.asCharlists = isAtom(val, "as_charlists")
		o.asLists = !o.asCharlists && val != term.Term(atomInfer)
	case "structs":
		o.structs = structStop
		if val == term.Term(term.False) || val == term.Term(term.Nil) {
			o.structs = structMap
		}
	case "pretty":
		o.pretty = val == term.Term(term.True)
		ok = o.pretty || val == term.Term(term.False)
	case "syntax_colors":
		ok = val == term.Empty
	case "char_lists":
		ok = val == term.Term(atomInfer)
	case "inspect_fun":
		f, isFun := val.(*term.Fun)
		ok = isFun && f.External() && f.Module == moduleInspect && f.Name == atomInspect && f.Arity == 2
	case "custom_options":
		o.sortMaps, ok = readSortMaps(val)
	}
	return ok
}

func isAtom(t term.Term, name string) bool {
	a, ok := t.(term.Atom)
	return ok && a.Name() == name
}

func inspectLimit(t term.Term) (int, bool) {
	if t == term.Term(term.Infinity) {
		return noLimit, true
	}
	n, ok := t.(int)
	return n, ok && n >= 0
}

func inspectBase(t term.Term) (int, bool) {
	a, _ := t.(term.Atom)
	switch {
	case a.IsZero():
	case a.Name() == "decimal":
		return 10, true
	case a.Name() == "hex":
		return 16, true
	case a.Name() == "binary":
		return 2, true
	case a.Name() == "octal":
		return 8, true
	}
	return 10, false
}

// readSortMaps is the custom option that Inspect.Map knows: the first
// sort_maps of the list.
func readSortMaps(t term.Term) (sorted, ok bool) {
	c, ok := t.(*term.Cons)
	for ; ok && c != nil; c, ok = c.Tail.(*term.Cons) {
		pair, isPair := c.Head.(*term.Tuple)
		if !isPair || len(pair.Elems) != 2 {
			return false, false
		}
		if isAtom(pair.Elems[0], "sort_maps") {
			v := pair.Elems[1]
			return v != term.Term(term.False) && v != term.Term(term.Nil), true
		}
	}
	return false, ok
}

// keywordInspectOpts reads the options of Kernel.inspect/2: a later one wins.
func keywordInspectOpts(t term.Term) (inspectOpts, bool) {
	o := defaultInspectOpts()
	c, ok := t.(*term.Cons)
	for ; ok && c != nil; c, ok = c.Tail.(*term.Cons) {
		pair, isPair := c.Head.(*term.Tuple)
		if !isPair || len(pair.Elems) != 2 {
			return o, false
		}
		key, isKey := pair.Elems[0].(term.Atom)
		if !isKey || !readInspectOpt(&o, key, pair.Elems[1]) {
			return o, false
		}
	}
	return o, ok
}

// structInspectOpts reads an %Inspect.Opts{}.
func structInspectOpts(t term.Term) (inspectOpts, bool) {
	o := defaultInspectOpts()
	m, ok := t.(*term.Map)
	if !ok {
		return o, false
	}
	m.Each(func(k, v term.Term) bool {
		if key, isKey := k.(term.Atom); isKey {
			ok = readInspectOpt(&o, key, v)
		}
		return ok
	})
	return o, ok
}

// plain(term, keywords) is what Kernel.inspect/2 returns, or :struct.
func inspectPlainNative(m *vm.Machine, args []term.Term) (term.Term, error) {
	o, ok := keywordInspectOpts(args[1])
	if !ok {
		return atomStruct, nil
	}
	width := 0
	if o.pretty {
		width = o.width
	}
	var s string
	if o.pretty && width == 0 {
		s, ok = inspectNarrow(args[0], o)
	} else {
		s, ok = inspectText(args[0], o, width)
	}
	if !ok {
		return atomStruct, nil
	}
	m.Bump(len(s) / 64)
	return term.Binary(s), nil
}

// inspectNarrow is inspectText for a real width of 0.
func inspectNarrow(t term.Term, o inspectOpts) (string, bool) {
	doc, ok := inspectDoc(t, o)
	if !ok {
		return "", false
	}
	pieces, _ := formatDoc(docGroup(doc), 0)
	return joinPieces(pieces), true
}

// doc(term, %Inspect.Opts{}) is the document of a term, or :struct.
func inspectDocNative(m *vm.Machine, args []term.Term) (term.Term, error) {
	o, ok := structInspectOpts(args[1])
	if !ok {
		return atomStruct, nil
	}
	doc, ok := inspectDoc(args[0], o)
	if !ok {
		return atomStruct, nil
	}
	m.Bump(8)
	return doc, nil
}

func layOut(m *vm.Machine, args []term.Term) ([]term.Term, error) {
	width, ok := inspectLimit(args[1])
	pieces, bad := formatDoc(args[0], width)
	if !ok || bad != nil {
		return nil, vm.Raise(atomFunClause)
	}
	m.Bump(len(pieces))
	return pieces, nil
}

// format(doc, width) is the pieces of text, as a list.
func formatNative(m *vm.Machine, args []term.Term) (term.Term, error) {
	pieces, err := layOut(m, args)
	if err != nil {
		return nil, err
	}
	return term.List(pieces...), nil
}

// render(doc, width) is the same as one binary.
func renderNative(m *vm.Machine, args []term.Term) (term.Term, error) {
	pieces, err := layOut(m, args)
	if err != nil {
		return nil, err
	}
	return term.Binary(joinPieces(pieces)), nil
}

// atom(kind, atom) is an atom as a :literal, a :key or a :remote_call.
func inspectAtomNative(_ *vm.Machine, args []term.Term) (term.Term, error) {
	kind, _ := args[0].(term.Atom)
	a, ok := args[1].(term.Atom)
	if ok && !kind.IsZero() {
		switch kind.Name() {
		case "literal":
			return term.Binary(InspectAtom(a)), nil
		case "key":
			return term.Binary(InspectKey(a)), nil
		case "remote_call":
			return term.Binary(InspectCall(a)), nil
		}
	}
	return nil, vm.Raise(atomFunClause)
}

// classify(atom) is what Macro.classify_atom/1 returns.
func classifyAtomNative(_ *vm.Machine, args []term.Term) (term.Term, error) {
	a, ok := args[0].(term.Atom)
	if !ok {
		return nil, vm.Raise(atomFunClause)
	}
	switch classifyAtom(a.Name()) {
	case atomAlias:
		return term.Intern("alias"), nil
	case atomIdentifier:
		return term.Intern("identifier"), nil
	case atomOperator, atomNotCallable:
		return term.Intern("unquoted"), nil
	}
	return term.Intern("quoted"), nil
}

// escape(binary, quote, limit) is {escaped, rest}.
func escapeNative(m *vm.Machine, args []term.Term) (term.Term, error) {
	s, isBinary := args[0].(term.Binary)
	quote, isChar := args[1].(int)
	limit, isLimit := inspectLimit(args[2])
	if !isBinary || !isLimit || !isChar && args[1] != term.Term(term.Nil) {
		return nil, vm.Raise(atomFunClause)
	}
	q := byte(quote)
	if !isChar {
		q = 0xff // no text has this byte where a character begins
	}
	var b strings.Builder
	rest := escapeText(&b, string(s), q, limit)
	m.Bump(b.Len() / 64)
	return term.Tuple2(term.Binary(b.String()), term.Binary(rest)), nil
}

// regex(source) is the source of a regular expression between slashes.
func escapeRegexNative(m *vm.Machine, args []term.Term) (term.Term, error) {
	s, ok := args[0].(term.Binary)
	if !ok {
		return nil, vm.Raise(atomFunClause)
	}
	m.Bump(len(s) / 64)
	return term.Binary(escapeRegex(string(s))), nil
}

// leaf(term, %Inspect.Opts{}) is the text of an atom, a number, a function, a
// pid or a reference.
func inspectLeafNative(_ *vm.Machine, args []term.Term) (term.Term, error) {
	opts, _ := args[1].(*term.Map)
	if opts == nil {
		return nil, vm.Raise(atomFunClause)
	}
	base, ok := opts.GetAtom(term.Intern("base"))
	if !ok {
		return nil, vm.Raise(atomFunClause)
	}
	switch x := args[0].(type) {
	case term.Atom:
		return term.Binary(InspectAtom(x)), nil
	case float64:
		return term.Binary(floatText(x)), nil
	case term.PID, term.Port, *term.Ref, *term.Fun:
		return term.Binary(opaqueText(x)), nil
	case term.Binary, *term.Bits, *term.Cons, *term.Tuple, *term.Map:
		return nil, vm.Raise(atomFunClause)
	}
	n, ok := inspectBase(base)
	if !ok {
		return nil, vm.Raise(term.Tuple2(atomCaseClause, base))
	}
	return term.Binary(integerText(args[0], n)), nil
}

// string(binary, %Inspect.Opts{}) is the text of a binary that is shown as a
// string, else :bits.
func inspectStringNative(_ *vm.Machine, args []term.Term) (term.Term, error) {
	s, isBinary := args[0].(term.Binary)
	o, ok := leafOpts(args[1], "binaries", "printable_limit", "base")
	if isBinary && ok && (o.asStrings || !o.asBinaries && o.base == 10 && isPrintable(string(s), o.printable)) {
		return term.Binary(quoted(`"`, string(s), " <> ...", o.printable)), nil
	}
	return term.Intern("bits"), nil
}

// list(list, %Inspect.Opts{}) is how a list is shown: the text of a charlist,
// or :chardata (which is no list of characters), :keyword or :list.
func inspectListNative(_ *vm.Machine, args []term.Term) (term.Term, error) {
	c, _ := args[0].(*term.Cons)
	o, _ := leafOpts(args[1], "charlists", "printable_limit")
	switch {
	case c == nil:
	case o.asCharlists, !o.asLists && isCharlist(c, o.printable):
		if s, ok := charlistText(c, o.printable); ok {
			return term.Binary(quoted(`~c"`, s, " ++ ...", o.printable)), nil
		}
		return term.Intern("chardata"), nil
	case isKeywords(c):
		return term.Intern("keyword"), nil
	}
	return term.Intern("list"), nil
}

// leafOpts reads the named fields of an %Inspect.Opts{}.
func leafOpts(t term.Term, names ...string) (inspectOpts, bool) {
	o := defaultInspectOpts()
	m, ok := t.(*term.Map)
	for _, name := range names {
		if !ok {
			break
		}
		key := term.Intern(name)
		if v, has := m.GetAtom(key); has {
			ok = readInspectOpt(&o, key, v)
		}
	}
	return o, ok
}
