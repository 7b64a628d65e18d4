package lib

import (
	"encoding/hex"
	"math/big"
	"slices"
	"strings"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :binary.

const (
	notPattern = "not a valid pattern"
	notFlat    = "not a flat list of binaries"
)

var binaryNatives = vm.Natives{
	"at/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		n, isInt := a[1].(int)
		info := wrong{}
		info.unless(ok, 1, notBinary)
		info.unless(isInteger(a[1]), 2, notInteger)
		info.unless(!isInt || n >= 0, 2, outOfRange)
		if len(info) > 0 || !isInt || n >= len(b) {
			return nil, vm.BadArg(info...)
		}
		return term.Int(int(b[n])), nil
	},
	"first/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		b, err := nonEmptyBinary(a[0])
		if err != nil {
			return nil, err
		}
		return term.Int(int(b[0])), nil
	},
	"last/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		b, err := nonEmptyBinary(a[0])
		if err != nil {
			return nil, err
		}
		return term.Int(int(b[len(b)-1])), nil
	},
	"bin_to_list/1": erlangConvertNatives["binary_to_list/1"],
	"bin_to_list/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		b, err := binaryPart(a[0], a[1])
		if err != nil {
			return nil, err
		}
		return byteList(string(b)), nil
	},
	"bin_to_list/3": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		b, err := binaryPartOf(a)
		if err != nil {
			return nil, err
		}
		return byteList(string(b)), nil
	},
	"list_to_bin/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		if _, ok := a[0].(*term.Cons); !ok {
			return nil, vm.BadArg(1, notIodata)
		}
		return anyTerm(ioBinary(m, a[0], notIodata))
	},
	"part/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return anyTerm(binaryPart(a[0], a[1])) },
	"part/3": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return anyTerm(binaryPartOf(a)) },
	"copy/1": func(m *vm.Machine, a []term.Term) (term.Term, error) { return copyBinary(m, a[0], term.Int(1)) },
	"copy/2": func(m *vm.Machine, a []term.Term) (term.Term, error) { return copyBinary(m, a[0], a[1]) },
	"referenced_byte_size/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		if !ok {
			return nil, vm.BadArg(1, notBinary)
		}
		return term.Int(len(b)), nil
	},
	"encode_unsigned/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return encodeUnsigned(a[0], atomBig) },
	"encode_unsigned/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return encodeUnsigned(a[0], a[1]) },
	"decode_unsigned/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return decodeUnsigned(a[0], atomBig) },
	"decode_unsigned/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return decodeUnsigned(a[0], a[1]) },
	"encode_hex/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		if !ok {
			return nil, vm.BadArg(1, notBinary)
		}
		return term.Binary(strings.ToUpper(hex.EncodeToString([]byte(b)))), nil
	},
	"decode_hex/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		if !ok {
			return nil, vm.BadArg(1, notBinary)
		}
		out, err := hex.DecodeString(string(b))
		switch {
		case len(b)%2 != 0:
			return nil, vm.BadArg(1, "must contain an even number of bytes")
		case err != nil:
			return nil, vm.BadArg()
		}
		return term.Binary(out), nil
	},
	"longest_common_prefix/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		return longestCommon(a[0], func(x, y string, i int) bool { return x[i] == y[i] })
	},
	"longest_common_suffix/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		return longestCommon(a[0], func(x, y string, i int) bool { return x[len(x)-1-i] == y[len(y)-1-i] })
	},
	"compile_pattern/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		p, ok := compilePattern(a[0])
		if !ok {
			return nil, vm.BadArg(1, notPattern)
		}
		return p, nil
	},
	"match/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return matchBinary(m, a[0], a[1], term.Empty, 1)
	},
	"match/3": func(m *vm.Machine, a []term.Term) (term.Term, error) { return matchBinary(m, a[0], a[1], a[2], 1) },
	"matches/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return matchBinary(m, a[0], a[1], term.Empty, -1)
	},
	"matches/3": func(m *vm.Machine, a []term.Term) (term.Term, error) { return matchBinary(m, a[0], a[1], a[2], -1) },
	"split/2":   func(m *vm.Machine, a []term.Term) (term.Term, error) { return splitBinary(m, a[0], a[1], term.Empty) },
	"split/3":   func(m *vm.Machine, a []term.Term) (term.Term, error) { return splitBinary(m, a[0], a[1], a[2]) },
	"replace/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return replaceBinary(m, a[0], a[1], a[2], term.Empty)
	},
	"replace/4": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return replaceBinary(m, a[0], a[1], a[2], a[3])
	},
}

