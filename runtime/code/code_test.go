package code

import (
	"math/big"
	"reflect"
	"strings"
	"testing"

	"otpsh/runtime/term"
)

func TestEveryOpcodeHasANameAndOperands(t *testing.T) {
	names := map[string]Op{}
	for op := Op(0); op < opCount; op++ {
		s := shapes[op]
		if s.name == "" || len(s.operands) != 4 {
			t.Errorf("opcode %d: %q %q", op, s.name, s.operands)
		}
		if other, ok := names[s.name]; ok {
			t.Errorf("%q is the name of %d and of %d", s.name, other, op)
		}
		names[s.name] = op
	}
}

func TestInstr(t *testing.T) {
	in := Make(OpAddI, 7, 1, 65535, 0xfffe)
	if in.Op() != OpAddI || in.N() != 7 || in.A() != 1 || in.B() != 65535 || in.C() != 0xfffe || in.ImmB() != -1 || in.ImmC() != -2 || in.Far() != -2 {
		t.Errorf("%x", uint64(in))
	}
	if w := Make(OpJump, 0, 0xfffe, 0xffff, 0).Wide(); w != -2 {
		t.Error(w)
	}
}

func sample() *Module {
	a := term.Intern("a")
	huge := new(big.Int).Lsh(big.NewInt(1), 100)
	inner := &Function{Module: a, Name: term.Intern("-f/1-fun-0-"), Arity: 1, Free: 2, Regs: 5, Code: []Instr{Make(OpReturn, 0, 1, 0, 0)}}
	f := &Function{
		Module: a, Name: term.Intern("f"), Arity: 1, Regs: 9, File: "f.ex", Line: 3,
		Code: []Instr{
			Make(OpSwitch, 0, 0, 0, 0), Make(OpConst, 0, 1, 2, 0), Make(OpTestType, TypeList, 0, 0, 1), Make(OpCallRemote, 0, 1, 2, 0),
			Make(OpBsInt, FlagSigned|FlagLittle, 1, 8, 0xffff), Make(OpReturn, 0, 1, 0, 0),
		},
		Consts: []term.Term{
			term.Int(-5), huge, 1.5, a, term.Binary("xyz"), term.NewBits("\xa0", 3), term.List(a, term.Int(1)), term.Empty,
			term.ListTail([]term.Term{a}, a), term.NewTuple(a, a), term.MapOf(a, term.Int(1)), &term.Fun{Module: a, Name: a, Arity: 3},
		},
		Locals:   []Local{{term.Intern("g"), 2}},
		Sites:    []Site{{a, term.Intern("h"), 1}},
		Funs:     []*Function{inner},
		Handlers: []Handler{{From: 1, To: 4, Target: 5, Reg: 3}, {From: 2, To: 3, Target: 4, Guard: true}},
		Lines:    []Line{{0, 3}, {3, 8}},
		Switches: []Switch{{Keys: []term.Term{a, term.Int(1)}, Targets: []int32{1, 5}, Default: 4}},
	}
	return &Module{Name: a, Functions: []*Function{f}}
}

func TestEncodingRoundTrips(t *testing.T) {
	m := sample()
	data, err := Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	for i, k := range m.Functions[0].Consts {
		if !term.Identical(k, back.Functions[0].Consts[i]) {
			t.Errorf("constant %s came back as %s", term.Dump(k), term.Dump(back.Functions[0].Consts[i]))
		}
	}
	m.Functions[0].Consts, back.Functions[0].Consts = nil, nil
	if !reflect.DeepEqual(m, back) {
		t.Errorf("got %s", Disassemble(back.Functions[0]))
	}
	for n := range data {
		if _, err := Decode(data[:n]); err == nil {
			t.Errorf("%d of %d bytes are a module", n, len(data))
		}
	}
}

func TestWhatCannotBeEncoded(t *testing.T) {
	deep := term.Term(term.Int(1))
	for range 2 * maxTermDepth {
		deep = term.NewTuple(deep)
	}
	for _, k := range []term.Term{term.PID(1), &term.Fun{Code: 1}, deep} {
		if _, err := Encode(&Module{Name: term.Ok, Functions: []*Function{{Module: term.Ok, Name: term.Ok, Consts: []term.Term{k}}}}); err == nil {
			t.Errorf("%T was encoded", k)
		}
	}
}

func TestDisassemble(t *testing.T) {
	got := Disassemble(sample().Functions[0])
	want := `a.f/1  (9 registers)
     3    0  switch r0 :a->1 1->5 else->4
          1  const r1 1.5
          2  test_type r0 ->4 list
     8    3  call_remote r1 r2 a.h/1
          4  bs_int r1 8 ->4 signed,little
          5  return r1
       1-4 try -> 5, r3
       2-3 guard -> 4
a.-f/1-fun-0-/1 +2  (5 registers)
          0  return r1
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if strings.Contains(got, "?") {
		t.Error("an operand is unknown")
	}
}
