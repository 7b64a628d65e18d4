package kernel

import "otpsh/runtime/term"

// Verdict says how a slice of a process ended.
type Verdict int

const (
	// Yielded: reductions are used up; run it again.
	Yielded Verdict = iota
	// Waiting: parked in a receive (or on a host call); a signal or its
	// timer wakes it.
	Waiting
	// Exited: the body has ended; Process.Exit holds the reason.
	Exited
)

// Body is what a process executes. The vm implements it; kernel tests use
// small bodies of their own. Only the scheduler that dequeued the process
// calls it, so a Body needs no locks.
type Body interface {
	// Run goes on for about that many reductions.
	Run(p *Process, reductions int) Verdict
	// Interrupt makes the next Run start by raising; used for Ctrl-C.
	Interrupt(class term.Atom, reason term.Term)
	// Footprint is the words of memory that are reachable, counted at most
	// to the limit.
	Footprint(limit int) int
	// Stack is where the process is, innermost first: {module, function,
	// arity, location} each.
	Stack() []term.Term
	// Initial is the function it was spawned with, as {m, f, a}.
	Initial() term.Term
	// Fork copies the body for the same process of a forked world; false when
	// it cannot be copied (an expansion is in progress).
	Fork(p *Process) (Body, bool)
}

// Releaser is a Body that drops what it holds when a signal has ended its
// process: something that refers to the body may outlive it.
type Releaser interface{ Release() }
