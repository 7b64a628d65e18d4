// The encoding of modules: bytes that round-trip, for a cache of compiled
// code.

package code

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/big"

	"otpsh/runtime/term"
)

// version is raised whenever instructions or the encoding change.
const version = 3

// maxTermDepth bounds how deep a constant may be nested to be encoded.
const maxTermDepth = 10000

// Encode is a module as bytes. It fails when a constant is a process, a
// reference or a closure, or is nested very deeply.
func Encode(m *Module) ([]byte, error) {
	e := &encoder{atoms: map[term.Atom]int{}}
	e.int(version)
	e.int(int(opCount))
	e.atom(m.Name)
	e.int(len(m.Functions))
	for _, f := range m.Functions {
		e.function(f)
	}
	return e.out, e.err
}

// EncodeTerm is a value as bytes, within the limits of Encode.
func EncodeTerm(t term.Term) ([]byte, error) {
	e := &encoder{atoms: map[term.Atom]int{}}
	e.int(version)
	e.term(t)
	return e.out, e.err
}

type encoder struct {
	out   []byte
	atoms map[term.Atom]int
	depth int
	err   error
}

func (e *encoder) int(n int) { e.out = binary.AppendVarint(e.out, int64(n)) }

func (e *encoder) string(s string) {
	e.int(len(s))
	e.out = append(e.out, s...)
}

// atom writes a number, and the name when it is new.
func (e *encoder) atom(a term.Atom) {
	n, ok := e.atoms[a]
	if !ok {
		n = len(e.atoms)
		e.atoms[a] = n
		e.int(n)
		e.string(a.Name())
		return
	}
	e.int(n)
}

func (e *encoder) function(f *Function) {
	e.atom(f.Module)
	e.atom(f.Name)
	for _, n := range []int{f.Arity, f.Free, f.Regs, f.Line} {
		e.int(n)
	}
	e.string(f.File)
	e.int(len(f.Code))
	for _, in := range f.Code {
		e.out = binary.LittleEndian.AppendUint64(e.out, uint64(in))
	}
	e.terms(f.Consts)
	e.int(len(f.Locals))
	for _, l := range f.Locals {
		e.atom(l.Name)
		e.int(l.Arity)
	}
	e.int(len(f.Sites))
	for _, s := range f.Sites {
		e.atom(s.Module)
		e.atom(s.Name)
		e.int(s.Arity)
	}
	e.int(len(f.Handlers))
	for _, h := range f.Handlers {
		guard := 0
		if h.Guard {
			guard = 1
		}
		for _, n := range []int{int(h.From), int(h.To), int(h.Target), int(h.Reg), guard} {
			e.int(n)
		}
	}
	e.int(len(f.Lines))
	for _, l := range f.Lines {
		e.int(int(l.PC))
		e.int(int(l.Line))
	}
	e.int(len(f.Switches))
	for _, s := range f.Switches {
		e.terms(s.Keys)
		for _, t := range s.Targets {
			e.int(int(t))
		}
		e.int(int(s.Default))
	}
	e.int(len(f.Funs))
	for _, g := range f.Funs {
		e.function(g)
	}
}

func (e *encoder) terms(ts []term.Term) {
	e.int(len(ts))
	for _, t := range ts {
		e.term(t)
	}
}

// Tags of terms.
const (
	tagInt = iota
	tagBig
	tagFloat
	tagAtom
	tagBinary
	tagBits
	tagList
	tagTuple
	tagMap
	tagFun
)

func (e *encoder) term(t term.Term) {
	e.depth++
	defer func() { e.depth-- }()
	if e.depth > maxTermDepth {
		e.err = errors.New("a constant is nested too deeply to be encoded")
		return
	}
	switch x := t.(type) {
	case int:
		e.int(tagInt)
		e.int(x)
	case *big.Int:
		e.int(tagBig)
		e.string(x.Text(16))
	case float64:
		e.int(tagFloat)
		e.out = binary.LittleEndian.AppendUint64(e.out, math.Float64bits(x))
	case term.Atom:
		e.int(tagAtom)
		e.atom(x)
	case term.Binary:
		e.int(tagBinary)
		e.string(string(x))
	case *term.Bits:
		e.int(tagBits)
		e.int(x.Len)
		e.string(x.Bytes)
	case *term.Cons:
		e.list(x)
	case *term.Tuple:
		e.int(tagTuple)
		e.terms(x.Elems)
	case *term.Map:
		e.int(tagMap)
		e.int(x.Len())
		x.Each(func(k, v term.Term) bool {
			e.term(k)
			e.term(v)
			return e.err == nil
		})
	case *term.Fun:
		if !x.External() {
			e.err = errors.New("a constant is a closure")
			return
		}
		e.int(tagFun)
		e.atom(x.Module)
		e.atom(x.Name)
		e.int(x.Arity)
	default:
		e.err = fmt.Errorf("a constant is a %T", t)
	}
}

// list writes the elements and the tail.
func (e *encoder) list(l *term.Cons) {
	e.int(tagList)
	var elems []term.Term
	var tail term.Term = l
	for {
		c, ok := tail.(*term.Cons)
		if !ok || c == nil {
			break
		}
		elems = append(elems, c.Head)
		tail = c.Tail
	}
	e.terms(elems)
	if _, ok := tail.(*term.Cons); ok {
		e.int(0)
		return
	}
	e.int(1)
	e.term(tail)
}
