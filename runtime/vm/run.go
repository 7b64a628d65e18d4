// The loop.

package vm

import (
	"time"

	"otpsh/runtime/code"
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
)

// run executes until the slice is used up, the process waits, or it ends.
//
// The running frame is m.b, m.base and m.stack; pc is a local variable, saved
// before anything else may look at it. A change of frame goes through the
// outer loop: in the inner one everything but pc is constant, which keeps Go
// from writing it all to memory at each instruction (fib(30): 89 ms with one
// loop).
//
// What does not pay here: a table of functions instead of the switch (twice
// the time), instructions as structs of bytes (a tenth more), arithmetic that
// returns what it made (nothing), a pc that is advanced behind the switch so
// that Go keeps it once (nothing), boxes of small integers by their address
// instead of from a table (fib: a fifth more), one instruction for clauses that
// test [] and then [h | t] (2 %), one that returns a constant, two moves in one
// (both less than the 4 % by which calls of a server differ with where the
// linker puts this function). No bounds checks would save a tenth.
func (m *Machine) run(st status) kernel.Verdict {
	var (
		exc  *Exception
		f    *Func
		at   int
		tail bool
		v    term.Term
		pc   int
		n    int
		real float64
	)
reload:
	if st != running {
		return verdicts[st]
	}
frame:
	b := m.b
	pc = m.pc
	ins, regs := b.code, m.stack[m.base:]

	for {
		in := ins[pc]
		pc++
		switch in.Op() {
		case code.OpMove:
			regs[in.A()] = regs[in.B()]
		case code.OpConst:
			regs[in.A()] = b.consts[int(in>>32)]
		case code.OpJump:
			pc += in.Wide()
		case code.OpJumpFalsy:
			if a, ok := regs[in.A()].(term.Atom); ok && (a == term.False || a == term.Nil) {
				pc += in.Far()
			}
		case code.OpJumpTruthy:
			if a, ok := regs[in.A()].(term.Atom); !ok || a != term.False && a != term.Nil {
				pc += in.Far()
			}
		case code.OpJumpBool:
			a, ok := regs[in.A()].(term.Atom)
			switch {
			case ok && a == term.True:
			case ok && a == term.False:
				pc += in.Far()
			default:
				exc = Raise(term.Tuple3(atomBadbool, b.consts[in.B()], regs[in.A()]))
				goto raise
			}
		case code.OpSwitch:
			pc = b.switches[in.C()].target(regs[in.A()])

		case code.OpTestType:
			if !isType(regs[in.A()], uint8(in.N())) {
				pc += in.Far()
			}
		case code.OpTestTuple:
			if t, ok := regs[in.A()].(*term.Tuple); !ok || len(t.Elems) != in.B() {
				pc += in.Far()
			}
		case code.OpTestTagged:
			t, ok := regs[in.A()].(*term.Tuple)
			if ok && len(t.Elems) == in.N() {
				if a, ok := t.Elems[0].(term.Atom); ok && a == b.consts[in.B()].(term.Atom) {
					continue
				}
			}
			pc += in.Far()
		case code.OpTestPair:
			t, ok := regs[in.A()].(*term.Tuple)
			if ok && len(t.Elems) == 2 {
				if a, ok := t.Elems[0].(term.Atom); ok && a == b.consts[in.B()].(term.Atom) {
					regs[in.N()] = t.Elems[1]
					continue
				}
			}
			pc += in.Far()
		case code.OpTestCons:
			if c, ok := regs[in.A()].(*term.Cons); !ok || c == nil {
				pc += in.Far()
			}
		case code.OpTestNil:
			if c, ok := regs[in.A()].(*term.Cons); !ok || c != nil {
				pc += in.Far()
			}
		case code.OpUncons:
			if c, ok := regs[in.A()].(*term.Cons); ok && c != nil {
				r := regs[in.B():]
				r[0], r[1] = c.Head, c.Tail
			} else {
				pc += in.Far()
			}
		case code.OpTestConst:
			if !same(regs[in.A()], b.consts[in.B()]) {
				pc += in.Far()
			}
		case code.OpTestAtom:
			if a, ok := regs[in.A()].(term.Atom); !ok || a != b.consts[in.B()].(term.Atom) {
				pc += in.Far()
			}
		case code.OpTestInt:
			if x, ok := regs[in.A()].(int); !ok || x != in.ImmB() {
				pc += in.Far()
			}
		case code.OpTestSame:
			if !same(regs[in.A()], regs[in.B()]) {
				pc += in.Far()
			}
		case code.OpTestDiff:
			if same(regs[in.A()], regs[in.B()]) {
				pc += in.Far()
			}
		case code.OpTestEq:
			if !term.Equal(regs[in.A()], regs[in.B()]) {
				pc += in.Far()
			}
		case code.OpTestNe:
			if term.Equal(regs[in.A()], regs[in.B()]) {
				pc += in.Far()
			}
		case code.OpTestLt:
			x, ok := regs[in.A()].(int)
			y, ok2 := regs[in.B()].(int)
			if ok && ok2 {
				if x >= y {
					pc += in.Far()
				}
			} else if term.Compare(regs[in.A()], regs[in.B()]) >= 0 {
				pc += in.Far()
			}
		case code.OpTestGe:
			x, ok := regs[in.A()].(int)
			y, ok2 := regs[in.B()].(int)
			if ok && ok2 {
				if x < y {
					pc += in.Far()
				}
			} else if term.Compare(regs[in.A()], regs[in.B()]) < 0 {
				pc += in.Far()
			}
		case code.OpTestEqI:
			if x, ok := regs[in.A()].(int); ok {
				if x != in.ImmB() {
					pc += in.Far()
				}
			} else if f, ok := regs[in.A()].(float64); !ok || f != float64(in.ImmB()) {
				pc += in.Far()
			}
		case code.OpTestNeI:
			if x, ok := regs[in.A()].(int); ok {
				if x == in.ImmB() {
					pc += in.Far()
				}
			} else if f, ok := regs[in.A()].(float64); ok && f == float64(in.ImmB()) {
				pc += in.Far()
			}
		case code.OpTestLtI:
			if x, ok := regs[in.A()].(int); ok {
				if x >= in.ImmB() {
					pc += in.Far()
				}
			} else if term.Compare(regs[in.A()], term.Int(in.ImmB())) >= 0 {
				pc += in.Far()
			}
		case code.OpTestGeI:
			if x, ok := regs[in.A()].(int); ok {
				if x < in.ImmB() {
					pc += in.Far()
				}
			} else if term.Compare(regs[in.A()], term.Int(in.ImmB())) < 0 {
				pc += in.Far()
			}
		case code.OpTestGtI:
			if x, ok := regs[in.A()].(int); ok {
				if x <= in.ImmB() {
					pc += in.Far()
				}
			} else if term.Compare(regs[in.A()], term.Int(in.ImmB())) <= 0 {
				pc += in.Far()
			}
		case code.OpTestLeI:
			if x, ok := regs[in.A()].(int); ok {
				if x > in.ImmB() {
					pc += in.Far()
				}
			} else if term.Compare(regs[in.A()], term.Int(in.ImmB())) > 0 {
				pc += in.Far()
			}
		case code.OpTestFun:
			if f, ok := regs[in.A()].(*term.Fun); !ok || f.Arity != in.B() {
				pc += in.Far()
			}
		case code.OpTestKey:
			x, ok := regs[in.B()].(*term.Map)
			if ok {
				ext := ins[pc]
				key := regs
				if ext.B() == 0 {
					key = b.consts
				}
				if a, isAtom := key[ext.A()].(term.Atom); isAtom {
					v, ok = x.GetAtom(a)
				} else {
					v, ok = x.Get(key[ext.A()])
				}
				if ok {
					regs[in.A()] = v
					pc++
					continue
				}
			}
			pc += in.Far()
		case code.OpTestStructOf:
			name, ok := term.IsStruct(regs[in.A()])
			if want, isAtom := regs[in.B()].(term.Atom); !ok || !isAtom || name != want {
				pc += in.Far()
			}
		case code.OpTestRaised:
			if !isRaised(regs[in.A()]) {
				pc += in.Far()
			}

		case code.OpElem:
			regs[in.A()] = regs[in.B()].(*term.Tuple).Elems[in.C()]
		case code.OpHead:
			regs[in.A()] = regs[in.B()].(*term.Cons).Head
		case code.OpTail:
			regs[in.A()] = regs[in.B()].(*term.Cons).Tail

		case code.OpTuple:
			r := regs[in.B():]
			if r = r[:in.C()]; len(r) == 3 {
				regs[in.A()] = term.Tuple3(r[0], r[1], r[2])
			} else {
				regs[in.A()] = term.NewTuple(r...)
			}
		case code.OpTuple2:
			regs[in.A()] = term.Tuple2(regs[in.B()], regs[in.C()])
		case code.OpPair:
			regs[in.A()] = term.Tuple2(b.consts[in.B()], regs[in.C()])
		case code.OpCons:
			regs[in.A()] = &term.Cons{Head: regs[in.B()], Tail: regs[in.C()]}
		case code.OpList:
			r := regs[in.B():]
			end := term.Empty
			if in.N() == 1 {
				end = r[in.C()]
			}
			regs[in.A()] = listOf(r[:in.C()], end)
		case code.OpMap:
			r := regs[in.B():]
			regs[in.A()] = mapOf(r[:2*in.C()])
		case code.OpMapLit:
			keys := b.consts[in.C()].(*term.Map)
			r := regs[in.B():]
			regs[in.A()] = keys.WithValues(r[:keys.Len()])
		case code.OpMapPut:
			x := regs[in.A()].(*term.Map)
			r := regs[in.B():]
			for i := 0; i < 2*in.C(); i += 2 {
				x = x.Put(r[i], r[i+1])
			}
			regs[in.A()] = x
		case code.OpMapUpdate:
			r := regs[in.B():]
			if v, exc = b.mapUpdate(r[0], r[1:1+2*in.C()]); exc != nil {
				goto raise
			}
			regs[in.A()] = v
		case code.OpMapSet:
			keys := b.consts[in.C()].(*term.Tuple).Elems
			r := regs[ins[pc].A():]
			pc++
			if v, exc = b.mapSet(regs[in.B()], keys, r[:len(keys)]); exc != nil {
				goto raise
			}
			regs[in.A()] = v
		case code.OpCheckMap:
			if exc = b.checkMap(regs[in.A()], in.N() == 1, b.consts[in.B()]); exc != nil {
				goto raise
			}
		case code.OpClosure:
			fun := b.funs[in.C()]
			var free []term.Term
			if fun.Free > 0 {
				r := regs[in.B():]
				free = append(free, r[:fun.Free]...)
			}
			regs[in.A()] = fun.Value(free)
		case code.OpLocalFun:
			if f = m.local(b, in.C()); f == nil {
				l := b.src.Locals[in.C()]
				exc = undefined(b.src.Module, l.Name, make([]term.Term, 0))
				goto raise
			}
			regs[in.A()] = f.Value(nil)
		case code.OpRemoteFun:
			r := regs[in.B():]
			if v, exc = externalFun(r[0], r[1], r[2]); exc != nil {
				goto raise
			}
			regs[in.A()] = v

		case code.OpCall:
			f = b.locals[in.C()]
			at = in.A()
			if f != nil {
				if next := f.body.Load(); next != nil && m.base+at+next.regs <= len(m.stack) {
					m.frames = append(m.frames, frame{b, int32(pc), int32(m.base)})
					m.b = next
					m.base += at
					m.pc = 0
					if m.left--; m.left <= 0 {
						return kernel.Yielded
					}
					goto frame
				}
			}
			tail = false
			goto local
		case code.OpTailCall:
			f = b.locals[in.C()]
			at = 0
			if f != nil {
				if next := f.body.Load(); next != nil && m.base+next.regs <= len(m.stack) {
					m.b = next
					m.pc = 0
					if m.left--; m.left <= 0 {
						return kernel.Yielded
					}
					goto frame
				}
			}
			tail = true
			goto local
		case code.OpTailSelf:
			pc = 0
			if m.left--; m.left <= 0 {
				goto yield
			}
		case code.OpCallRemote:
			s := &b.sites[in.C()]
			at = in.A()
			tail = false
			if hit := s.cache.Load(); hit != nil && hit.generation == m.code.generation.Load() {
				f = hit.f
			} else if f, exc = m.code.at(s); f == nil {
				goto undef
			}
			if f.native != nil {
				m.pc = pc
				m.left--
				var err error
				args := regs[at : at+f.Arity : at+f.Arity]
				if v, err = f.native(m, args); err != nil {
					st = m.handedBack(err, f, args, m.base+at, false)
					goto reload
				}
				regs[in.B()] = v
				continue
			}
			if next := f.body.Load(); next != nil && m.base+at+next.regs <= len(m.stack) {
				m.frames = append(m.frames, frame{b, int32(pc), int32(m.base)})
				m.b = next
				m.base += at
				m.pc = 0
				if m.left--; m.left <= 0 {
					return kernel.Yielded
				}
				goto frame
			}
			goto slow
		case code.OpTailRemote:
			s := &b.sites[in.C()]
			at = 0
			tail = true
			if hit := s.cache.Load(); hit != nil && hit.generation == m.code.generation.Load() {
				f = hit.f
			} else if f, exc = m.code.at(s); f == nil {
				goto undef
			}
			if f.native != nil {
				m.pc = pc
				m.left--
				var err error
				args := regs[:f.Arity:f.Arity]
				if v, err = f.native(m, args); err != nil {
					st = m.handedBack(err, f, args, m.base, true)
					goto reload
				}
				goto back
			}
			if next := f.body.Load(); next != nil && m.base+next.regs <= len(m.stack) {
				m.b = next
				m.pc = 0
				if m.left--; m.left <= 0 {
					return kernel.Yielded
				}
				goto frame
			}
			goto slow
		case code.OpCallFun, code.OpTailFun:
			at = in.A()
			n := in.N()
			tail = in.Op() == code.OpTailFun
			if fun, ok := regs[at].(*term.Fun); ok && fun.Arity == n {
				if f, ok = fun.Code.(*Func); !ok {
					f, _ = m.code.external(fun)
				}
				if f != nil && f.native != nil {
					m.pc = pc
					m.left--
					var err error
					at++
					args := regs[at : at+n : at+n]
					if v, err = f.native(m, args); err != nil {
						st = m.handedBack(err, f, args, m.base+at, tail)
						goto reload
					}
					if tail {
						goto back
					}
					regs[in.B()] = v
					continue
				}
				if f != nil {
					next := f.body.Load()
					if next != nil && m.base+at+1+next.regs <= len(m.stack) {
						at++
						for i, t := range fun.Free {
							regs[at+n+i] = t
						}
						if tail {
							copy(regs[:next.params], regs[at:at+next.params])
						} else {
							m.frames = append(m.frames, frame{b, int32(pc), int32(m.base)})
							m.base += at
						}
						m.b = next
						m.pc = 0
						if m.left--; m.left <= 0 {
							return kernel.Yielded
						}
						goto frame
					}
				}
			}
			m.pc = pc
			st = m.callFun(m.base+at, n, tail)
			goto reload
		case code.OpCallDyn, code.OpTailDyn:
			at = in.A() + 2
			module, ok := regs[at-2].(term.Atom)
			name, ok2 := regs[at-1].(term.Atom)
			if ok && ok2 {
				if f = m.code.cachedName(module, name, in.N()); f != nil {
					if next := f.body.Load(); next != nil && m.base+at+next.regs <= len(m.stack) {
						if in.Op() == code.OpTailDyn {
							copy(regs[:next.params], regs[at:at+next.params])
						} else {
							m.frames = append(m.frames, frame{b, int32(pc), int32(m.base)})
							m.base += at
						}
						m.b = next
						m.pc = 0
						if m.left--; m.left <= 0 {
							return kernel.Yielded
						}
						goto frame
					}
				}
			}
			m.pc = pc
			st = m.callDyn(m.base+in.A(), in.N(), in.Op() == code.OpTailDyn)
			goto reload
		case code.OpApply, code.OpTailApply:
			m.pc = pc
			st = m.apply(m.base+in.A(), in.N(), in.Op() == code.OpTailApply)
			goto reload
		case code.OpReturn:
			n := len(m.frames) - 1
			if n >= 0 {
				if fr := &m.frames[n]; fr.b != nil {
					m.b = fr.b
					m.pc = int(fr.pc)
					m.base = int(fr.base)
					m.frames = m.frames[:n]
					m.stack[m.base+fr.b.code[m.pc-1].B()] = regs[in.A()]
					goto frame
				}
			}
			v = regs[in.A()]
			goto back

		case code.OpAdd:
			x, ok := regs[in.B()].(int)
			y, ok2 := regs[in.C()].(int)
			if ok && ok2 {
				if sum := x + y; (sum > x) == (y > 0) {
					n = sum
					goto integer
				}
			}
			if a, b, ok := floats(regs[in.B()], regs[in.C()]); ok {
				real = a + b
				goto float
			}
			goto operator
		case code.OpSub:
			x, ok := regs[in.B()].(int)
			y, ok2 := regs[in.C()].(int)
			if ok && ok2 {
				if d := x - y; (d < x) == (y > 0) {
					n = d
					goto integer
				}
			}
			if a, b, ok := floats(regs[in.B()], regs[in.C()]); ok {
				real = a - b
				goto float
			}
			goto operator
		case code.OpAddI:
			if x, ok := regs[in.B()].(int); ok {
				y := in.ImmC()
				if sum := x + y; (sum > x) == (y > 0) {
					n = sum
					goto integer
				}
			}
			goto immediate
		case code.OpSubI:
			if x, ok := regs[in.B()].(int); ok {
				y := in.ImmC()
				if d := x - y; (d < x) == (y > 0) {
					n = d
					goto integer
				}
			}
			goto immediate
		case code.OpMulI:
			if x, ok := regs[in.B()].(int); ok {
				if p, fits := mulInts(x, in.ImmC()); fits {
					n = p
					goto integer
				}
			}
			goto immediate
		case code.OpDivI:
			if x, ok := regs[in.B()].(int); ok {
				if y := in.ImmC(); y != 0 && y != -1 {
					n = x / y
					goto integer
				}
			}
			goto immediate
		case code.OpRemI:
			if x, ok := regs[in.B()].(int); ok {
				if y := in.ImmC(); y != 0 && y != -1 {
					n = x % y
					goto integer
				}
			}
			goto immediate
		case code.OpBandI:
			if x, ok := regs[in.B()].(int); ok {
				n = x & in.ImmC()
				goto integer
			}
			goto immediate
		case code.OpBslI:
			if x, ok := regs[in.B()].(int); ok {
				if y := in.ImmC(); uint(y) < 63 {
					if s := x << y; s>>y == x {
						n = s
						goto integer
					}
				}
			}
			goto immediate
		case code.OpBsrI:
			if x, ok := regs[in.B()].(int); ok {
				if y := in.ImmC(); y >= 0 {
					n = x >> min(y, 63)
					goto integer
				}
			}
			goto immediate
		case code.OpMul:
			x, ok := regs[in.B()].(int)
			y, ok2 := regs[in.C()].(int)
			if ok && ok2 {
				if p, fits := mulInts(x, y); fits {
					n = p
					goto integer
				}
			}
			if a, b, ok := floats(regs[in.B()], regs[in.C()]); ok {
				real = a * b
				goto float
			}
			goto operator
		case code.OpDiv:
			x, ok := regs[in.B()].(int)
			y, ok2 := regs[in.C()].(int)
			if ok && ok2 && y != 0 && y != -1 {
				n = x / y
				goto integer
			}
			goto operator
		case code.OpRem:
			x, ok := regs[in.B()].(int)
			y, ok2 := regs[in.C()].(int)
			if ok && ok2 && y != 0 && y != -1 {
				n = x % y
				goto integer
			}
			goto operator
		case code.OpBand:
			x, ok := regs[in.B()].(int)
			y, ok2 := regs[in.C()].(int)
			if ok && ok2 {
				n = x & y
				goto integer
			}
			goto operator
		case code.OpBor:
			x, ok := regs[in.B()].(int)
			y, ok2 := regs[in.C()].(int)
			if ok && ok2 {
				n = x | y
				goto integer
			}
			goto operator
		case code.OpBxor:
			x, ok := regs[in.B()].(int)
			y, ok2 := regs[in.C()].(int)
			if ok && ok2 {
				n = x ^ y
				goto integer
			}
			goto operator
		case code.OpBsl:
			x, ok := regs[in.B()].(int)
			y, ok2 := regs[in.C()].(int)
			if ok && ok2 && uint(y) < 63 {
				if s := x << y; s>>y == x {
					n = s
					goto integer
				}
			}
			goto operator
		case code.OpBsr:
			x, ok := regs[in.B()].(int)
			y, ok2 := regs[in.C()].(int)
			if ok && ok2 && y >= 0 {
				n = x >> min(y, 63)
				goto integer
			}
			goto operator
		case code.OpQuot:
			a, ok := toFloat(regs[in.B()])
			b, ok2 := toFloat(regs[in.C()])
			if ok && ok2 && b != 0 {
				real = a / b
				goto float
			}
			goto operator
		case code.OpAppend:
			goto operator
		case code.OpMapGet:
			if x, ok := regs[in.C()].(*term.Map); ok {
				if v, ok = x.Get(regs[in.B()]); ok {
					regs[in.A()] = v
					continue
				}
			}
			goto operator
		case code.OpEq:
			regs[in.A()] = term.Bool(term.Equal(regs[in.B()], regs[in.C()]))
		case code.OpNe:
			regs[in.A()] = term.Bool(!term.Equal(regs[in.B()], regs[in.C()]))
		case code.OpSame:
			regs[in.A()] = term.Bool(same(regs[in.B()], regs[in.C()]))
		case code.OpDiff:
			regs[in.A()] = term.Bool(!same(regs[in.B()], regs[in.C()]))
		case code.OpLt:
			regs[in.A()] = term.Bool(term.Compare(regs[in.B()], regs[in.C()]) < 0)
		case code.OpGe:
			regs[in.A()] = term.Bool(term.Compare(regs[in.B()], regs[in.C()]) >= 0)
		case code.OpIs:
			regs[in.A()] = term.Bool(isType(regs[in.B()], uint8(in.N())))
		case code.OpNot:
			if a, ok := regs[in.B()].(term.Atom); ok && (a == term.True || a == term.False) {
				regs[in.A()] = term.Bool(a == term.False)
				continue
			}
			goto operator1
		case code.OpAnd, code.OpOr, code.OpXor:
			goto operator
		case code.OpNeg:
			if x, ok := regs[in.B()].(int); ok && x != -x {
				n = -x
				goto integer
			}
			goto operator1
		case code.OpBnot:
			if x, ok := regs[in.B()].(int); ok {
				n = ^x
				goto integer
			}
			goto operator1
		case code.OpHd:
			if c, ok := regs[in.B()].(*term.Cons); ok && c != nil {
				regs[in.A()] = c.Head
				continue
			}
			goto operator1
		case code.OpTl:
			if c, ok := regs[in.B()].(*term.Cons); ok && c != nil {
				regs[in.A()] = c.Tail
				continue
			}
			goto operator1
		case code.OpElement:
			i, ok := regs[in.B()].(int)
			t, ok2 := regs[in.C()].(*term.Tuple)
			if ok && ok2 && i >= 1 && i <= len(t.Elems) {
				regs[in.A()] = t.Elems[i-1]
				continue
			}
			goto operator
		case code.OpTupleSize, code.OpLength, code.OpMapSize, code.OpByteSize, code.OpBitSize:
			var ok bool
			if n, ok = m.sizeOf(in.Op(), regs[in.B()]); ok {
				goto integer
			}
			goto operator1
		case code.OpIsMapKey:
			if x, ok := regs[in.C()].(*term.Map); ok {
				regs[in.A()] = term.Bool(x.Has(regs[in.B()]))
				continue
			}
			goto operator
		case code.OpSelf:
			regs[in.A()] = m.p.Self()
		case code.OpSend:
			if !m.p.Send(regs[in.B()], regs[in.C()]) {
				goto operator
			}
			m.left--
			if m.p.GiveWay() {
				m.giveWay()
			}
			regs[in.A()] = regs[in.C()]
		case code.OpAccess:
			name := b.sites[in.C()].name
			var isAtom bool
			if v, isAtom, exc = access(regs[in.B()], name); exc != nil {
				goto raise
			}
			ext := ins[pc]
			pc++
			if !isAtom {
				regs[in.A()] = v
				continue
			}
			r := regs[ext.A():]
			r[0], r[1] = regs[in.B()], name
			m.pc = pc
			st = m.callDyn(m.base+ext.A(), 0, false)
			goto reload

		case code.OpBadMatch:
			exc = Raise(term.Tuple2(atomBadmatch, regs[in.A()]))
			goto raise
		case code.OpCaseClause:
			exc = Raise(term.Tuple2(atomCaseClause, regs[in.A()]))
			goto raise
		case code.OpWithClause:
			exc = Raise(term.Tuple2(atomWithClause, regs[in.A()]))
			goto raise
		case code.OpTryClause:
			exc = Raise(term.Tuple2(atomTryClause, regs[in.A()]))
			goto raise
		case code.OpCondClause:
			exc = Raise(atomCondClause)
			goto raise
		case code.OpFunctionClause:
			exc = Raise(atomFunctionClause)
			exc.Stack = m.noClause(b, regs)
			// That frame is the running one's, once.
			m.pc, m.b = pc, nil
			st = m.raise(exc)
			goto reload
		case code.OpAfterEnd:
			if c, ok := regs[in.A()].(*caught); ok {
				exc = c.exc
				goto raise
			}
		case code.OpReraise:
			exc = regs[in.A()].(*caught).exc
			goto raise
		case code.OpStacktrace:
			regs[in.A()] = regs[in.B()].(*caught).exc.StackTerm()

		case code.OpRecvPeek:
			msg, ok := m.p.Peek()
			if ok {
				regs[in.A()] = msg
			} else {
				pc += in.Far()
			}
		case code.OpRecvSkip:
			m.p.Skip()
			m.left--
			pc += in.Far()
		case code.OpRecvAccept:
			m.p.Accept()
			m.left--
		case code.OpRecvWait:
			wait := time.Duration(-1)
			if in.N() == 0 {
				if wait, exc = timeout(regs[in.A()]); exc != nil {
					goto raise
				}
			}
			if m.p.AwaitMessage(wait) {
				pc += in.Far()
				continue
			}
			m.pc = pc + 1 + ins[pc].Wide()
			m.top = int32(m.base + in.B())
			return kernel.Waiting

		case code.OpIterInit:
			if v, ok := iterator(regs[in.B()]); ok {
				regs[in.A()] = v
				pc++
			}
		case code.OpIterNext:
			if m.left--; m.left <= 0 {
				pc--
				goto yield
			}
			v, how := advance(&regs[in.B()])
			switch how {
			case iterElement:
				regs[in.A()] = v
				pc++
			case iterEnd:
				pc += in.Far()
			case iterBad:
				exc = badIterator(regs[in.B()], in.N() != 0)
				goto raise
			}
		case code.OpIterHalt:
			if _, ok := regs[in.A()].(*term.Fun); !ok {
				pc++
			}
		case code.OpBitsIter:
			if _, _, ok := term.BitString(regs[in.A()]); !ok {
				exc = Raise(term.Tuple2(atomBadGenerator, regs[in.A()]))
				goto raise
			}
		case code.OpListNew:
			regs[in.A()] = &listBuilder{}
		case code.OpListPush:
			regs[in.A()].(*listBuilder).add(regs[in.B()])
		case code.OpListDone:
			regs[in.A()] = regs[in.B()].(*listBuilder).first
		case code.OpUniq:
			seen := regs[in.A()].(*term.Map)
			if seen.Has(regs[in.B()]) {
				pc += in.Far()
			} else {
				regs[in.A()] = seen.Put(regs[in.B()], term.True)
			}
		case code.OpIntoMap:
			if v, exc = intoMap(regs[in.A()], regs[in.B()]); exc != nil {
				goto raise
			}
			regs[in.A()] = v
		case code.OpIntoBits:
			if v, exc = m.joinBits(regs[in.A()], regs[in.B()]); exc != nil {
				goto raise
			}
			regs[in.A()] = v
		case code.OpCountdown:
			if m.left--; m.left <= 0 {
				goto yield
			}

		case code.OpBsNew:
			m.bitsOf().begin()
		case code.OpBsAppend:
			m.pc = pc
			if exc = m.beginAppend(regs[in.A()]); exc != nil {
				goto raise
			}
		case code.OpBsSize:
			if !m.setSize(in, regs[in.A()]) {
				if in.N() == 0 {
					pc += in.Far()
					continue
				}
				m.pc = pc
				exc = m.sizeError(in, regs[in.A()])
				goto raise
			}
		case code.OpBsPut:
			m.pc = pc
			if exc = m.putSegment(in, regs[in.A()]); exc != nil {
				goto raise
			}
		case code.OpBsPutUTF:
			m.pc = pc
			if exc = m.putUTFSegment(in, regs[in.A()]); exc != nil {
				goto raise
			}
		case code.OpBsPutBin:
			m.pc = pc
			if exc = m.putBinary(in, regs[in.A()]); exc != nil {
				goto raise
			}
		case code.OpBsPutStr:
			m.bits.append(b.consts[in.A()])
		case code.OpBsDone:
			m.bits.done(&regs[in.A()])
		case code.OpBsStart:
			if !m.match(regs[in.A()]) {
				pc += in.Far()
			}
		case code.OpBsInt:
			if s := m.bits; in.B() == 8 && in.N() == 0 && s.off&7 == 0 && s.off < s.end-7 {
				n = int(s.src[s.off>>3])
				s.off += 8
				goto integer
			}
			if v, ok := m.bits.takeInt(in); ok {
				regs[in.A()] = v
			} else {
				pc += in.Far()
			}
		case code.OpBsFloat:
			if v, ok := m.bits.takeFloat(in); ok {
				regs[in.A()] = v
			} else {
				pc += in.Far()
			}
		case code.OpBsUTF:
			if v, ok := m.bits.takeUTF(in); ok {
				regs[in.A()] = v
			} else {
				pc += in.Far()
			}
		case code.OpBsBin:
			if v, ok := m.bits.takeBits(m.bits.size); ok {
				regs[in.A()] = v
			} else {
				pc += in.Far()
			}
		case code.OpBsRest:
			if (m.bits.end-m.bits.off)%in.B() != 0 {
				pc += in.Far()
				continue
			}
			m.bits.takeRest(&regs[in.A()])
		case code.OpBsSkip:
			if n := m.bits.bitSize(in); n <= m.bits.end-m.bits.off {
				m.bits.off += n
			} else {
				pc += in.Far()
			}
		case code.OpBsStr:
			if !m.bits.takeString(string(b.consts[in.A()].(term.Binary))) {
				pc += in.Far()
			}
		case code.OpBsEnd:
			if m.bits.off != m.bits.end {
				pc += in.Far()
			}
		case code.OpNop:
		default:
			panic("vm: an instruction that is none: " + in.Op().String())
		}
		continue

	operator: // of two registers, by its native
		m.pc = pc
		if v, exc = m.operate(in, regs[in.B()], regs[in.C()]); exc != nil {
			goto raise
		}
		goto value
	operator1: // of one register
		m.pc = pc
		if v, exc = m.operate(in, regs[in.B()]); exc != nil {
			goto raise
		}
		goto value
	immediate: // of a register and a number
		m.pc = pc
		if v, exc = m.operate(in, regs[in.B()], term.Int(in.ImmC())); exc != nil {
			goto raise
		}
		goto value
	integer: // r[A] = n
		if term.Small(n) {
			regs[in.A()] = term.Int(n)
		} else {
			m.numbers().ints.Set(&regs[in.A()], n)
		}
		continue
	float: // r[A] = real, when it is finite
		if real-real != 0 {
			goto operator
		}
		m.numbers().reals.Set(&regs[in.A()], real)
		continue
	value: // r[A] = v
		regs[in.A()] = v
	}

local: // a local call that is not of linked code
	if f == nil {
		in := m.b.code[pc-1]
		if f = m.local(m.b, in.C()); f == nil {
			exc = nil
			goto undef
		}
	}
slow: // call f, the arguments at register at
	m.pc = pc
	st = m.callSlow(f, m.base+at, tail)
	goto reload

undef: // no such function: exc says more, when there is more
	m.pc = pc
	if exc == nil {
		exc = m.undefinedAt(m.b, m.b.code[pc-1], m.stack[m.base+at:])
	}
	st = m.failCall(exc, m.base+at, tail)
	goto reload

back: // return v to what is on top
	st = m.settle(v, nil, nil, m.base)
	goto reload

yield: // the slice is used up; pc is where to go on
	m.pc = pc
	return kernel.Yielded

raise:
	m.pc = pc
	st = m.raise(exc)
	goto reload
}

