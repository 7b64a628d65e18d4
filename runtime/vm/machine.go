// A process's state, and what the kernel asks of it.

package vm

import (
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
)

// Machine executes one process. It implements kernel.Body; its methods are
// called only by the process's own natives and by the scheduler that runs it.
type Machine struct {
	p    *kernel.Process
	code *CodeServer

	stack  []term.Term // registers of all frames; its length is its capacity
	frames []frame     // suspended, the outermost first

	// The frame that runs; b is nil while none does.
	b    *body
	pc   int
	base int

	left  int // reductions left of this slice
	slice int // that it began with

	mode  mode
	grown uint8 // how often the stack was shrunk
	ended bool
	tight bool       // the stack ends at top; see tighten
	top   int32      // where the stack ends, while it waits
	value term.Term  // that it ended with
	exc   *Exception // to raise at the start of the next slice, or that it ended with
	next  *control   // what the next slice begins with
	bits  *bitsState // bitstring being built or matched
	boxes *numbers   // nil until a number needs one
	start mfa        // that it began with
}

// Release drops the frames of a process that a signal has ended. A coroutine
// that one of them drives has the machine on its own stack, and would keep the
// frame, and so itself, for ever.
func (m *Machine) Release() { m.stack, m.frames = nil, nil }

// numbers are the boxes of numbers that a slice makes.
type numbers struct {
	ints  term.Ints
	reals term.Floats
}

// numbers are the machine's boxes.
func (m *Machine) numbers() *numbers {
	if m.boxes == nil {
		m.boxes = &numbers{}
	}
	return m.boxes
}

// mode says how the next slice begins.
type mode uint8

const (
	modeRun    mode = iota // at pc
	modeStart              // by carrying out next at the stack's start
	modeResume             // by resuming the Cont on top with nil
	modeCall               // by carrying out next at top
)

// frame is a suspended frame: of code, which goes on at pc, or, with no body,
// of a Cont, which lies in the stack at base.
type frame struct {
	b        *body
	pc, base int32
}

// hidden is what the machine keeps in registers besides terms: no program
// sees it. clone copies it for a forked world.
type hidden interface{ clone() term.Term }

// New makes the body of a process that calls fun.
func New(w *kernel.World, fun term.Term, args []term.Term) func(p *kernel.Process) kernel.Body {
	return func(p *kernel.Process) kernel.Body { return newMachine(w, p, &control{fun: fun, args: args}) }
}

// NewMFA makes the body of a process that calls a named function.
func NewMFA(w *kernel.World, module, name term.Atom, args []term.Term) func(p *kernel.Process) kernel.Body {
	return func(p *kernel.Process) kernel.Body {
		return newMachine(w, p, &control{module: module, name: name, args: args})
	}
}

func newMachine(w *kernel.World, p *kernel.Process, c *control) *Machine {
	return &Machine{p: p, code: Code(w), mode: modeStart, next: c}
}

// Process is the process that the machine executes.
func (m *Machine) Process() *kernel.Process { return m.p }

// World is its world.
func (m *Machine) World() *kernel.World { return m.p.World() }

// Code is the world's code server.
func (m *Machine) Code() *CodeServer { return m.code }

// Bump accounts for work of a native beyond its call.
func (m *Machine) Bump(reductions int) { m.left -= reductions }

// Send is kernel.Process.Send by a program, whose slice ends at the next call
// when the receiver cannot keep up.
func (m *Machine) Send(to, msg term.Term) bool {
	sent := m.p.Send(to, msg)
	if m.p.GiveWay() {
		m.giveWay()
	}
	return sent
}

func (m *Machine) giveWay() {
	if m.left > 0 {
		m.slice -= m.left // they are not used
		m.left = 0
	}
}

// Account tells the kernel at once of the reductions used so far: what a
// native does before it reads a simulated world's clock.
func (m *Machine) Account() {
	if used := m.slice - m.left; used > 0 {
		m.p.Spend(used)
		m.slice = m.left
	}
}

// Run goes on for about that many reductions.
func (m *Machine) Run(p *kernel.Process, reductions int) (v kernel.Verdict) {
	m.p = p
	m.left, m.slice = reductions, reductions
	if m.ended {
		return kernel.Exited
	}
	v = m.guarded()
	m.Account()
	if v == kernel.Waiting {
		m.idle()
	}
	return v
}

