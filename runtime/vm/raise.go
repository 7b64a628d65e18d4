// Exceptions: unwinding, and stack traces.

package vm

import (
	"math/big"
	"slices"

	"otpsh/runtime/term"
)

// How many frames a stack trace holds: at first, and at most. As the BEAM.
const (
	defaultTraceDepth = 8
	maxTraceDepth     = 64
)

// SetTraceDepth says how many frames the stack traces of the world hold from
// now on, at most maxTraceDepth, and gives what it was.
func (c *CodeServer) SetTraceDepth(frames int) int {
	return int(c.traceDepth.Swap(int32(min(frames, maxTraceDepth))))
}

// KeepPlaces has a stack trace show where in evaluated code a function was
// written that runs in another process later. In Elixir nothing is known of that
// place.
func (c *CodeServer) KeepPlaces() { c.placesLast.Store(true) }

// TraceDepth is how many frames a stack trace of the world holds.
func (c *CodeServer) TraceDepth() int { return int(c.traceDepth.Load()) }

// caught keeps an exception in a register, for __STACKTRACE__ and to raise it
// again.
type caught struct{ exc *Exception }

func (c *caught) clone() term.Term { return c }

// raise raises in the frame that runs.
func (m *Machine) raise(e *Exception) status { return m.settle(nil, e, nil, 0) }

// unwind looks for who handles an exception. When that is a Cont it is taken
// off the stack and given.
func (m *Machine) unwind(e *Exception) (Cont, status) {
	if m.b != nil && m.guardAt() {
		return nil, running
	}
	m.trace(e)
	for {
		if m.b != nil && m.handlerAt(e) {
			return nil, running
		}
		n := len(m.frames) - 1
		if n < 0 {
			m.die(e)
			return nil, exited
		}
		f := m.frames[n]
		m.frames = m.frames[:n]
		if f.b == nil {
			return m.pop(f), running
		}
		m.b, m.pc, m.base = f.b, int(f.pc), int(f.base)
	}
}

// guardAt goes on behind a guard that failed.
func (m *Machine) guardAt() bool {
	at := int32(m.pc - 1)
	for i := range m.b.src.Handlers {
		h := &m.b.src.Handlers[i]
		if h.From <= at && at < h.To {
			if h.Guard {
				m.pc = int(h.Target)
			}
			return h.Guard
		}
	}
	return false
}

// handlerAt enters the running frame's handler, if it has one here.
func (m *Machine) handlerAt(e *Exception) bool {
	at := int32(m.pc - 1)
	for i := range m.b.src.Handlers {
		h := &m.b.src.Handlers[i]
		if h.From > at || at >= h.To {
			continue
		}
		m.pc = int(h.Target)
		if !h.Guard {
			m.p.Rewind()
			r := m.stack[m.base+int(h.Reg):]
			r[0], r[1], r[2] = e.Class, e.Reason, &caught{e}
		}
		return true
	}
	return false
}

// die ends the process by an exception that nobody handled.
func (m *Machine) die(e *Exception) {
	m.finish()
	m.exc = e
	m.p.SetExit(e.Class, e.Reason, e.StackTerm())
}

// trace fills in the stack trace, below the frames that the exception has
// brought along.
func (m *Machine) trace(e *Exception) {
	if e.traced {
		return
	}
	e.traced = true
	e.below = m.places(m.code.TraceDepth() - len(e.Stack))
}

// Frames is the stack trace, innermost first.
func (e *Exception) Frames() []StackFrame {
	if len(e.below) == 0 {
		return e.Stack
	}
	return appendPlaces(append([]StackFrame(nil), e.Stack...), e.below)
}

// called puts the native that raised on top of the trace.
func (e *Exception) called(f *Func, args []term.Term) {
	if e.plain || e.traced || len(e.Stack) > 0 || e.Class != term.Error {
		return
	}
	frame := StackFrame{Module: f.Module, Function: f.Name, Arity: f.Arity}
	if a, ok := e.Reason.(term.Atom); ok || e.ArgInfo != nil || e.General != "" {
		if a == term.Badarg || a == term.Badarith || a == atomSystemLimit || a == atomFunctionClause || a == atomUndef || e.ArgInfo != nil || e.General != "" {
			frame.setArgs(args)
		}
	}
	e.Stack = []StackFrame{frame}
}

