package lib

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"math"
	"math/big"
	"strconv"
	"strings"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file reads Erlang's external term format, and holds the natives of
// both directions.

// maxUnpacked bounds the size that a compressed term may claim.
const maxUnpacked = 1 << 30

// externalReader decodes without recursion; containers that are being filled
// lie on its stack.
type externalReader struct {
	in     string
	pos    int
	safe   bool // no new atoms or external functions
	bad    bool
	frames []externalFrame
}

// externalFrame is a tuple, list or map of which elements are missing.
type externalFrame struct {
	tag   byte
	elems []term.Term
	want  int
}

// decodeExternal reads a term with its version byte, and tells how many bytes
// it took.
func decodeExternal(s string, safe bool) (t term.Term, used int, ok bool) {
	if len(s) < 2 || s[0] != etfVersion {
		return nil, 0, false
	}
	r := externalReader{in: s, pos: 1, safe: safe}
	packed := 0
	if s[1] == etfCompressed {
		plain, n, ok := unpackExternal(s[2:])
		if !ok {
			return nil, 0, false
		}
		r.in, r.pos, packed = plain, 0, 2+n
	}
	t = r.run()
	if r.bad {
		return nil, 0, false
	}
	if packed > 0 {
		return t, packed, r.pos == len(r.in)
	}
	return t, r.pos, true
}

func unpackExternal(s string) (plain string, used int, ok bool) {
	if len(s) < 4 {
		return "", 0, false
	}
	size := int(binary.BigEndian.Uint32([]byte(s[:4])))
	if size > maxUnpacked || size > 1100*len(s) { // zlib packs 1:1032 at best
		return "", 0, false
	}
	src := strings.NewReader(s[4:]) // a ByteReader: zlib takes no byte too many
	z, err := zlib.NewReader(src)
	if err != nil {
		return "", 0, false
	}
	var out bytes.Buffer
	n, err := io.Copy(&out, io.LimitReader(z, int64(size)+1))
	if err != nil || int(n) != size {
		return "", 0, false
	}
	return out.String(), len(s) - src.Len(), true
}

func (r *externalReader) run() term.Term {
	for {
		v, done := r.one()
		if r.bad {
			return nil
		}
		for done {
			if len(r.frames) == 0 {
				return v
			}
			f := &r.frames[len(r.frames)-1]
			f.elems = append(f.elems, v)
			if len(f.elems) < f.want {
				break
			}
			v = f.finish()
			r.frames = r.frames[:len(r.frames)-1]
			if v == nil {
				r.bad = true
				return nil
			}
		}
	}
}

func (f *externalFrame) finish() term.Term {
	switch f.tag {
	case etfSmallTuple:
		return term.OwnTuple(f.elems)
	case etfList:
		last := len(f.elems) - 1
		return term.ListTail(f.elems[:last], f.elems[last])
	}
	m := term.MapOf(f.elems...)
	if m.Len() != len(f.elems)/2 {
		return nil // a key twice
	}
	return m
}

// open starts a container of n elements; each takes a byte at least.
func (r *externalReader) open(tag byte, n int) (term.Term, bool) {
	if n > len(r.in)-r.pos {
		r.bad = true
		return nil, false
	}
	r.frames = append(r.frames, externalFrame{tag, make([]term.Term, 0, min(n, 1<<12)), n})
	return nil, false
}

func (r *externalReader) take(n int) string {
	if n < 0 || n > len(r.in)-r.pos {
		r.bad = true
		return ""
	}
	r.pos += n
	return r.in[r.pos-n : r.pos]
}

func (r *externalReader) u8() int {
	if s := r.take(1); !r.bad {
		return int(s[0])
	}
	return 0
}

func (r *externalReader) u16() int { return r.u8()<<8 | r.u8() }
func (r *externalReader) u32() int { return r.u16()<<16 | r.u16() }

