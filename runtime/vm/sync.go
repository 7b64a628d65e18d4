// Running code from Go, outside of any process of the world.

package vm

import (
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
)

// RunSync calls a function on a detached process of the world, on the calling
// goroutine and unscheduled, and gives its value or the exception: for what
// the library and the host need computed now.
func RunSync(w *kernel.World, module, name term.Atom, args ...term.Term) (term.Term, *Exception) {
	return runSync(w, &control{module: module, name: name, args: args})
}

// RunFun is RunSync of a function value.
func RunFun(w *kernel.World, fun term.Term, args ...term.Term) (term.Term, *Exception) {
	return runSync(w, &control{fun: fun, args: args})
}

func runSync(w *kernel.World, c *control) (term.Term, *Exception) {
	var m *Machine
	reason := w.RunDetached(kernel.SpawnOptions{}, func(p *kernel.Process) kernel.Body {
		m = newMachine(w, p, c)
		return m
	}, nil)
	if !m.ended {
		return nil, ExitWith(reason)
	}
	v, exc := m.End()
	return v, exc
}