// maxShownBits is the size of an integer above which a trace shows a call's
// arity instead of its arguments: a million digits explain nothing.
const maxShownBits = 1 << 16

func (f *StackFrame) setArgs(args []term.Term) {
	for _, a := range args {
		if n, ok := a.(*big.Int); ok && n.BitLen() > maxShownBits {
			return
		}
	}
	f.Args = append([]term.Term{}, args...)
}

// CurrentStack is where the process is, innermost first.
func (m *Machine) CurrentStack() []StackFrame {
	return appendPlaces(nil, m.places(m.code.TraceDepth()))
}

// place is a function and how far it has executed, or the frame that a Cont
// stands for.
type place struct {
	b     *body
	pc    int
	stand *StackFrame
}

// places are where the frames are, innermost first.
func (m *Machine) places(most int) []place {
	out := make([]place, 0, max(min(most, len(m.frames)+1), 0))
	evaluated, within := false, false
	add := func(b *body, pc int) {
		// Of evaluated code that calls evaluated code the innermost shows.
		if b.src.Module == atomMainModule || b.src.Module == atomSessionModule {
			return // who runs programs is no part of them
		}
		inner := evaluated
		evaluated = b.src.Module == atomErlEval
		if evaluated && within {
			return
		}
		if !inner || !evaluated {
			out = append(out, place{b: b, pc: pc})
		}
	}
	if m.b != nil && len(out) < most {
		add(m.b, m.pc)
	}
	for i := len(m.frames) - 1; i >= 0 && len(out) < most; i-- {
		f := &m.frames[i]
		if f.b != nil {
			add(f.b, int(f.pc))
		} else if _, ok := m.stack[f.base].(Evaluating); ok {
			// Code that evaluates code has no place: an evaluation that ends
			// forgets where it was.
			within = within || slices.ContainsFunc(out, isEvaluated)
		} else if c, ok := m.stack[f.base].(Standing); ok {
			evaluated = false
			frame := c.Frame()
			out = append(out, place{stand: &frame})
		}
	}
	if slices.ContainsFunc(out, isEvaluated) && !m.evaluates() {
		out = slices.DeleteFunc(out, isEvaluated)
	}
	return out
}

func isEvaluated(p place) bool { return p.b != nil && p.b.src.Module == atomErlEval }

// evaluates reports whether the process evaluates code, rather than running a
// function that came out of some.
func (m *Machine) evaluates() bool {
	if m.code != nil && m.code.placesLast.Load() {
		return true
	}
	for i := range m.frames {
		if f := &m.frames[i]; f.b == nil {
			if _, ok := m.stack[f.base].(Evaluating); ok {
				return true
			}
		}
	}
	return false
}

func appendPlaces(out []StackFrame, places []place) []StackFrame {
	inner := len(out) > 0 && out[len(out)-1].Module == atomElixirEval
	for i, p := range places {
		switch {
		case p.stand != nil:
			out = append(out, *p.stand)
		case i == 0 && inner && p.b.src.Module == atomErlEval:
			// Of evaluated code that calls evaluated code the innermost shows.
		default:
			out = append(out, p.b.frameAt(p.pc))
		}
	}
	return out
}

// frameAt describes a frame that has executed up to pc.
func (b *body) frameAt(pc int) StackFrame {
	f := b.src
	if f.Module == atomErlEval {
		return StackFrame{Module: atomElixirEval, Function: atomWholeFile, Arity: 1, File: f.File, Line: f.LineOf(max(pc-1, 0))}
	}
	return StackFrame{Module: f.Module, Function: f.Name, Arity: b.params, File: f.File, Line: f.LineOf(max(pc-1, 0))}
}

