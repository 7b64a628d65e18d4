package lib

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"math"
	"math/big"
	"unicode/utf8"

	"otpsh/runtime/term"
)

// This file writes Erlang's external term format, as OTP 25 does: versions,
// tags and the choice between them. external_read.go reads it.

// Tags of the format.
const (
	etfVersion       = 131
	etfCompressed    = 80
	etfNewFloat      = 70
	etfBits          = 77
	etfNewPid        = 88
	etfNewPort       = 89
	etfNewerRef      = 90
	etfSmallInt      = 97
	etfInt           = 98
	etfFloatText     = 99
	etfAtom          = 100
	etfSmallTuple    = 104
	etfLargeTuple    = 105
	etfNil           = 106
	etfString        = 107
	etfList          = 108
	etfBinary        = 109
	etfSmallBig      = 110
	etfLargeBig      = 111
	etfNewFun        = 112
	etfExport        = 113
	etfNewRef        = 114
	etfSmallAtom     = 115
	etfMap           = 116
	etfAtomUTF8      = 118
	etfSmallAtomUTF8 = 119
	etfPid           = 103
)

// externalNode is the node that pids and references name.
const externalNode = "nonode@nohost"

// externalWriter encodes without recursion: what is left lies on its stack.
type externalWriter struct {
	out   []byte
	stack []term.Term // next at the end; a restOfList goes on with a list
	utf8  bool        // minor_version 2: all atoms in UTF-8
}

// restOfList is the part of a list still to be written.
type restOfList struct{ cell term.Term }

// encodeExternal is a term with the version byte.
func encodeExternal(t term.Term, utf8Atoms bool) []byte {
	w := externalWriter{out: []byte{etfVersion}, utf8: utf8Atoms}
	w.stack = append(w.stack, t)
	for len(w.stack) > 0 {
		top := w.stack[len(w.stack)-1]
		w.stack = w.stack[:len(w.stack)-1]
		w.write(top)
	}
	return w.out
}

// compressExternal packs an encoded term at a level; it stays as it is when
// that does not make it smaller.
func compressExternal(plain []byte, level int) []byte {
	if level == 0 {
		return plain
	}
	var buf bytes.Buffer
	buf.WriteByte(etfVersion)
	buf.WriteByte(etfCompressed)
	_ = binary.Write(&buf, binary.BigEndian, uint32(len(plain)-1)) // a Buffer cannot fail
	z, err := zlib.NewWriterLevel(&buf, level)
	if err != nil {
		return plain
	}
	_, _ = z.Write(plain[1:])
	_ = z.Close()
	if buf.Len() >= len(plain) {
		return plain
	}
	return buf.Bytes()
}

func (w *externalWriter) byte(b ...byte) { w.out = append(w.out, b...) }
func (w *externalWriter) u16(n int)      { w.out = binary.BigEndian.AppendUint16(w.out, uint16(n)) }
func (w *externalWriter) u32(n int)      { w.out = binary.BigEndian.AppendUint32(w.out, uint32(n)) }

func (w *externalWriter) pushAll(ts []term.Term) {
	for i := len(ts) - 1; i >= 0; i-- {
		w.stack = append(w.stack, ts[i])
	}
}

func (w *externalWriter) write(t term.Term) {
	switch x := t.(type) {
	case int:
		w.integer(x)
	case *big.Int:
		w.bigInteger(x)
	case float64:
		w.byte(etfNewFloat)
		w.out = binary.BigEndian.AppendUint64(w.out, math.Float64bits(x))
	case term.Atom:
		w.atom(x.Name())
	case *term.Tuple:
		if len(x.Elems) < 256 {
			w.byte(etfSmallTuple, byte(len(x.Elems)))
		} else {
			w.byte(etfLargeTuple)
			w.u32(len(x.Elems))
		}
		w.pushAll(x.Elems)
	case *term.Cons:
		w.list(x)
	case restOfList:
		w.rest(x.cell)
	case term.Binary:
		w.byte(etfBinary)
		w.u32(len(x))
		w.out = append(w.out, x...)
	case *term.Bits:
		w.byte(etfBits)
		w.u32(len(x.Bytes))
		w.byte(byte(x.Len % 8))
		w.out = append(w.out, x.Bytes...)
	case *term.Map:
		w.byte(etfMap)
		w.u32(x.Len())
		start := len(w.stack)
		x.Each(func(k, v term.Term) bool {
			w.stack = append(w.stack, k, v)
			return true
		})
		reverseTerms(w.stack[start:])
	case term.PID:
		w.pid(x)
	case term.Port:
		w.port(x)
	case *term.Ref:
		w.ref(x)
	case *term.Fun:
		w.fun(x)
	}
}