// guarded runs a slice; a full atom table is an error of the process.
func (m *Machine) guarded() (v kernel.Verdict) {
	for {
		v, full := m.attempt()
		if !full {
			return v
		}
		m.exc = Raise(atomSystemLimit)
		m.mode = modeRun
	}
}

func (m *Machine) attempt() (v kernel.Verdict, full bool) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(term.AtomLimit); !ok {
				panic(r)
			}
			full = true
		}
	}()
	return m.begin(), false
}

// begin starts a slice the way the last one ended.
func (m *Machine) begin() kernel.Verdict {
	how := m.mode
	m.mode = modeRun
	if m.tight {
		m.loosen()
	}
	st := running
	switch {
	case m.exc != nil:
		exc := m.exc
		m.exc = nil
		m.p.Rewind()
		if m.next != nil {
			m.next = nil
			m.b = nil
		}
		m.pc++ // as if the next instruction raised
		st = m.raise(exc)
	case how == modeStart:
		c := m.next
		m.next = nil
		m.remember(c)
		st = m.settle(nil, c, nil, 0)
	case how == modeCall:
		c := m.next
		m.next = nil
		st = m.settle(nil, c, nil, int(m.top))
	case how == modeResume:
		st = m.settle(nil, nil, nil, int(m.top))
	}
	return m.run(st)
}

// remember keeps what process_info tells as the initial call.
func (m *Machine) remember(c *control) {
	if m.start == (mfa{}) {
		m.start = c.initial()
	}
}

// Interrupt makes the next slice start by raising.
func (m *Machine) Interrupt(class term.Atom, reason term.Term) {
	m.exc = &Exception{Class: class, Reason: reason, plain: true}
}

// Initial is the function that it was spawned with, as {m, f, a}.
func (m *Machine) Initial() term.Term {
	if m.next != nil {
		m.remember(m.next)
	}
	start := m.start
	if start == (mfa{}) {
		start = applied
	}
	return term.Tuple3(start.module, start.name, term.Int(start.arity))
}

// End is how the process ended: its value, or the exception.
func (m *Machine) End() (term.Term, *Exception) { return m.value, m.exc }

// Argument is an argument of the innermost function for which index gives its
// place among the parameters. It is what the function was called with, as long
// as a function that goes on needs it.
func (m *Machine) Argument(index func(module, name term.Atom, arity int) (at int, ok bool)) (term.Term, bool) {
	look := func(b *body, base int) (term.Term, bool) {
		at, ok := index(b.src.Module, b.src.Name, b.params)
		if !ok || at >= b.params || base+at >= len(m.stack) {
			return nil, false
		}
		return m.stack[base+at], true
	}
	if m.b != nil {
		if t, ok := look(m.b, m.base); ok {
			return t, true
		}
	}
	for i := len(m.frames) - 1; i >= 0; i-- {
		if f := &m.frames[i]; f.b != nil {
			if t, ok := look(f.b, int(f.base)); ok {
				return t, true
			}
		}
	}
	return nil, false
}

// idle gives back what a waiting process does not need.
func (m *Machine) idle() {
	clear(m.stack[m.top:])
	if m.grown == 0 {
		m.tighten()
	} else if len(m.stack) > 2*int(m.top)+16 && m.grown < 4 {
		if size := m.extent(); len(m.stack) > 2*size+16 {
			m.stack = append(make([]term.Term, 0, size), m.stack[:size]...)
			m.grown++
		}
	}
	if cap(m.frames) > 2*len(m.frames)+8 {
		m.frames = append(make([]frame, 0, len(m.frames)+2), m.frames...)
	}
	if m.bits != nil {
		m.bits.views = views{}
		if !m.bits.keep() {
			m.bits = nil
		}
	}
	if m.boxes != nil {
		*m.boxes = numbers{} // to keep small blocks makes no call of a server faster
	}
}

// tighten makes the stack of a process that waits for the first time end where
// it is used: most servers of a large system wait for long before anybody
// calls them. An idle GenServer takes 300 bytes less.
func (m *Machine) tighten() {
	m.grown++
	m.boxes = nil
	if top := int(m.top); len(m.stack) > top+top/4+8 {
		stack, frames := m.stack, m.frames
		m.stack = append(make([]term.Term, 0, top), stack[:top]...)
		m.frames = append(make([]frame, 0, len(frames)), frames...)
		m.tight = true
		m.leave(stack, frames)
	}
}