func nonEmptyBinary(t term.Term) (term.Binary, error) {
	b, ok := t.(term.Binary)
	switch {
	case !ok:
		return "", vm.BadArg(1, notBinary)
	case b == "":
		return "", vm.BadArg(1, "a zero-sized binary is not allowed")
	}
	return b, nil
}

func binaryPart(t, part term.Term) (term.Binary, error) {
	b, ok := t.(term.Binary)
	p, ok2 := part.(*term.Tuple)
	ok2 = ok2 && len(p.Elems) == 2 && isInteger(p.Elems[0]) && isInteger(p.Elems[1])
	info := wrong{}
	info.unless(ok, 1, notBinary)
	info.unless(ok2, 2, "not a valid {Pos,Length} tuple")
	if len(info) > 0 {
		return "", vm.BadArg(info...)
	}
	out, ok := cut(b, p.Elems[0], p.Elems[1])
	if !ok {
		return "", vm.BadArg(2, outOfRange)
	}
	return out.(term.Binary), nil
}

func binaryPartOf(a []term.Term) (term.Binary, error) {
	b, ok := a[0].(term.Binary)
	info := wrong{}
	info.unless(ok, 1, notBinary)
	info.unless(isInteger(a[1]), 2, notInteger)
	info.unless(isInteger(a[2]), 3, notInteger)
	if len(info) > 0 {
		return "", vm.BadArg(info...)
	}
	if out, ok := cut(b, a[1], a[2]); ok {
		return out.(term.Binary), nil
	}
	if n, ok := a[1].(int); ok && n >= 0 && n <= len(b) {
		return "", vm.BadArg(3, outOfRange)
	}
	return "", vm.BadArg(2, outOfRange)
}

// maxBinary bounds a binary made by one call.
const maxBinary = 1 << 30

func copyBinary(m *vm.Machine, t, times term.Term) (term.Term, error) {
	b, ok := t.(term.Binary)
	n, ok2 := times.(int)
	info := wrong{}
	info.unless(ok, 1, notBinary)
	info.unless(isInteger(times), 2, notInteger)
	if len(info) > 0 {
		return nil, vm.BadArg(info...)
	}
	if ok2 && n < 0 {
		return nil, vm.BadArg(2, outOfRange)
	}
	if !ok2 || len(b) > 0 && n > maxBinary/len(b) {
		return nil, systemLimit()
	}
	bumpBytes(m, n*len(b))
	allocate(m, n*len(b)/8)
	if n == 1 {
		return term.Binary(strings.Clone(string(b))), nil
	}
	return term.Binary(strings.Repeat(string(b), n)), nil
}

func readEndian(t term.Term) (little, ok bool) {
	a, _ := t.(term.Atom)
	return a == atomLittle, a == atomLittle || a == atomBig
}

func encodeUnsigned(t, endian term.Term) (term.Term, error) {
	b, ok := asBig(t)
	little, ok2 := readEndian(endian)
	info := wrong{}
	info.unless(ok, 1, notInteger)
	info.unless(!ok || b.Sign() >= 0, 1, outOfRange)
	info.unless(ok2, 2, "must be 'big' or 'little'")
	if len(info) > 0 {
		return nil, vm.BadArg(info...)
	}
	bytes := b.Bytes()
	if len(bytes) == 0 {
		bytes = []byte{0}
	}
	if little {
		slices.Reverse(bytes)
	}
	return term.Binary(bytes), nil
}

func decodeUnsigned(t, endian term.Term) (term.Term, error) {
	b, ok := t.(term.Binary)
	little, ok2 := readEndian(endian)
	info := wrong{}
	info.unless(ok, 1, notBinary)
	info.unless(ok2, 2, "must be 'big' or 'little'")
	if len(info) > 0 {
		return nil, vm.BadArg(info...)
	}
	if len(b) > maxIntegerBits/8 {
		return nil, systemLimit()
	}
	bytes := []byte(b)
	if little {
		slices.Reverse(bytes)
	}
	return term.Big(new(big.Int).SetBytes(bytes)), nil
}

