// Package elixir is the façade over the packages of runtime: it makes worlds
// that speak the language, runs programs and evaluates input in them, tells
// about modules, and implements what upper layers declare (observe.Control)
// and what the kernel needs (Host). A shell, a lesson or a test uses the
// language through here and nowhere else.
package elixir

import (
	"fmt"
	"sort"
	"time"

	"otpsh/runtime/diag"
	"otpsh/runtime/kernel"
	"otpsh/runtime/lib"
	"otpsh/runtime/observe"
	"otpsh/runtime/term"
	"otpsh/runtime/trace"
	"otpsh/runtime/vm"
)

// Options say what kind of world to make. The zero value is a live world on
// the real machine.
type Options struct {
	Host      kernel.Host // nil: the machine
	Simulated bool        // virtual time, seeded order, counted pids
	Seed      uint64
	Args      []string // what System.argv gives
	Limits    kernel.Limits
	Sandbox   bool // the host refuses files, programs, the environment and halting
	// Record has the world note what it asks of its host and what that answers,
	// for World.Journal. Replay, when not nil, has it answered from there: a
	// simulated world with the same seed and arguments then does the same again
	// and nothing is performed twice.
	Record bool
	Replay kernel.Journal
	// Diagnostics gets compile-time warnings and errors; nil: standard error.
	Diagnostics func(diag.Diagnostic)
	// Env is what the environment of applications holds from the beginning.
	Env []Setting
}

// Setting is one key of an application's environment.
type Setting struct {
	App, Key string
	Value    term.Term
}

// World is a world of the language.
type World struct {
	kernel  *kernel.World
	host    kernel.Host
	sandbox *sandbox // nil: there is none
	calls   initialCalls
}

// NewWorld makes a world with the standard library and a terminal device.
func NewWorld(o Options) *World {
	host := o.Host
	if host == nil {
		host = NewMachineHost()
	}
	var box *sandbox
	if o.Sandbox {
		box = &sandbox{Host: host}
		host = box
	}
	switch {
	case o.Replay != nil:
		host = kernel.Replay(o.Replay, host)
	case o.Record:
		host = kernel.Record(host)
	}
	k := kernel.NewWorld(kernel.Config{Host: host, Simulated: o.Simulated, Seed: o.Seed, Limits: o.Limits})
	w := newWorld(k, box)
	lib.Attach(k, o.Args)
	for _, e := range o.Env {
		lib.SetEnv(k, e.App, e.Key, e.Value)
	}
	if o.Diagnostics != nil {
		lib.OnDiagnostic(k, o.Diagnostics)
	}
	return w
}

// newWorld is the world over a kernel; a Go panic in it is told on standard error.
func newWorld(k *kernel.World, box *sandbox) *World {
	host := k.Host()
	k.OnPanic = func(p *kernel.Process, value any, stack []byte) {
		fmt.Fprintf(host.Stderr(), "otpsh: a defect of ours in %s: %v\n%s\n", trace.PIDText(p.PID()), value, stack)
	}
	return &World{kernel: k, host: host, sandbox: box}
}

// Kernel is the world below, for views and exploration.
func (w *World) Kernel() *kernel.World { return w.kernel }

// Trace is the recorder of the world's events.
func (w *World) Trace() *trace.Recorder { return w.kernel.Trace() }

// Fork copies a world at rest.
func (w *World) Fork() (*World, error) {
	k, err := w.kernel.Fork()
	if err != nil {
		return nil, err
	}
	return newWorld(k, w.sandbox), nil
}

// Journal is what the world has asked of its host so far; nil when it does
// not note it (Options.Record). A fork has a journal of its own, which begins
// with what was asked before.
func (w *World) Journal() kernel.Journal {
	if h, ok := w.host.(*kernel.JournalHost); ok {
		return h.Journal()
	}
	return nil
}

// ReplayError says where a replay asked for something else than the run that
// was recorded; nil: nowhere.
func (w *World) ReplayError() error {
	if h, ok := w.host.(*kernel.JournalHost); ok {
		return h.Err()
	}
	return nil
}

// Stop ends the world: nothing runs in it any more.
func (w *World) Stop() { w.kernel.Stop() }

var mainModule = term.Intern("otpsh_main")

// RunFile runs a source file as a program and gives its exit code.
func (w *World) RunFile(path string) int {
	if w.sandbox != nil {
		w.sandbox.allow(path)
	}
	return w.program(term.Intern("file"), term.Binary(path))
}

// RunText evaluates a text as `elixir -e` does and gives the exit code.
func (w *World) RunText(text string) int {
	return w.program(term.Intern("eval"), term.Binary(text))
}

// RunTests runs ExUnit's test files as `mix test` does, with its arguments, and
// gives the exit code.
func (w *World) RunTests(args []string) int {
	words := make([]term.Term, len(args))
	for i, a := range args {
		words[i] = term.Binary(a)
	}
	return w.program(term.Intern("test"), term.List(words...))
}

// StartProject compiles and starts the mix project in a folder, which becomes the
// current one. It gives 0, and the project runs on; or the exit code of a
// failure, which it has told.
func (w *World) StartProject(dir string) int {
	return w.program(term.Intern("project"), term.Binary(dir))
}

// RunOn runs until a program, or a permanent application's end, halts the system.
func (w *World) RunOn() int { return w.program(term.Intern("forever")) }

