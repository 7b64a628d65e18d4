package lib

import (
	"iter"
	"runtime"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file runs Go code that must call into the language (the expander, a
// module's definition) as a coroutine of the process that asked for it. The
// code is ordinary Go recursion; when it wants a macro run it yields a
// request, the machine runs that as an ordinary frame of the process, and the
// coroutine goes on with the result. A process that is killed in between
// drops the frame, and the coroutine is stopped with it.

// caller is how such code calls the language: in a process by a coroutine,
// or, for the library itself, at once on a scratch machine.
type caller interface {
	apply(module, name term.Atom, args ...term.Term) (term.Term, error)
	call(fun term.Term, args ...term.Term) (term.Term, error)
	// tick lets the scheduler run other processes.
	tick()
	// process is the one that compiles; 0: none of a program.
	process() term.PID
}

// request is what a coroutine yields.
type request struct {
	module, name term.Atom
	fun          term.Term // instead of module and name
	args         []term.Term
	yield        bool // nothing to call: only let others run
}

// coroutine is the state that the frame and the running code share.
type coroutine struct {
	yield func(request) bool
	value term.Term       // the answer to the last request
	exc   *vm.Exception   // or what it raised
	outer []vm.StackFrame // where the coroutine was when it did
	out   term.Term       // the result of the whole
	err   error
	pid   term.PID
}

// stopped is panicked through the coroutine's code when its process died.
type stopped struct{}

func (c *coroutine) ask(r request) (term.Term, error) {
	if !c.yield(r) {
		panic(stopped{})
	}
	if c.exc != nil {
		return nil, c.exc
	}
	return c.value, nil
}

func (c *coroutine) apply(module, name term.Atom, args ...term.Term) (term.Term, error) {
	return c.ask(request{module: module, name: name, args: args})
}

func (c *coroutine) call(fun term.Term, args ...term.Term) (term.Term, error) {
	return c.ask(request{fun: fun, args: args})
}

// outside is the process's stack around the coroutine, when something that it
// called has raised.
func (c *coroutine) outside() []vm.StackFrame { return c.outer }

func (c *coroutine) tick() { c.ask(request{yield: true}) }

func (c *coroutine) process() term.PID { return c.pid }

// coroutineFrame is the coroutine's frame on the process's stack.
type coroutineFrame struct {
	c    *coroutine
	next func() (request, bool)
	stop func()
}

// Evaluates makes it a vm.Evaluating.
func (*coroutineFrame) Evaluates() {}

// inProcess runs work as a coroutine of the machine's process. It is the
// last thing that a native does: return inProcess(m, ...).
func inProcess(m *vm.Machine, work func(caller) (term.Term, error)) (term.Term, error) {
	c := &coroutine{pid: m.Process().PID()}
	next, stop := iter.Pull(func(yield func(request) bool) {
		defer func() {
			if r := recover(); r != nil {
				if _, ok := r.(stopped); !ok {
					panic(r)
				}
			}
		}()
		c.yield = yield
		c.out, c.err = work(c)
	})
	f := &coroutineFrame{c, next, stop}
	// A killed process drops its frames without running them.
	runtime.AddCleanup(f, func(stop func()) { stop() }, stop)
	return f.step(m)
}

func (f *coroutineFrame) step(m *vm.Machine) (term.Term, error) {
	r, running := f.next()
	switch {
	case !running:
		return f.c.out, f.c.err
	case r.yield:
		return nil, m.Yield(f)
	case r.fun != nil:
		return nil, m.Call(f, r.fun, r.args...)
	}
	return nil, m.Apply(f, r.module, r.name, r.args...)
}

// Resume hands the coroutine the answer to its request.
func (f *coroutineFrame) Resume(m *vm.Machine, value term.Term, exc *vm.Exception) (term.Term, error) {
	f.c.value, f.c.exc = value, exc
	if exc != nil {
		f.c.outer = m.CurrentStack()
	}
	return f.step(m)
}

// Clone reports that a running expansion cannot be copied: it lives on a Go
// stack. A world at rest holds none.
func (f *coroutineFrame) Clone() (vm.Cont, bool) { return nil, false }