// longestCommon counts the bytes that all binaries have in common.
func longestCommon(t term.Term, same func(x, y string, i int) bool) (term.Term, error) {
	list, ok := term.Slice(t)
	if !ok || len(list) == 0 {
		return nil, vm.BadArg(1, notFlat)
	}
	texts := make([]string, len(list))
	for i, e := range list {
		b, ok := e.(term.Binary)
		if !ok {
			return nil, vm.BadArg(1, notFlat)
		}
		texts[i] = string(b)
	}
	n := len(texts[0])
	for _, s := range texts[1:] {
		n = min(n, len(s))
		for i := range n {
			if !same(texts[0], s, i) {
				n = i
				break
			}
		}
	}
	return term.Int(n), nil
}

// binarySearch is a search that :binary was asked for: in the scope, which is
// a part of the subject.
type binarySearch struct {
	subject  string
	from, to int // the scope
	pattern  *matcher
	flags    map[string]bool
	insert   []int // insert_replaced
	badScope bool
}

func readSearch(subject, pattern, opts term.Term, optsAt int, flags ...string) (*binarySearch, error) {
	b, ok := subject.(term.Binary)
	p, ok2 := readMatcher(pattern)
	info := wrong{}
	info.unless(ok, 1, notBinary)
	info.unless(ok2, 2, notPattern)
	s := &binarySearch{subject: string(b), to: len(b), pattern: p, flags: map[string]bool{}}
	list, ok := term.Slice(opts)
	if ok {
		for _, o := range list {
			ok = ok && s.readOption(o, flags)
		}
	}
	if s.badScope {
		info.unless(false, optsAt, "specified part is not wholly inside binary")
	} else {
		info.unless(ok, optsAt, "invalid options")
	}
	if len(info) > 0 {
		return nil, vm.BadArg(info...)
	}
	return s, nil
}

func (s *binarySearch) readOption(o term.Term, flags []string) bool {
	if a, ok := o.(term.Atom); ok {
		s.flags[a.Name()] = true
		return slices.Contains(flags, a.Name())
	}
	name, v, ok := option(o)
	if !ok {
		return false
	}
	switch name.Name() {
	case "scope":
		p, ok := v.(*term.Tuple)
		if !ok || len(p.Elems) != 2 {
			return false
		}
		at, n, ok := bothInts(p.Elems[0], p.Elems[1])
		if n < 0 {
			at, n = at+n, -n
		}
		if !ok || at < 0 || n > len(s.subject)-at {
			s.badScope = ok
			return false
		}
		s.from, s.to = at, at+n
		return true
	case "insert_replaced":
		if n, ok := v.(int); ok {
			s.insert = []int{n}
			return n >= 0
		}
		list, ok := term.Slice(v)
		for _, e := range list {
			n, isInt := e.(int)
			ok = ok && isInt && n >= 0
			s.insert = append(s.insert, n)
		}
		return ok
	}
	return false
}

// spans is the matches within the scope, placed in the subject.
func (s *binarySearch) spans(m *vm.Machine, limit int) []span {
	bumpBytes(m, s.to-s.from)
	out := s.pattern.findAll(s.subject[s.from:s.to], limit)
	for i := range out {
		out[i].at += s.from
		out[i].end += s.from
	}
	bump(m, len(out)/8)
	return out
}

func matchBinary(m *vm.Machine, subject, pattern, opts term.Term, limit int) (term.Term, error) {
	s, err := readSearch(subject, pattern, opts, 3)
	if err != nil {
		return nil, err
	}
	found := s.spans(m, limit)
	if limit == 1 && len(found) == 0 {
		return atomNomatch, nil
	}
	list := make([]term.Term, len(found))
	for i, f := range found {
		list[i] = term.Tuple2(term.Int(f.at), term.Int(f.end-f.at))
	}
	if limit == 1 {
		return list[0], nil
	}
	return term.List(list...), nil
}

