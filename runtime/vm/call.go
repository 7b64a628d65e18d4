// Calls, returns, and what natives hand back.

package vm

import (
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
)

// status says how the loop is to go on after a step outside of it.
type status uint8

const (
	running status = iota // with the frame of b, pc and base
	yielded
	parked
	exited
)

var verdicts = [...]kernel.Verdict{yielded: kernel.Yielded, parked: kernel.Waiting, exited: kernel.Exited}

// settle carries on with what a native, called as f, or a Cont handed back:
// a value, an exception, or a control. at is where the stack is free. A value
// goes to the frame on top. It loops, and never recurs, since one native may
// lead to the next for ever.
func (m *Machine) settle(v term.Term, err error, f *Func, at int) status {
	var args []term.Term
	for {
		switch e := err.(type) {
		case nil:
			c, st := m.returnTo(v)
			if c == nil {
				return st
			}
			at, f = int(m.top), nil
			v, err = c.Resume(m, v, nil)
		case *Exception:
			if f != nil {
				e.called(f, args)
			}
			c, st := m.unwind(e)
			if c == nil {
				return st
			}
			at, f = int(m.top), nil
			v, err = c.Resume(m, nil, e)
		case *control:
			m.b = nil
			if e.fresh {
				m.frames = m.frames[:0]
				clear(m.stack)
				at = 0
			}
			if e.cont != nil {
				if !m.ensure(at + 1) {
					err, f = Raise(atomSystemLimit), nil
					continue
				}
				m.stack[at] = e.cont
				m.frames = append(m.frames, frame{base: int32(at)})
				at++
				e.cont = nil
			}
			if e.wait != waitNot {
				return m.pause(e, at)
			}
			if m.left <= 0 {
				m.next, m.mode, m.top = e, modeCall, int32(at)
				return yielded
			}
			m.left--
			var exc *Exception
			f, args, exc = m.target(e)
			if exc != nil {
				err, f = exc, nil
				if c := m.handler(exc); c != nil {
					err = c
				}
				continue
			}
			if !m.ensure(at + len(args)) {
				err, f = Raise(atomSystemLimit), nil
				continue
			}
			copy(m.stack[at:], args)
			if f.native == nil {
				if exc := m.enter(f, at); exc != nil {
					err, f = exc, nil
					continue
				}
				return running
			}
			args = m.stack[at : at+len(args) : at+len(args)]
			v, err = f.native(m, args)
		default:
			err, f = internalError(e), nil
		}
	}
}

// pause leaves the Cont on top to be resumed by the next slice.
func (m *Machine) pause(c *control, at int) status {
	m.mode, m.top = modeResume, int32(at)
	if c.wait == waitYield {
		return yielded
	}
	return parked
}

// enter makes f, whose arguments lie at the place, the running frame.
func (m *Machine) enter(f *Func, at int) *Exception {
	b, err := f.load(m.code)
	if err != nil {
		return internalError(err)
	}
	if !m.ensure(at + b.regs) {
		return Raise(atomSystemLimit)
	}
	m.b, m.pc, m.base = b, 0, at
	return nil
}

// returnTo hands a value to the frame on top. When that is a Cont it is taken
// off and given, and m.top is where it lay.
func (m *Machine) returnTo(v term.Term) (Cont, status) {
	n := len(m.frames) - 1
	if n < 0 {
		m.end(v)
		return nil, exited
	}
	f := m.frames[n]
	m.frames = m.frames[:n]
	if f.b == nil {
		return m.pop(f), running
	}
	m.b, m.pc, m.base = f.b, int(f.pc), int(f.base)
	m.stack[m.base+m.b.code[m.pc-1].B()] = v
	return nil, running
}

// pop takes a Cont off the stack.
func (m *Machine) pop(f frame) Cont {
	m.b = nil
	m.top = f.base
	c := m.stack[m.top].(Cont)
	m.stack[m.top] = nil
	return c
}

// end ends the process by returning from its first function.
func (m *Machine) end(v term.Term) {
	m.finish()
	m.value = v
	m.p.SetExit(term.Normal, term.Normal, term.Empty)
}

// finish drops what a process that has ended does not need.
func (m *Machine) finish() {
	m.ended = true
	m.leave(m.stack, m.frames)
	m.b, m.stack, m.frames, m.next, m.top = nil, nil, nil, nil, 0
}

// native deals with what a native handed back in place of a value. It was
// called by the frame that runs, its arguments at a register of that.
func (m *Machine) handedBack(err error, f *Func, args []term.Term, at int, tail bool) status {
	if e, ok := err.(*Exception); ok {
		if f.Module == atomMaps && f.Name == atomPut && m.b.src.Module == atomErlEval {
			e = m.b.badMap(args[2]) // the evaluator itself does that
		}
		e.called(f, args)
		return m.settle(nil, e, nil, at)
	}
	if !tail {
		m.frames = append(m.frames, frame{m.b, int32(m.pc), int32(m.base)})
	} else {
		at = m.base
	}
	return m.settle(nil, err, f, at)
}

