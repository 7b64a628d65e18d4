package lib

import (
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/trace"
	"otpsh/runtime/vm"
)

// This file is the state that a server holds: read where the server's own loop
// keeps it, so that a server that runs is not disturbed and pays nothing.

// heldWords is the largest state that is told of: events are kept for a while,
// and must not keep much.
const heldWords = 2000

// heldAt is which argument of the functions of :gen_server is the state; see
// erl_gen_server.ex, whose heads these numbers follow.
var heldAt = map[string]int{
	"loop/7": 2, "wake_hib/6": 2, "handle_message/8": 3, "handle_msg/6": 2, "handle_msg/7": 2,
	"after_call/9": 6, "after_message/9": 5,
}

// heldState is the state of a process that is a GenServer (an Agent too), as
// far as its frames tell.
func heldState(p *kernel.Process) (term.Term, bool) {
	m, ok := p.Body().(*vm.Machine)
	if !ok {
		return nil, false
	}
	return m.Argument(func(module, name term.Atom, arity int) (int, bool) {
		if module != moduleGenServer {
			return 0, false
		}
		at, ok := heldAt[name.Name()+"/"+string(rune('0'+arity))]
		return at, ok
	})
}

var moduleGenServer = term.Intern("gen_server")

// tellHeld records the state of a server that a signal ends.
func tellHeld(p *kernel.Process) {
	if !p.World().Trace().Wants(trace.Held) {
		return
	}
	if state, ok := heldState(p); ok {
		recordHeld(p, state)
	}
}

// heldNative is (state): a server that ends by itself tells what it held.
func heldNative(m *vm.Machine, args []term.Term) (term.Term, error) {
	if m.World().Trace().Wants(trace.Held) {
		recordHeld(m.Process(), args[0])
	}
	return term.Ok, nil
}

func recordHeld(p *kernel.Process, state term.Term) {
	if vm.Smaller(state, heldWords) {
		p.World().Trace().Record(0, trace.Event{Kind: trace.Held, PID: p.PID(), Time: p.World().Now(), Term: state})
	}
}

// StateOf is the state that a server holds now, unless it is large.
func StateOf(w *kernel.World, pid term.PID) (term.Term, bool) {
	answer, alive := w.Ask(pid, func(p *kernel.Process) any {
		if state, ok := heldState(p); ok && vm.Smaller(state, heldWords) {
			return []term.Term{state}
		}
		return nil
	})
	state, ok := answer.([]term.Term)
	if !alive || !ok {
		return nil, false
	}
	return state[0], true
}

// IsServer reports whether a process is a GenServer, or an Agent.
func IsServer(w *kernel.World, pid term.PID) bool {
	answer, alive := w.Ask(pid, func(p *kernel.Process) any {
		_, ok := heldState(p)
		return ok
	})
	return alive && answer == true
}