// local is a function of the body's own module that was not there when it was
// linked.
func (m *Machine) local(b *body, i int) *Func {
	if f := b.locals[i]; f != nil {
		return f
	}
	l := b.src.Locals[i]
	return b.fn.owner.funcs[FA{l.Name, l.Arity}]
}

// undefinedAt is the error of a call instruction whose function is missing.
func (m *Machine) undefinedAt(b *body, in code.Instr, args []term.Term) *Exception {
	switch in.Op() {
	case code.OpCall, code.OpTailCall:
		l := b.src.Locals[in.C()]
		return undefined(b.src.Module, l.Name, args[:l.Arity])
	}
	s := &b.sites[in.C()]
	return undefined(s.module, s.name, args[:s.arity])
}

// maxTimeout is the longest timeout in milliseconds.
const maxTimeout = 1<<32 - 1

// timeout is a receive's timeout; negative for :infinity.
func timeout(t term.Term) (time.Duration, *Exception) {
	switch x := t.(type) {
	case int:
		if x >= 0 && x <= maxTimeout {
			return time.Duration(x) * time.Millisecond, nil
		}
	case term.Atom:
		if x == term.Infinity {
			return -1, nil
		}
	}
	return 0, Raise(atomTimeoutValue)
}

// floats are two numbers of which one at least is a float.
func floats(a, b term.Term) (x, y float64, ok bool) {
	x, isFloat := a.(float64)
	if isFloat {
		y, ok = toFloat(b)
		return x, y, ok
	}
	if y, isFloat = b.(float64); isFloat {
		x, ok = toFloat(a)
	}
	return x, y, ok
}

// toFloat is a number as a float; false for a big integer.
func toFloat(t term.Term) (float64, bool) {
	switch x := t.(type) {
	case float64:
		return x, true
	case int:
		return float64(x), true
	}
	return 0, false
}

// mulInts is x*y when it fits.
func mulInts(x, y int) (int, bool) {
	p := x * y
	const half = 1 << 31
	if -half < x && x < half && -half < y && y < half {
		return p, true
	}
	return p, x == 0 || y != -1<<63 && p/x == y && !(x == -1 && y == -1<<63)
}