// loosen makes the stack again as long as the frames may use it.
func (m *Machine) loosen() {
	m.tight = false
	if size := m.extent(); size > len(m.stack) {
		stack := make([]term.Term, size)
		copy(stack, m.stack)
		m.stack = stack
	}
}

// extent is how long the stack must be for the frames that will run again:
// each may use all of its registers, though fewer are alive now.
func (m *Machine) extent() int {
	size := int(m.top)
	if m.b != nil {
		size = max(size, m.base+m.b.regs)
	}
	for _, f := range m.frames {
		if f.b != nil {
			size = max(size, int(f.base)+f.b.regs)
		}
	}
	return size
}

// ensure makes the stack at least n long; false at the limit.
func (m *Machine) ensure(n int) bool {
	if n <= len(m.stack) {
		return true
	}
	return m.grow(n)
}

// grow makes the stack longer. The limit counts words of 8 bytes, of which a
// register takes two and a frame two.
func (m *Machine) grow(n int) bool {
	limit := m.p.World().Limits().StackWords/2 - len(m.frames)
	if n > limit {
		return false
	}
	if n <= startStack && startStack <= limit {
		if room, ok := m.found(); ok {
			copy(room.stack, m.stack)
			m.stack = room.stack
			if len(m.frames) == 0 {
				m.frames = room.frames
			}
			return true
		}
	}
	size := max(2*len(m.stack), 8)
	if size == startStack/2 {
		size = startStack // with 16 in between a server grew twice
	}
	if len(m.stack) > 1<<24 {
		size = len(m.stack) + len(m.stack)/2
	}
	size = max(min(size, limit), n)
	next := make([]term.Term, size)
	copy(next, m.stack)
	m.stack = next
	return true
}

// startStack is how long a stack is that a server needs to start.
const startStack = 32

// stacks are those of the start that processes left when they first waited,
// for the next that start on this scheduler: all cleared.
type stacks struct {
	free [8]startRoom
	n    int
}

// startRoom is where a process starts.
type startRoom struct {
	stack  []term.Term
	frames []frame // empty
}

// leave keeps a stack for the next process. Who waits for a host call may have
// given it parts of its stack.
func (m *Machine) leave(stack []term.Term, frames []frame) {
	if len(stack) != startStack || m.p.Blocked() {
		return
	}
	place := m.p.Spare()
	kept, _ := (*place).(*stacks)
	if kept == nil {
		kept = &stacks{}
		*place = kept
	}
	if kept.n < len(kept.free) {
		clear(stack)
		kept.free[kept.n] = startRoom{stack, frames[:0]}
		kept.n++
	}
}

// found is what another process left, if one did.
func (m *Machine) found() (startRoom, bool) {
	kept, _ := (*m.p.Spare()).(*stacks)
	if kept == nil || kept.n == 0 {
		return startRoom{}, false
	}
	kept.n--
	room := kept.free[kept.n]
	kept.free[kept.n] = startRoom{}
	return room, true
}

// Footprint is the words that the process can reach, counted at most to the
// limit.
func (m *Machine) Footprint(limit int) int {
	c := counter{limit: limit, words: 2*len(m.frames) + 2*len(m.stack)}
	for _, t := range m.stack {
		c.add(t)
	}
	if m.p != nil {
		c.add(m.p.Dict())
		m.p.EachMessage(c.add)
	}
	return c.count()
}

// Fork copies the machine for the same process of a forked world.
func (m *Machine) Fork(p *kernel.Process) (kernel.Body, bool) {
	f := *m
	f.p, f.code = p, Code(p.World())
	f.bits, f.boxes = nil, nil
	f.frames = append([]frame(nil), m.frames...)
	f.stack = append([]term.Term(nil), m.stack...)
	for i, t := range f.stack {
		switch x := t.(type) {
		case hidden:
			f.stack[i] = x.clone()
		case Cont:
			c, ok := x.Clone()
			if !ok {
				return nil, false
			}
			f.stack[i] = c
		}
	}
	if m.next != nil {
		c, ok := m.next.clone()
		if !ok {
			return nil, false
		}
		f.next = c
	}
	return &f, true
}