// one reads a leaf (done), or the head of a container.
func (r *externalReader) one() (v term.Term, done bool) {
	switch tag := r.u8(); tag {
	case etfSmallInt:
		return term.Int(r.u8()), true
	case etfInt:
		return term.Int(int(int32(r.u32()))), true
	case etfSmallBig:
		return r.bigInteger(r.u8()), true
	case etfLargeBig:
		return r.bigInteger(r.u32()), true
	case etfNewFloat:
		s := r.take(8)
		if r.bad {
			return nil, false
		}
		return r.float(math.Float64frombits(binary.BigEndian.Uint64([]byte(s)))), true
	case etfFloatText:
		f, err := strconv.ParseFloat(strings.TrimRight(r.take(31), "\x00"), 64)
		r.bad = r.bad || err != nil
		return r.float(f), true
	case etfAtom, etfSmallAtom, etfAtomUTF8, etfSmallAtomUTF8:
		return r.atomNamed(tag), true
	case etfSmallTuple:
		return r.tuple(r.u8())
	case etfLargeTuple:
		return r.tuple(r.u32())
	case etfNil:
		return term.Empty, true
	case etfString:
		return byteList(r.take(r.u16())), true
	case etfList:
		return r.open(etfList, r.u32()+1)
	case etfMap:
		n := r.u32()
		if n == 0 {
			return term.EmptyMap, true
		}
		return r.open(etfMap, 2*n)
	case etfBinary:
		return term.Binary(strings.Clone(r.take(r.u32()))), true
	case etfBits:
		return r.bits(), true
	case etfNewPort:
		return r.port(), true
	case etfNewPid, etfPid:
		return r.pid(tag), true
	case etfNewerRef, etfNewRef:
		return r.ref(tag), true
	case etfExport:
		return r.export(), true
	}
	r.bad = true
	return nil, false
}

func (r *externalReader) tuple(n int) (term.Term, bool) {
	if n == 0 {
		return term.NewTuple(), true
	}
	return r.open(etfSmallTuple, n)
}

func (r *externalReader) float(f float64) term.Term {
	r.bad = r.bad || math.IsNaN(f) || math.IsInf(f, 0)
	return f
}

func (r *externalReader) bigInteger(n int) term.Term {
	negative := r.u8() != 0
	digits := []byte(r.take(n))
	if n > maxIntegerBits/8 {
		r.bad = true
	}
	if r.bad {
		return nil
	}
	for i, j := 0, len(digits)-1; i < j; i, j = i+1, j-1 {
		digits[i], digits[j] = digits[j], digits[i]
	}
	b := new(big.Int).SetBytes(digits)
	if negative {
		b.Neg(b)
	}
	return term.Big(b)
}

func (r *externalReader) bits() term.Term {
	n, last := r.u32(), r.u8()
	s := r.take(n)
	if r.bad || last > 8 || n == 0 && last != 0 {
		r.bad = true
		return nil
	}
	if n == 0 {
		return term.Binary("")
	}
	return term.NewBits(strings.Clone(s), (n-1)*8+last)
}

func (r *externalReader) atomNamed(tag int) term.Term {
	n := 0
	if tag == etfSmallAtom || tag == etfSmallAtomUTF8 {
		n = r.u8()
	} else {
		n = r.u16()
	}
	name, ok := validName(r.take(n), tag == etfAtom || tag == etfSmallAtom)
	if !ok {
		r.bad = true
	}
	if r.bad {
		return nil
	}
	if r.safe {
		a, ok := term.Existing(name)
		r.bad = !ok
		return a
	}
	a, ok := term.TryIntern(name)
	r.bad = !ok
	return a
}

// leaf reads a part that must be an atom.
func (r *externalReader) atom() term.Atom {
	v, _ := r.one()
	a, ok := v.(term.Atom)
	if !ok {
		r.bad = true
	}
	return a
}

func (r *externalReader) pid(tag int) term.Term {
	r.atom()
	id, serial := r.u32(), r.u32()
	if tag == etfPid {
		r.u8()
	} else {
		r.u32()
	}
	return term.PID(uint64(serial)<<32 | uint64(id))
}