// callSlow is a call that the loop does not make itself: of code that is not
// compiled yet, or with the stack too short. The caller's frame has been
// saved; the arguments lie at the place.
func (m *Machine) callSlow(f *Func, at int, tail bool) status {
	if f.native != nil {
		n := f.Arity + f.Free
		if !m.ensure(at + n) {
			return m.raise(Raise(atomSystemLimit))
		}
		args := m.stack[at : at+n : at+n]
		v, err := f.native(m, args)
		if err != nil {
			return m.handedBack(err, f, args, at, tail)
		}
		if tail {
			return m.settle(v, nil, nil, at)
		}
		m.stack[m.base+m.b.code[m.pc-1].B()] = v
		return running
	}
	b, err := f.load(m.code)
	if err != nil {
		return m.raise(internalError(err))
	}
	if tail {
		copy(m.stack[m.base:], m.stack[at:at+b.params])
		at = m.base
	}
	if !m.ensure(at + b.regs) {
		return m.raise(Raise(atomSystemLimit))
	}
	if !tail {
		m.frames = append(m.frames, frame{m.b, int32(m.pc), int32(m.base)})
	}
	m.b, m.pc, m.base = b, 0, at
	// As the loop does: a slice must end at the same place whether or not the
	// code was compiled before.
	if m.left--; m.left <= 0 {
		return yielded
	}
	return running
}

// callFun calls the function value at the place with the n arguments behind
// it.
func (m *Machine) callFun(at, n int, tail bool) status {
	args := m.stack[at+1 : at+1+n]
	fun, ok := m.stack[at].(*term.Fun)
	if !ok {
		return m.raise(Raise(term.Tuple2(atomBadfun, m.stack[at])))
	}
	f, exc := m.function(fun, args)
	if exc != nil {
		return m.failCall(exc, at, tail)
	}
	if !m.ensure(at + 1 + n + len(fun.Free)) {
		return m.raise(Raise(atomSystemLimit))
	}
	copy(m.stack[at+1+n:], fun.Free)
	return m.callSlow(f, at+1, tail)
}

// failCall raises for a call that could not be made, its arguments at the place; a
// tail call has left the caller's frame, except when the function itself is wrong.
func (m *Machine) failCall(exc *Exception, at int, tail bool) status {
	if c := m.handler(exc); c != nil {
		if tail {
			at = m.base
		} else {
			m.frames = append(m.frames, frame{m.b, int32(m.pc), int32(m.base)})
		}
		return m.settle(nil, c, nil, at)
	}
	if tail && exc.Reason == term.Term(atomUndef) {
		m.b = nil
	}
	return m.raise(exc)
}

// callDyn calls module.name of the place, with the n arguments behind them.
// map.name() still fetches a field.
func (m *Machine) callDyn(at, n int, tail bool) status {
	args := m.stack[at+2 : at+2+n]
	module, ok := m.stack[at].(term.Atom)
	name, ok2 := m.stack[at+1].(term.Atom)
	if !ok || !ok2 {
		if fields, isMap := m.stack[at].(*term.Map); isMap && n == 0 && ok2 {
			if v, found := fields.GetAtom(name); found {
				if tail {
					return m.settle(v, nil, nil, at)
				}
				m.stack[m.base+m.b.code[m.pc-1].B()] = v
				return running
			}
		}
		return m.raise(badApply([]term.Term{m.stack[at], m.stack[at+1], term.List(args...)}))
	}
	f, exc := m.code.named(module, name, n)
	if f == nil && exc == nil {
		exc = undefined(module, name, args)
	}
	if exc != nil {
		return m.failCall(exc, at, tail)
	}
	return m.callSlow(f, at+2, tail)
}

// apply is apply/2 and apply/3 of the n values at the place.
func (m *Machine) apply(at, n int, tail bool) status {
	args, ok := term.Slice(m.stack[at+n-1])
	_, isMap := m.stack[at].(*term.Map) // only map.name() fetches a field
	if !ok || len(args) > maxArity || isMap && n == 3 {
		return m.raise(badApply(m.stack[at : at+n]))
	}
	if !m.ensure(at + n + len(args)) {
		return m.raise(Raise(atomSystemLimit))
	}
	copy(m.stack[at+n-1:], args)
	if n == 2 {
		return m.callFun(at, len(args), tail)
	}
	return m.callDyn(at, len(args), tail)
}

const maxArity = 255

// badApply is the error of apply/2 and apply/3.
func badApply(args []term.Term) *Exception {
	e := Raise(term.Badarg)
	if len(args) == 3 {
		e = BadArg(applyFaults(args[0], args[1], args[2])...)
	}
	e.Stack = []StackFrame{{Module: atomErlang, Function: atomApply, Args: append([]term.Term{}, args...)}}
	return e
}

// applyFaults says by position what is wrong with a module, a name and
// arguments.
func applyFaults(module, name, args term.Term) (faults []any) {
	if _, ok := module.(term.Atom); !ok {
		faults = append(faults, 1, "not an atom")
	}
	if _, ok := name.(term.Atom); !ok {
		faults = append(faults, 2, "not an atom")
	}
	if _, isList := args.(*term.Cons); !isList {
		return append(faults, 3, "not a list")
	}
	if _, proper := term.Slice(args); !proper {
		faults = append(faults, 3, "not a proper list")
	}
	return faults
}
