// Functions of :erlang that are instructions.

package compile

import (
	"otpsh/runtime/code"
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

var (
	atomErlang = term.Intern("erlang")
	atomApply  = term.Intern("apply")
)

// opShape says how the operands of an operator lie.
type opShape uint8

const (
	shapeBinary  opShape = iota // r[B], r[C]
	shapeSwapped                // r[C], r[B]: a > b is b < a
	shapeUnary                  // r[B]
	shapeType                   // r[B], type in N
	shapeNone                   // self()
)

type operator struct {
	op    code.Op
	shape opShape
	kind  uint8
}

type nameArity struct {
	name  string
	arity int
}

// operators is what is an instruction. It is a function of constants.
var operators = map[nameArity]operator{
	{"+", 2}: {op: code.OpAdd}, {"-", 2}: {op: code.OpSub}, {"*", 2}: {op: code.OpMul}, {"/", 2}: {op: code.OpQuot},
	{"div", 2}: {op: code.OpDiv}, {"rem", 2}: {op: code.OpRem}, {"band", 2}: {op: code.OpBand}, {"bor", 2}: {op: code.OpBor},
	{"bxor", 2}: {op: code.OpBxor}, {"bsl", 2}: {op: code.OpBsl}, {"bsr", 2}: {op: code.OpBsr},
	{"-", 1}: {op: code.OpNeg, shape: shapeUnary}, {"bnot", 1}: {op: code.OpBnot, shape: shapeUnary},
	{"==", 2}: {op: code.OpEq}, {"/=", 2}: {op: code.OpNe}, {"=:=", 2}: {op: code.OpSame}, {"=/=", 2}: {op: code.OpDiff},
	{"<", 2}: {op: code.OpLt}, {">=", 2}: {op: code.OpGe},
	{">", 2}: {op: code.OpLt, shape: shapeSwapped}, {"=<", 2}: {op: code.OpGe, shape: shapeSwapped},
	{"not", 1}: {op: code.OpNot, shape: shapeUnary}, {"and", 2}: {op: code.OpAnd}, {"or", 2}: {op: code.OpOr}, {"xor", 2}: {op: code.OpXor},
	{"hd", 1}: {op: code.OpHd, shape: shapeUnary}, {"tl", 1}: {op: code.OpTl, shape: shapeUnary},
	{"element", 2}: {op: code.OpElement}, {"tuple_size", 1}: {op: code.OpTupleSize, shape: shapeUnary},
	{"length", 1}: {op: code.OpLength, shape: shapeUnary}, {"map_size", 1}: {op: code.OpMapSize, shape: shapeUnary},
	{"byte_size", 1}: {op: code.OpByteSize, shape: shapeUnary}, {"bit_size", 1}: {op: code.OpBitSize, shape: shapeUnary},
	{"map_get", 2}: {op: code.OpMapGet}, {"is_map_key", 2}: {op: code.OpIsMapKey}, {"++", 2}: {op: code.OpAppend},
	{"self", 0}: {op: code.OpSelf, shape: shapeNone}, {"send", 2}: {op: code.OpSend}, {"!", 2}: {op: code.OpSend},
	{"is_atom", 1}:      {op: code.OpIs, shape: shapeType, kind: code.TypeAtom},
	{"is_boolean", 1}:   {op: code.OpIs, shape: shapeType, kind: code.TypeBoolean},
	{"is_binary", 1}:    {op: code.OpIs, shape: shapeType, kind: code.TypeBinary},
	{"is_bitstring", 1}: {op: code.OpIs, shape: shapeType, kind: code.TypeBitstring},
	{"is_float", 1}:     {op: code.OpIs, shape: shapeType, kind: code.TypeFloat},
	{"is_function", 1}:  {op: code.OpIs, shape: shapeType, kind: code.TypeFunction},
	{"is_integer", 1}:   {op: code.OpIs, shape: shapeType, kind: code.TypeInteger},
	{"is_list", 1}:      {op: code.OpIs, shape: shapeType, kind: code.TypeList},
	{"is_map", 1}:       {op: code.OpIs, shape: shapeType, kind: code.TypeMap},
	{"is_number", 1}:    {op: code.OpIs, shape: shapeType, kind: code.TypeNumber},
	{"is_pid", 1}:       {op: code.OpIs, shape: shapeType, kind: code.TypePid},
	{"is_port", 1}:      {op: code.OpIs, shape: shapeType, kind: code.TypePort},
	{"is_reference", 1}: {op: code.OpIs, shape: shapeType, kind: code.TypeReference},
	{"is_tuple", 1}:     {op: code.OpIs, shape: shapeType, kind: code.TypeTuple},
}

func isOperator(name term.Atom, arity int) bool {
	_, ok := operators[nameArity{name.Name(), arity}]
	return ok
}

// operator compiles a call of :erlang that is an instruction; false when it is
// none.
func (c *compiler) operator(e *core.Remote, name term.Atom, dst int) bool {
	o, ok := operators[nameArity{name.Name(), len(e.Args)}]
	if !ok {
		return false
	}
	switch o.shape {
	case shapeNone:
		c.emit(o.op, 0, dst, 0, 0)
	case shapeUnary, shapeType:
		a := c.value(e.Args[0])
		c.at(e.Line)
		c.emit(o.op, int(o.kind), dst, a, 0)
	default:
		if c.immediate(e, o.op, dst) {
			return true
		}
		a := c.value(e.Args[0])
		b := c.value(e.Args[1])
		c.at(e.Line)
		if o.shape == shapeSwapped {
			a, b = b, a
		}
		literal := max(number(e.Args[0]), number(e.Args[1]))
		c.emit(o.op, literal, dst, a, b)
	}
	return true
}

// immediates are the operators that take a small integer on the right as an
// operand.
var immediates = map[code.Op]code.Op{
	code.OpAdd: code.OpAddI, code.OpSub: code.OpSubI, code.OpMul: code.OpMulI, code.OpDiv: code.OpDivI, code.OpRem: code.OpRemI,
	code.OpBand: code.OpBandI, code.OpBsl: code.OpBslI, code.OpBsr: code.OpBsrI,
}

// immediate compiles x + 1 and its like.
func (c *compiler) immediate(e *core.Remote, op code.Op, dst int) bool {
	with, ok := immediates[op]
	if !ok {
		return false
	}
	n, ok := smallInt(e.Args[1])
	if !ok {
		return false
	}
	a := c.value(e.Args[0])
	c.at(e.Line)
	c.emit(with, 0, dst, a, n)
	return true
}

// number is 2 for a literal float, 1 for an integer, else 0.
func number(e core.Expr) int {
	l, ok := e.(*core.Literal)
	if !ok {
		return 0
	}
	switch l.Value.(type) {
	case int:
		return 1
	case float64:
		return 2
	}
	return 0
}

// smallInt is a literal that fits an operand.
func smallInt(e core.Expr) (int, bool) {
	l, ok := e.(*core.Literal)
	if !ok {
		return 0, false
	}
	n, ok := l.Value.(int)
	return n, ok && n == int(int16(n))
}

// isBoolean reports whether an expression can only be true or false.
func isBoolean(e core.Expr) bool {
	switch e := e.(type) {
	case *core.Literal:
		return e.Value == term.Term(term.True) || e.Value == term.Term(term.False)
	case *core.Remote:
		module, name, ok := known(e)
		if !ok || module != atomErlang {
			return false
		}
		o, ok := operators[nameArity{name.Name(), len(e.Args)}]
		if !ok {
			return name.Name() == "is_function" && len(e.Args) == 2
		}
		switch o.op {
		case code.OpEq, code.OpNe, code.OpSame, code.OpDiff, code.OpLt, code.OpGe, code.OpIs, code.OpIsMapKey,
			code.OpNot, code.OpAnd, code.OpOr, code.OpXor:
			return true
		}
	case *core.If:
		return isBoolean(e.Then) && isBoolean(e.Else)
	}
	return false
}

// raises reports whether an instruction can raise.
func raises(op code.Op) bool {
	switch op {
	case code.OpJumpBool, code.OpCall, code.OpCallRemote, code.OpCallFun, code.OpCallDyn, code.OpApply, code.OpAccess,
		code.OpMapUpdate, code.OpMapSet, code.OpCheckMap, code.OpBsSize, code.OpBsPut, code.OpBsPutBin, code.OpBsPutUTF, code.OpBsAppend:
		return true
	case code.OpEq, code.OpNe, code.OpSame, code.OpDiff, code.OpLt, code.OpGe, code.OpIs, code.OpSelf:
		return false
	}
	return op >= code.OpAdd && op <= code.OpAppend
}