func (r *externalReader) port() term.Term {
	r.atom()
	id := r.u32()
	r.u32()
	return term.Port(id)
}

func (r *externalReader) ref(tag int) term.Term {
	n := r.u16()
	r.atom()
	if tag == etfNewRef {
		r.u8()
	} else {
		r.u32()
	}
	if n < 1 || n > 5 {
		r.bad = true
		return nil
	}
	var words [5]uint64
	for i := range n {
		words[i] = uint64(r.u32())
	}
	ref := &term.Ref{ID: words[1]<<32 | words[0]}
	if n > 3 {
		ref.Owner = term.PID(words[3]<<32 | words[2])
	}
	return ref
}

func (r *externalReader) export() term.Term {
	module, name := r.atom(), r.atom()
	arity, _ := r.one()
	n, ok := arity.(int)
	if !ok || n > 255 || r.bad {
		r.bad = true
		return nil
	}
	return &term.Fun{Module: module, Name: name, Arity: n}
}

var externalNatives = vm.Natives{
	"term_to_binary/1": func(m *vm.Machine, a []term.Term) (term.Term, error) { return termToBinary(m, a[0], term.Empty) },
	"term_to_binary/2": func(m *vm.Machine, a []term.Term) (term.Term, error) { return termToBinary(m, a[0], a[1]) },
	"term_to_iovec/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		b, err := termToBinary(m, a[0], term.Empty)
		if err != nil {
			return nil, err
		}
		return term.List(b), nil
	},
	"external_size/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		n := len(encodeExternal(a[0], false))
		bumpBytes(m, 8*n)
		return term.Int(n), nil
	},
	"binary_to_term/1": func(m *vm.Machine, a []term.Term) (term.Term, error) { return binaryToTerm(m, a[0], term.Empty) },
	"binary_to_term/2": func(m *vm.Machine, a []term.Term) (term.Term, error) { return binaryToTerm(m, a[0], a[1]) },
}

func termToBinary(m *vm.Machine, t, opts term.Term) (term.Term, error) {
	list, ok := term.Slice(opts)
	if !ok {
		return nil, vm.BadArg(2, notList)
	}
	level, utf8Atoms := 0, false
	for _, o := range list {
		name, v, isPair := option(o)
		if !isPair {
			name, _ = o.(term.Atom)
		}
		n, isInt := v.(int)
		switch {
		case !isPair && name == term.Intern("compressed"):
			level = 6
		case !isPair && (name == term.Intern("deterministic") || name == term.Intern("local")):
		case isPair && isInt && name == term.Intern("compressed") && n >= 0 && n <= 9:
			level = n
		case isPair && isInt && name == term.Intern("minor_version") && n >= 0 && n <= 2:
			utf8Atoms = n == 2
		default:
			return nil, vm.BadArg(2, badOption)
		}
	}
	out := compressExternal(encodeExternal(t, utf8Atoms), level)
	bumpBytes(m, 8*len(out))
	return term.Binary(out), nil
}

func binaryToTerm(m *vm.Machine, t, opts term.Term) (term.Term, error) {
	list, ok := term.Slice(opts)
	if !ok {
		return nil, vm.BadArg(2, notList)
	}
	safe, used := false, false
	for _, o := range list {
		switch name, _ := o.(term.Atom); name {
		case term.Intern("safe"):
			safe = true
		case term.Intern("used"):
			used = true
		default:
			return nil, vm.BadArg(2, badOption)
		}
	}
	b, ok := t.(term.Binary)
	if !ok {
		return nil, vm.BadArg(1, notBinary)
	}
	bumpBytes(m, 8*len(b))
	v, n, ok := decodeExternal(string(b), safe)
	if !ok {
		return nil, vm.BadArg(1, "invalid external representation of a term")
	}
	if used {
		return term.Tuple2(v, term.Int(n)), nil
	}
	return v, nil
}
