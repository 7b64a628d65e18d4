// Reading the encoding back.

package code

import (
	"encoding/binary"
	"errors"
	"math"
	"math/big"

	"otpsh/runtime/term"
)

var errEncoding = errors.New("not a module in this encoding")

// Decode reads what Encode wrote. It checks the form, not the meaning: what
// it is given must come from Encode.
func Decode(data []byte) (m *Module, err error) {
	defer reportFailure(&err)
	d := &decoder{in: data}
	if d.int() != version || d.int() != int(opCount) {
		return nil, errEncoding
	}
	read := &Module{Name: d.atom()}
	read.Functions = list(d, d.function)
	return read, nil
}

// DecodeTerm reads what EncodeTerm wrote.
func DecodeTerm(data []byte) (t term.Term, err error) {
	defer reportFailure(&err)
	d := &decoder{in: data}
	if d.int() != version {
		return nil, errEncoding
	}
	return d.term(), nil
}

// reportFailure turns the decoder's panic into an error.
func reportFailure(err *error) {
	if r := recover(); r != nil {
		if r != any(errEncoding) {
			panic(r)
		}
		*err = errEncoding
	}
}

type decoder struct {
	in    []byte
	atoms []term.Atom
	depth int
}

func (d *decoder) fail() { panic(errEncoding) }

func (d *decoder) int() int {
	n, size := binary.Varint(d.in)
	if size <= 0 {
		d.fail()
	}
	d.in = d.in[size:]
	return int(n)
}

// bytes are the next n.
func (d *decoder) bytes(n int) []byte {
	if n < 0 || n > len(d.in) {
		d.fail()
	}
	b := d.in[:n]
	d.in = d.in[n:]
	return b
}

func (d *decoder) string() string { return string(d.bytes(d.int())) }

func (d *decoder) atom() term.Atom {
	n := d.int()
	switch {
	case n == len(d.atoms):
		d.atoms = append(d.atoms, term.Intern(d.string()))
	case n < 0 || n > len(d.atoms):
		d.fail()
	}
	return d.atoms[n]
}

// list reads a length and that many elements; nil when there are none.
func list[T any](d *decoder, read func() T) []T {
	n := d.int()
	if n < 0 || n > len(d.in) {
		d.fail()
	}
	if n == 0 {
		return nil
	}
	out := make([]T, 0, n)
	for range n {
		out = append(out, read())
	}
	return out
}

func (d *decoder) function() *Function {
	d.depth++
	defer func() { d.depth-- }()
	if d.depth > maxTermDepth {
		d.fail()
	}
	f := &Function{Module: d.atom(), Name: d.atom(), Arity: d.int(), Free: d.int(), Regs: d.int(), Line: d.int(), File: d.string()}
	f.Code = list(d, func() Instr { return Instr(binary.LittleEndian.Uint64(d.bytes(8))) })
	f.Consts = list(d, d.term)
	f.Locals = list(d, func() Local { return Local{Name: d.atom(), Arity: d.int()} })
	f.Sites = list(d, func() Site { return Site{Module: d.atom(), Name: d.atom(), Arity: d.int()} })
	f.Handlers = list(d, func() Handler {
		return Handler{From: int32(d.int()), To: int32(d.int()), Target: int32(d.int()), Reg: uint16(d.int()), Guard: d.int() == 1}
	})
	f.Lines = list(d, func() Line { return Line{PC: int32(d.int()), Line: int32(d.int())} })
	f.Switches = list(d, func() Switch {
		s := Switch{Keys: list(d, d.term)}
		for range s.Keys {
			s.Targets = append(s.Targets, int32(d.int()))
		}
		s.Default = int32(d.int())
		return s
	})
	f.Funs = list(d, d.function)
	return f
}

func (d *decoder) term() term.Term {
	d.depth++
	defer func() { d.depth-- }()
	if d.depth > maxTermDepth {
		d.fail()
	}
	switch d.int() {
	case tagInt:
		return term.Int(d.int())
	case tagBig:
		b, ok := new(big.Int).SetString(d.string(), 16)
		if !ok {
			d.fail()
		}
		return term.Big(b)
	case tagFloat:
		return math.Float64frombits(binary.LittleEndian.Uint64(d.bytes(8)))
	case tagAtom:
		return d.atom()
	case tagBinary:
		return term.Binary(d.string())
	case tagBits:
		n := d.int()
		s := d.string()
		if n < 0 || (n+7)/8 != len(s) {
			d.fail()
		}
		return term.NewBits(s, n)
	case tagList:
		elems := list(d, d.term)
		if d.int() == 0 {
			return term.List(elems...)
		}
		return term.ListTail(elems, d.term())
	case tagTuple:
		return term.NewTuple(list(d, d.term)...)
	case tagMap:
		b := term.EmptyMap.Builder()
		for range d.int() {
			k := d.term()
			b.Put(k, d.term())
		}
		return b.Map()
	case tagFun:
		return &term.Fun{Module: d.atom(), Name: d.atom(), Arity: d.int()}
	}
	d.fail()
	return nil
}