// noClause is the frames of a function none of whose clauses takes its
// arguments; of one that was evaluated the evaluator's frame holds them.
func (m *Machine) noClause(b *body, regs []term.Term) []StackFrame {
	args := append([]term.Term{}, regs[:b.params]...)
	fr := b.frameAt(0)
	fr.Line = b.src.Line
	if b.src.Module == atomErlEval {
		interpreted := StackFrame{Module: atomErlEval, Function: atomInterpretedFun, Args: args}
		if !m.evaluates() {
			return []StackFrame{interpreted}
		}
		return []StackFrame{interpreted, fr}
	}
	fr.Args = args
	return []StackFrame{fr}
}

// Stack is where the process is, for the kernel.
func (m *Machine) Stack() []term.Term {
	var out []term.Term
	for _, f := range m.CurrentStack() {
		if f.Module != atomElixirEval { // only an error tells of that place
			out = append(out, f.term(nil))
		}
	}
	return out
}

// StackTerm is a stack trace as the language has it: [{m, f, a, [file: ~c"..",
// line: n]}].
func StackTerm(frames []StackFrame) term.Term {
	out := make([]term.Term, len(frames))
	for i := range frames {
		out[i] = frames[i].term(nil)
	}
	return term.List(out...)
}

// StackTerm is the exception's stack trace; what explains the arguments of
// the native that raised stands in the first frame's location.
func (e *Exception) StackTerm() term.Term {
	if e.stackTerm != nil {
		return e.stackTerm
	}
	info := e.errorInfo()
	frames := e.Frames()
	out := make([]term.Term, len(frames))
	for i := range frames {
		out[i] = frames[i].term(info)
		info = nil
	}
	list := term.List(out...)
	if e.traced {
		e.stackTerm = list // a recursion through handlers asks for it in each frame
	}
	return list
}

func (e *Exception) errorInfo() term.Term {
	if e.info != nil {
		return e.info
	}
	if e.ArgInfo == nil && e.General == "" {
		return nil
	}
	cause := term.EmptyMap
	for position, text := range e.ArgInfo {
		cause = cause.Put(term.Int(position+1), term.Binary(text))
	}
	if e.General != "" {
		cause = cause.Put(atomGeneral, term.Binary(e.General))
	}
	if e.What != "" {
		cause = cause.Put(atomReason, term.Binary(e.What))
	}
	return term.MapOf(atomCause, cause)
}

func (f *StackFrame) term(info term.Term) term.Term {
	var arity term.Term = term.Int(f.Arity)
	if f.Args != nil {
		arity = term.List(f.Args...)
	}
	var location []term.Term
	if f.File != "" {
		location = append(location, term.Tuple2(atomFile, charlist(f.File)))
		if f.Line > 0 {
			location = append(location, term.Tuple2(atomLine, term.Int(f.Line)))
		}
	}
	if info != nil {
		location = append(location, term.Tuple2(atomErrorInfo, info))
	}
	return term.NewTuple(f.Module, f.Function, arity, term.List(location...))
}

func charlist(s string) term.Term {
	var b term.ListBuilder
	for _, r := range s {
		b.Add(term.Int(int(r)))
	}
	return b.List()
}

// WithStack is the exception with another stack trace, to which nothing is
// added where it passes through.
func (e *Exception) WithStack(stack []StackFrame) *Exception {
	c := *e
	c.Stack, c.below, c.traced, c.info = stack, nil, true, nil
	return &c
}

// HasStack reports whether the exception has a stack trace that is complete.
func (e *Exception) HasStack() bool { return e.traced }

// Again is an exception with a stack trace that it had before, as
// :erlang.raise/3 raises it.
func Again(class term.Atom, reason, stack term.Term) *Exception {
	e := &Exception{Class: class, Reason: reason, traced: true}
	for {
		c, ok := stack.(*term.Cons)
		if !ok || c == nil {
			return e
		}
		if t, ok := c.Head.(*term.Tuple); ok {
			e.addFrame(t)
		}
		stack = c.Tail
	}
}