// program runs a function of :otpsh_main to its end.
func (w *World) program(function term.Atom, args ...term.Term) int {
	answer := make(chan term.Term, 1)
	done := make(chan struct{})
	id := lib.Ask(w.kernel, func(t term.Term) {
		answer <- t
		close(done)
	})
	run := append([]term.Term{term.Int(id), function}, term.List(args...))
	pid, _ := w.kernel.Spawn(kernel.SpawnOptions{Label: "main"}, vm.NewMFA(w.kernel, mainModule, term.Intern("start"), run))
	out := w.kernel.AwaitOutcome(pid, done)
	select {
	case t := <-answer:
		code, _ := t.(int)
		return code
	default:
	}
	switch out.Status {
	case kernel.Deadlocked:
		fmt.Fprintf(w.host.Stderr(), "** (deadlock) nothing can ever happen: %s\n", out.Deadlock)
	case kernel.Ended:
		fmt.Fprintf(w.host.Stderr(), "** (EXIT) %s\n", lib.InspectPlain(out.Reason, 98, 50))
	}
	return 1
}

// Simulated reports whether the world's time is virtual.
func (w *World) Simulated() bool { return w.kernel.Simulated() }

// KeepPlaces has errors of functions that were typed tell where, whichever
// process runs them. In Elixir that place is lost with the evaluation.
func (w *World) KeepPlaces() { vm.Code(w.kernel).KeepPlaces() }

// Jump is virtual time that passed at once; its text is what a person is told.
type Jump = kernel.Jump

// OnJump sets what is told, by whoever drives the world, when virtual time
// jumped by more than a second. Set it before anything runs; a copy of the
// world has none.
func (w *World) OnJump(f func(Jump)) { w.kernel.OnJump = f }

// Now is the world's clock.
func (w *World) Now() time.Duration { return w.kernel.Now() }

// Alive reports whether the process runs.
func (w *World) Alive(pid term.PID) bool { return w.kernel.Lookup(pid) != nil }

// Whereis is the process of a registered name.
func (w *World) Whereis(name string) (term.PID, bool) {
	a, ok := term.Existing(name)
	if !ok {
		return 0, false
	}
	return w.kernel.Whereis(a)
}

// Registered are the registered names, as atoms' texts, sorted.
func (w *World) Registered() []string {
	var names []string
	w.kernel.Registered().Each(func(name, _ term.Term) bool {
		names = append(names, name.(term.Atom).Name())
		return true
	})
	sort.Strings(names)
	return names
}

// NameOf is what a process is registered as; "" when it has no name.
func (w *World) NameOf(pid term.PID) string {
	if name, ok := w.kernel.NameOf(pid); ok {
		return name.Name()
	}
	return ""
}

// Inspect is a value as the language shows it.
func (w *World) Inspect(t term.Term) string { return lib.Inspect(w.kernel, t) }

// StateOf is the state that a server holds now, read without disturbing it;
// false for what is no server, or when the state is large.
func (w *World) StateOf(pid term.PID) (term.Term, bool) { return lib.StateOf(w.kernel, pid) }

// IsServer reports whether a process is a GenServer, or an Agent.
func (w *World) IsServer(pid term.PID) bool { return lib.IsServer(w.kernel, pid) }

// Kill sends an exit signal to a process, from outside.
func (w *World) Kill(pid term.PID, reason term.Term) { w.kernel.ExitFrom(0, pid, reason) }

// Send sends a message, from outside.
func (w *World) Send(pid term.PID, msg term.Term) { w.kernel.SendFrom(0, pid, msg) }

// Step runs one slice of a simulated world; false when nothing can run.
func (w *World) Step() bool { return w.kernel.Step() }

// Snapshot is every process as it is now, by number; not those of the system,
// which are there before a program begins.
func (w *World) Snapshot() []observe.Process {
	var out []observe.Process
	for _, pid := range w.kernel.Processes() {
		if kernel.IsSystem(pid) {
			continue
		}
		shown, alive := w.kernel.Ask(pid, func(p *kernel.Process) any { return describeProcess(p) })
		if alive {
			o := shown.(observe.Process)
			o.Name = ""
			if name := w.NameOf(pid); name != "" {
				o.Name = lib.InspectAtom(term.Intern(name))
			}
			out = append(out, o)
		}
	}
	observe.ByPID(out)
	return out
}

// describeProcess is run in the process's own context.
func describeProcess(p *kernel.Process) observe.Process {
	o := observe.Process{
		PID: p.PID(), Label: p.Label(), Mailbox: p.MessageCount(), Reductions: p.Reductions(), Links: p.Links(),
	}
	if mfa, ok := initialOf(p).(*term.Tuple); ok && len(mfa.Elems) == 3 {
		o.Initial = callText(mfa.Elems)
	}
	return o
}

// initialOf is the function that a process began with: what a behaviour noted,
// else what was spawned.
func initialOf(p *kernel.Process) term.Term {
	if proper, ok := p.Dict().Get(term.Intern("$initial_call")); ok {
		return proper
	}
	return p.Initial()
}

// callbackModule is the module that a process is about which began with a
// function: a supervisor tells its callback module in the place of that.
func callbackModule(module, function term.Atom) term.Atom {
	if module.Name() == "supervisor" && function.Name() != "init" {
		return function
	}
	return module
}

// callText is {module, function, arity or arguments} as Module.function/n.
func callText(mfa []term.Term) string {
	module, ok1 := mfa[0].(term.Atom)
	function, ok2 := mfa[1].(term.Atom)
	if !ok1 || !ok2 {
		return ""
	}
	if callback := callbackModule(module, function); callback != module {
		module, function = callback, term.Intern("init")
	}
	arity, ok := mfa[2].(int)
	if !ok {
		arity, _ = term.ListLen(mfa[2])
	}
	return fmt.Sprintf("%s.%s/%d", lib.InspectAtom(module), function.Name(), arity)
}

// InspectPlain is a value on one line, structs drawn plainly: for names that
// are drawn while the world runs.
func InspectPlain(t term.Term) string { return lib.InspectPlain(t, 0, 50) }
