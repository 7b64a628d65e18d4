// Operators whose fast path did not apply: the natives of :erlang decide, so
// that big integers, errors and their explanations are in one place.

package vm

import (
	"math/big"

	"otpsh/runtime/code"
	"otpsh/runtime/term"
)

// operatorNames are the functions of :erlang behind opcodes.
var operatorNames = [operatorCount]FA{
	code.OpAdd: op("+", 2), code.OpSub: op("-", 2), code.OpMul: op("*", 2), code.OpQuot: op("/", 2),
	code.OpDiv: op("div", 2), code.OpRem: op("rem", 2), code.OpBand: op("band", 2), code.OpBor: op("bor", 2),
	code.OpBxor: op("bxor", 2), code.OpBsl: op("bsl", 2), code.OpBsr: op("bsr", 2), code.OpAddI: op("+", 2),
	code.OpSubI: op("-", 2), code.OpMulI: op("*", 2), code.OpDivI: op("div", 2), code.OpRemI: op("rem", 2),
	code.OpBandI: op("band", 2), code.OpBslI: op("bsl", 2), code.OpBsrI: op("bsr", 2), code.OpNeg: op("-", 1), code.OpBnot: op("bnot", 1), code.OpNot: op("not", 1),
	code.OpAnd: op("and", 2), code.OpOr: op("or", 2), code.OpXor: op("xor", 2), code.OpHd: op("hd", 1),
	code.OpTl: op("tl", 1), code.OpElement: op("element", 2), code.OpTupleSize: op("tuple_size", 1),
	code.OpLength: op("length", 1), code.OpMapSize: op("map_size", 1), code.OpByteSize: op("byte_size", 1),
	code.OpBitSize: op("bit_size", 1), code.OpMapGet: op("map_get", 2), code.OpIsMapKey: op("is_map_key", 2),
	code.OpAppend: op("++", 2), code.OpSend: op("send", 2),
}

const operatorCount = 256

func op(name string, arity int) FA { return FA{term.Intern(name), arity} }

// operate calls the native behind an opcode.
func (m *Machine) operate(in code.Instr, args ...term.Term) (term.Term, *Exception) {
	o := in.Op()
	fa := operatorNames[o]
	c := &m.code.operators[o]
	g := m.code.generation.Load()
	hit := c.Load()
	if hit == nil || hit.generation != g {
		f, exc := m.code.find(atomErlang, fa.Name, fa.Arity)
		if exc != nil {
			return nil, exc
		}
		if f == nil || f.native == nil {
			return nil, undefined(atomErlang, fa.Name, args)
		}
		hit = &cached{g, f}
		c.Store(hit)
	}
	v, err := hit.f.native(m, args)
	if err == nil {
		return v, nil
	}
	exc, ok := err.(*Exception)
	if !ok {
		return nil, internalError(err)
	}
	if !m.inlined(in) {
		exc.called(hit.f, args)
	}
	return nil, exc
}

// inlined reports whether an operator is part of the code around it, as the
// BEAM compiles it, so that its errors show no frame of :erlang. In code that
// is evaluated, as in the shell and in the body of a module, and in Kernel's own
// functions none is; + and - are where one operand is a number in the code, * where it is a float.
func (m *Machine) inlined(in code.Instr) bool {
	switch in.Op() {
	case code.OpAdd, code.OpSub:
		if in.N() == 0 {
			return false
		}
	case code.OpMul:
		if in.N() != 2 {
			return false
		}
	case code.OpAddI, code.OpSubI, code.OpQuot:
	default:
		return false
	}
	f := m.b.src
	return f.Module != atomErlEval && f.Module != kernelModule && f.Name != atomModuleBody
}

// isType tests the types that guards know.
func isType(t term.Term, kind uint8) (is bool) {
	switch kind {
	case code.TypeInteger:
		if _, is = t.(int); !is {
			_, is = t.(*big.Int)
		}
	case code.TypeNumber:
		switch t.(type) {
		case int, float64, *big.Int:
			return true
		}
	case code.TypeAtom:
		_, is = t.(term.Atom)
	case code.TypeBoolean:
		a, isAtom := t.(term.Atom)
		return isAtom && (a == term.True || a == term.False)
	case code.TypeList:
		_, is = t.(*term.Cons)
	case code.TypeBinary:
		_, is = t.(term.Binary)
	case code.TypeBitstring:
		if _, is = t.(term.Binary); !is {
			_, is = t.(*term.Bits)
		}
	case code.TypeTuple:
		_, is = t.(*term.Tuple)
	case code.TypeMap:
		_, is = t.(*term.Map)
	case code.TypeFloat:
		_, is = t.(float64)
	case code.TypePid:
		_, is = t.(term.PID)
	case code.TypePort:
		_, is = t.(term.Port)
	case code.TypeReference:
		_, is = t.(*term.Ref)
	case code.TypeFunction:
		_, is = t.(*term.Fun)
	}
	return is
}

// same is Identical with its fast cases in front.
func same(a, b term.Term) bool {
	switch x := a.(type) {
	case int:
		y, ok := b.(int)
		return ok && x == y
	case term.Atom:
		y, ok := b.(term.Atom)
		return ok && x == y
	case term.Binary:
		y, ok := b.(term.Binary)
		return ok && x == y
	}
	return term.Identical(a, b)
}

// sizeOf is the value of tuple_size and its like; false when the argument is
// of another type. A list's length also costs reductions.
func (m *Machine) sizeOf(o code.Op, t term.Term) (int, bool) {
	switch o {
	case code.OpTupleSize:
		if x, ok := t.(*term.Tuple); ok {
			return len(x.Elems), true
		}
	case code.OpLength:
		if _, ok := t.(*term.Cons); ok {
			n, proper := term.ListLen(t)
			m.left -= n / 16
			return n, proper
		}
	case code.OpMapSize:
		if x, ok := t.(*term.Map); ok {
			return x.Len(), true
		}
	case code.OpByteSize:
		if _, n, ok := term.BitString(t); ok {
			return (n + 7) / 8, true
		}
	case code.OpBitSize:
		if _, n, ok := term.BitString(t); ok {
			return n, true
		}
	}
	return 0, false
}
