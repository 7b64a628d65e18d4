package lib

import (
	"otpsh/runtime/term"
	"otpsh/runtime/trace"
	"otpsh/runtime/vm"
)

// otpshTraceNatives is the module :otpsh_trace: what the behaviours tell of
// their decisions.
var otpshTraceNatives = vm.Natives{"emit/1": emitEvent, "held/1": heldNative}

// supervisorKinds are the events of supervisors, by the tuple's first element.
var supervisorKinds = map[string]trace.Kind{
	"child_started":    trace.ChildStarted,
	"child_restarted":  trace.ChildRestarted,
	"child_terminated": trace.ChildTerminated,
	"child_failed":     trace.ChildFailed,
	"gave_up":          trace.ChildGaveUp,
	"auto_shutdown":    trace.AutoShutdown,
}

// emitEvent records {kind, supervisor, ...}: the whole tuple is the event's
// term, for the model to take apart. That of a supervisor that ends gets
// one element more: whom it is linked to, since those will go with it.
func emitEvent(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, ok := args[0].(*term.Tuple)
	if !ok || len(t.Elems) < 2 {
		return nil, vm.BadArg(1, "not an event")
	}
	name, _ := t.Elems[0].(term.Atom)
	e := trace.Event{Kind: trace.Mark, PID: m.Process().PID(), Time: m.World().Now(), Term: t}
	if !name.IsZero() {
		e.Name = name
		if kind, ok := supervisorKinds[name.Name()]; ok {
			e.Kind = kind
		}
	}
	for _, x := range t.Elems[2:] {
		// The child's pid: the last one named, which is the new one.
		if pid, ok := x.(term.PID); ok {
			e.Peer = pid
		}
	}
	if e.Kind == trace.ChildGaveUp || e.Kind == trace.AutoShutdown {
		var links []term.Term
		for _, pid := range m.Process().Links() {
			links = append(links, pid)
		}
		e.Term = term.NewTuple(append(t.Elems[:len(t.Elems):len(t.Elems)], term.List(links...))...)
	}
	m.World().Trace().Record(0, e)
	return term.Ok, nil
}