func splitBinary(m *vm.Machine, subject, pattern, opts term.Term) (term.Term, error) {
	s, err := readSearch(subject, pattern, opts, 3, "global", "trim", "trim_all")
	if err != nil {
		return nil, err
	}
	limit := 1
	if s.flags["global"] {
		limit = -1
	}
	parts := cutAt(s.subject, s.spans(m, limit))
	if s.flags["trim_all"] {
		parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	}
	if s.flags["trim"] {
		for len(parts) > 0 && parts[len(parts)-1] == "" {
			parts = parts[:len(parts)-1]
		}
	}
	return binaries(parts), nil
}

// cutAt is what lies between the spans.
func cutAt(s string, at []span) []string {
	parts := make([]string, 0, len(at)+1)
	from := 0
	for _, f := range at {
		parts = append(parts, s[from:f.at])
		from = f.end
	}
	return append(parts, s[from:])
}

func replaceBinary(m *vm.Machine, subject, pattern, by, opts term.Term) (term.Term, error) {
	s, err := readSearch(subject, pattern, opts, 4, "global")
	if err != nil {
		return nil, err
	}
	limit := 1
	if s.flags["global"] {
		limit = -1
	}
	found := s.spans(m, limit)
	b, ok := by.(term.Binary)
	if !ok {
		return nil, vm.BadArg(3, notBinary)
	}
	total := len(s.subject)
	for _, f := range found {
		if total += len(b) - (f.end - f.at); total > maxBinary {
			return nil, systemLimit()
		}
	}
	var out strings.Builder
	out.Grow(total)
	from := 0
	for _, f := range found {
		out.WriteString(s.subject[from:f.at])
		text, ok := insertReplaced(string(b), s.subject[f.at:f.end], s.insert)
		if !ok {
			return nil, vm.BadArg(4, "invalid options")
		}
		out.WriteString(text)
		from = f.end
	}
	out.WriteString(s.subject[from:])
	bumpBytes(m, total)
	return term.Binary(out.String()), nil
}

// insertReplaced puts what was found at offsets of the replacement.
func insertReplaced(by, found string, at []int) (string, bool) {
	sorted := slices.Clone(at)
	slices.Sort(sorted)
	for i := len(sorted) - 1; i >= 0; i-- {
		if sorted[i] > len(by) {
			return "", false
		}
		by = by[:sorted[i]] + found + by[sorted[i]:]
	}
	return by, true
}

// replaceWith is replace_with(subject, pattern, fun, global) of :otpsh_string.
func replaceWith(m *vm.Machine, a []term.Term) (term.Term, error) {
	s, err := readSearch(a[0], a[1], term.Empty, 4)
	fun, ok := a[2].(*term.Fun)
	global, ok2 := asBool(a[3])
	switch {
	case err != nil:
		return nil, err
	case !ok || !ok2:
		return nil, functionClause()
	}
	limit := 1
	if global {
		limit = -1
	}
	r := &replacing{fun: fun, subject: s.subject, spans: s.spans(m, limit)}
	return r.next(m)
}

// replacing calls a function for each match in turn, and puts its results in
// their places.
type replacing struct {
	fun     *term.Fun
	subject string
	spans   []span
	parts   []string
}

func (r *replacing) next(m *vm.Machine) (term.Term, error) {
	if n := len(r.parts); n < len(r.spans) {
		f := r.spans[n]
		return nil, m.Call(r, r.fun, term.Binary(r.subject[f.at:f.end]))
	}
	var out strings.Builder
	from := 0
	for i, f := range r.spans {
		out.WriteString(r.subject[from:f.at])
		out.WriteString(r.parts[i])
		from = f.end
	}
	out.WriteString(r.subject[from:])
	return term.Binary(out.String()), nil
}

func (r *replacing) Resume(m *vm.Machine, value term.Term, exc *vm.Exception) (term.Term, error) {
	if exc != nil {
		return nil, exc
	}
	text, ok := ioBytes(value)
	if !ok {
		return nil, vm.BadArg()
	}
	r.parts = append(r.parts, text)
	return r.next(m)
}

func (r *replacing) Clone() (vm.Cont, bool) {
	c := *r
	c.parts = slices.Clone(r.parts)
	return &c, true
}