func reverseTerms(ts []term.Term) {
	for i, j := 0, len(ts)-1; i < j; i, j = i+1, j-1 {
		ts[i], ts[j] = ts[j], ts[i]
	}
}

func (w *externalWriter) integer(n int) {
	switch {
	case n >= 0 && n < 256:
		w.byte(etfSmallInt, byte(n))
	case n == int(int32(n)):
		w.byte(etfInt)
		w.u32(n)
	default:
		w.bigInteger(big.NewInt(int64(n)))
	}
}

func (w *externalWriter) bigInteger(b *big.Int) {
	digits := b.Bytes()
	sign := byte(0)
	if b.Sign() < 0 {
		sign = 1
	}
	if len(digits) < 256 {
		w.byte(etfSmallBig, byte(len(digits)), sign)
	} else {
		w.byte(etfLargeBig)
		w.u32(len(digits))
		w.byte(sign)
	}
	for i := len(digits) - 1; i >= 0; i-- {
		w.byte(digits[i])
	}
}

// atom writes the old form where the name allows it, as OTP 25 does.
func (w *externalWriter) atom(name string) {
	if !w.utf8 {
		if latin, ok := toLatin1(name); ok {
			w.byte(etfAtom)
			w.u16(len(latin))
			w.out = append(w.out, latin...)
			return
		}
	}
	if len(name) < 256 {
		w.byte(etfSmallAtomUTF8, byte(len(name)))
	} else {
		w.byte(etfAtomUTF8)
		w.u16(len(name))
	}
	w.out = append(w.out, name...)
}

// list writes short lists of bytes as a string, all others cell by cell.
func (w *externalWriter) list(c *term.Cons) {
	if c == nil {
		w.byte(etfNil)
		return
	}
	n, allBytes := 0, true
	var t term.Term = c
	for {
		cell, ok := t.(*term.Cons)
		if !ok {
			allBytes = false
			break
		}
		if cell == nil {
			break
		}
		b, ok := cell.Head.(int)
		allBytes = allBytes && ok && b >= 0 && b < 256
		n++
		t = cell.Tail
	}
	if allBytes && n < 1<<16 {
		w.byte(etfString)
		w.u16(n)
		for cell := c; cell != nil; cell = cell.Tail.(*term.Cons) {
			w.byte(byte(cell.Head.(int)))
		}
		return
	}
	w.byte(etfList)
	w.u32(n)
	w.rest(c)
}

func (w *externalWriter) rest(t term.Term) {
	if c, ok := t.(*term.Cons); ok && c != nil {
		w.stack = append(w.stack, restOfList{c.Tail}, c.Head)
		return
	}
	w.write(t)
}

func (w *externalWriter) pid(p term.PID) {
	w.byte(etfNewPid)
	w.atom(externalNode)
	w.u32(int(p & math.MaxUint32))
	w.u32(int(p >> 32))
	w.u32(0)
}

func (w *externalWriter) port(p term.Port) {
	w.byte(etfNewPort)
	w.atom(externalNode)
	w.u32(int(p & math.MaxUint32))
	w.u32(0)
}

func (w *externalWriter) ref(r *term.Ref) {
	w.byte(etfNewerRef)
	words := []uint64{r.ID & math.MaxUint32, r.ID >> 32, 0}
	if r.Owner != 0 {
		words = []uint64{words[0], words[1], uint64(r.Owner) & math.MaxUint32, uint64(r.Owner) >> 32}
	}
	w.u16(len(words))
	w.atom(externalNode)
	w.u32(0)
	for _, word := range words {
		w.u32(int(word))
	}
}

// fun writes an external function whole. A closure is written as the BEAM
// lays it out, but cannot be read back: its code lives in its world only.
func (w *externalWriter) fun(f *term.Fun) {
	if f.External() {
		w.byte(etfExport)
		w.atom(f.Module.Name())
		w.atom(f.Name.Name())
		w.byte(etfSmallInt, byte(f.Arity))
		return
	}
	inner := externalWriter{utf8: w.utf8}
	inner.byte(byte(f.Arity))
	inner.out = append(inner.out, make([]byte, 16)...)
	inner.u32(int(f.Uniq))
	inner.u32(len(f.Free))
	inner.atom(f.Module.Name())
	inner.byte(etfSmallInt, 0)
	inner.atom(f.Name.Name())
	inner.pid(0)
	w.byte(etfNewFun)
	w.u32(len(inner.out) + 4)
	w.out = append(w.out, inner.out...)
}

// validName is the name of an atom read in either encoding.
func validName(s string, latin1 bool) (string, bool) {
	if latin1 {
		s = fromLatin1(s)
	}
	return s, utf8.ValidString(s) && utf8.RuneCountInString(s) <= atomMaxChars
}