// addFrame reads one entry of a stack trace back: {m, f, a, location}, or
// {fun, args, location}.
func (e *Exception) addFrame(t *term.Tuple) {
	var f StackFrame
	var arity, location term.Term
	switch len(t.Elems) {
	case 4:
		module, ok := t.Elems[0].(term.Atom)
		name, ok2 := t.Elems[1].(term.Atom)
		if !ok || !ok2 {
			return
		}
		f.Module, f.Function, arity, location = module, name, t.Elems[2], t.Elems[3]
	case 3:
		fun, ok := t.Elems[0].(*term.Fun)
		if !ok {
			return
		}
		f.Module, f.Function, arity, location = fun.Module, fun.Name, t.Elems[1], t.Elems[2]
	default:
		return
	}
	if n, ok := arity.(int); ok {
		f.Arity = n
	} else if args, ok := term.Slice(arity); ok {
		f.Args, f.Arity = args, len(args)
		if args == nil {
			f.Args = []term.Term{}
		}
	}
	entries, _ := term.Slice(location)
	for _, entry := range entries {
		if kv, ok := entry.(*term.Tuple); ok && len(kv.Elems) == 2 {
			e.readLocation(&f, kv.Elems[0], kv.Elems[1])
		}
	}
	e.Stack = append(e.Stack, f)
}

func (e *Exception) readLocation(f *StackFrame, key, value term.Term) {
	switch key {
	case term.Term(atomFile):
		f.File = text(value)
	case term.Term(atomLine):
		f.Line, _ = value.(int)
	case term.Term(atomErrorInfo):
		if len(e.Stack) > 0 {
			return
		}
		e.info = value
		info, ok := value.(*term.Map)
		if !ok {
			return
		}
		v, _ := info.GetAtom(atomCause)
		if cause, ok := v.(*term.Map); ok {
			cause.Each(func(k, v term.Term) bool {
				switch k := k.(type) {
				case int:
					if e.ArgInfo == nil {
						e.ArgInfo = map[int]string{}
					}
					e.ArgInfo[k-1] = text(v)
				case term.Atom:
					if k == atomReason {
						e.What = text(v)
					} else {
						e.General = text(v)
					}
				}
				return true
			})
		}
	}
}

// text is a binary or charlist as a string.
func text(t term.Term) string {
	if b, ok := t.(term.Binary); ok {
		return string(b)
	}
	chars, _ := term.Slice(t)
	var out []rune
	for _, c := range chars {
		if r, ok := c.(int); ok {
			out = append(out, rune(r))
		}
	}
	return string(out)
}

// ErrorIn is an error raised in the function that runs, called with these
// arguments (nil: not told) and error_info (nil: none): :erlang.error/2,3.
func (m *Machine) ErrorIn(reason term.Term, args []term.Term, info term.Term) *Exception {
	e := Raise(reason)
	e.Stack, e.traced, e.info = m.CurrentStack(), true, info
	if args != nil && len(e.Stack) > 0 {
		e.Stack[0].Args = args
	}
	return e
}

// Plain marks an exception whose native gets no frame in the stack trace:
// the one raised by error, exit or throw itself.
func Plain(e *Exception) *Exception {
	e.plain = true
	return e
}

// Undefined is the error of calling a function that does not exist.
func Undefined(module, name term.Atom, args []term.Term) *Exception {
	return undefined(module, name, args)
}

// handler is, for the error of a function that does not exist, the call of the
// module that the process has for that (its flag error_handler); nil when it has
// none, or when that is what does not exist.
func (m *Machine) handler(exc *Exception) *control {
	if exc.Reason != term.Term(atomUndef) || len(exc.Stack) == 0 || m.p == nil {
		return nil
	}
	module := m.p.ErrorHandler()
	missing := exc.Stack[0]
	if module == atomErrorHandler || module == missing.Module {
		return nil
	}
	args := []term.Term{missing.Module, missing.Function, term.List(missing.Args...)}
	return &control{module: module, name: atomUndefinedFunction, args: args}
}

// undefined is the error of calling a function that does not exist.
func undefined(module, name term.Atom, args []term.Term) *Exception {
	e := Raise(atomUndef)
	e.Stack = []StackFrame{{Module: module, Function: name, Arity: len(args), Args: append([]term.Term{}, args...)}}
	return e
}

// internalError is the error for what should not happen: a module of the
// library that does not compile.
func internalError(err error) *Exception {
	if e, ok := err.(*Exception); ok {
		return e
	}
	return Raise(term.Tuple2(atomInternalError, term.Binary(err.Error())))
}
