package elixir

import (
	"fmt"
	"sort"
	"strings"
	"sync"
	"time"

	"otpsh/runtime/kernel"
	"otpsh/runtime/lib"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is what completion asks of a world and a session. Nothing here
// runs code of a program or sends a message, and nothing waits for a process
// longer than it is told to.

// Accepted is the message that one clause of a server's callback takes.
type Accepted struct {
	Kind     string // how it is sent: "call", "cast", or "info" for a plain message
	Callback string // "handle_call/3"
	Pattern  string // "{:add, n}", as it was written
	Guard    string // "" when there is none
}

// Accepts are the messages that the callbacks of a module take, in the order of
// its clauses, without clauses that take anything.
func (w *World) Accepts(module string) []Accepted {
	info, ok := w.moduleInfo(module)
	if !ok {
		return nil
	}
	var out []Accepted
	for _, a := range info.Accepts {
		out = append(out, Accepted{a.Kind.Name(), fmt.Sprintf("%s/%d", a.Callback.Name.Name(), a.Callback.Arity), a.Pattern, a.Guard})
	}
	return out
}

func (w *World) moduleInfo(module string) (*lib.ModuleInfo, bool) {
	name, ok := moduleAtom(module)
	if !ok {
		return nil, false
	}
	return lib.ModuleOf(w.kernel, name)
}

// StructFields are the names of the fields of a module's struct, in the order
// of its defstruct; false when it has none.
func (w *World) StructFields(module string) ([]string, bool) {
	info, ok := w.moduleInfo(module)
	if !ok || info.Exports == nil || info.Exports.Struct == nil {
		return nil, false
	}
	var names []string
	for _, f := range info.Exports.Struct.Fields {
		names = append(names, f.Name.Name())
	}
	return names, true
}

// Moduledoc is the first line of a module's documentation and whether the
// module is loaded; nothing is loaded for it.
func (w *World) Moduledoc(module string) (line string, loaded bool) {
	name, ok := moduleAtom(module)
	if !ok {
		return "", false
	}
	m := vm.Code(w.kernel).Installed(name)
	if m == nil {
		return "", false
	}
	if info, ok := m.Info.(*lib.ModuleInfo); ok {
		text, _ := info.Moduledoc.(term.Binary)
		line = firstLine(string(text))
	}
	return line, true
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

// IsSystem reports whether a process is one that is there before a program
// begins.
func (w *World) IsSystem(pid term.PID) bool { return kernel.IsSystem(pid) }

// Processes are the pids of all processes but the system's, by number.
func (w *World) Processes() []term.PID {
	var out []term.PID
	for _, pid := range w.kernel.Processes() {
		if !kernel.IsSystem(pid) {
			out = append(out, pid)
		}
	}
	return out
}

// InitialCall is the function that a process began with, {module, function,
// arity} as text, with the callback module of a server; false when the process
// did not answer within the time. What it answered once is known from then on.
func (w *World) InitialCall(pid term.PID, within time.Duration) (module, call string, ok bool) {
	if known, ok := w.calls.get(pid); ok {
		return known.module, known.call, true
	}
	timer := time.NewTimer(within)
	defer timer.Stop()
	answer, ok := w.kernel.AskWithin(pid, timer.C, func(p *kernel.Process) any { return initialOf(p) })
	mfa, isCall := answer.(*term.Tuple)
	if !ok || !isCall || len(mfa.Elems) != 3 {
		return "", "", false
	}
	name, isAtom := mfa.Elems[0].(term.Atom)
	if !isAtom {
		return "", "", false
	}
	module, call = lib.InspectAtom(name), callText(mfa.Elems)
	if function, ok := mfa.Elems[1].(term.Atom); ok {
		module = lib.InspectAtom(callbackModule(name, function))
	}
	if name.Name() != "proc_lib" { // a server that has not begun yet
		w.calls.put(pid, initialCall{module, call})
	}
	return module, call, true
}

// mostCalls is how many initial calls are known at most.
const mostCalls = 10_000

type initialCall struct{ module, call string }

// initialCalls are those that processes told.
type initialCalls struct {
	mu    sync.Mutex
	known map[term.PID]initialCall
}

func (c *initialCalls) get(pid term.PID) (initialCall, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	call, ok := c.known[pid]
	return call, ok
}

func (c *initialCalls) put(pid term.PID, call initialCall) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= mostCalls {
		c.known = map[term.PID]initialCall{}
	}
	c.known[pid] = call
}

// Mailbox are the first messages that wait for a process, at most so many; none
// when it did not answer within the time.
func (w *World) Mailbox(pid term.PID, most int, within time.Duration) []term.Term {
	timer := time.NewTimer(within)
	defer timer.Stop()
	answer, _ := w.kernel.AskWithin(pid, timer.C, func(p *kernel.Process) any { return p.Messages(most) })
	messages, _ := answer.([]term.Term)
	return messages
}

// ListFiles are the names in a directory that begin with a text, sorted, at most
// so many; those of directories end in a slash. Hidden ones only for a text that
// begins with a dot.
func (w *World) ListFiles(dir, begin string, most int) []string {
	if dir == "" {
		dir = "."
	}
	names, err := w.host.List(dir)
	if err != nil {
		return nil
	}
	sort.Strings(names)
	var out []string
	for _, name := range names {
		if !strings.HasPrefix(name, begin) || strings.HasPrefix(name, ".") && begin == "" {
			continue
		}
		if info, err := w.host.Stat(strings.TrimSuffix(dir, "/") + "/" + name); err == nil && info.Type == "directory" {
			name += "/"
		}
		if out = append(out, name); len(out) == most {
			break
		}
	}
	return out
}

// HasFile reports whether the world can see a file at a path.
func (w *World) HasFile(path string) bool {
	_, err := w.host.Stat(path)
	return err == nil
}

// Import is a function or macro that the session can call without its module.
type Import struct {
	Module string
	Name   string
	Arity  int
}

// Imports are what the session has imported, the latest import first.
func (s *Session) Imports() []Import {
	var out []Import
	for _, field := range []string{"functions", "macros"} {
		for _, entry := range s.envList(field) {
			pair := entry.(*term.Tuple).Elems
			functions, _ := term.Slice(pair[1])
			for _, f := range functions {
				fa := f.(*term.Tuple).Elems
				out = append(out, Import{lib.InspectAtom(pair[0].(term.Atom)), fa[0].(term.Atom).Name(), fa[1].(int)})
			}
		}
	}
	return out
}

// Aliases are the short names of modules that the session has, with the whole
// names.
func (s *Session) Aliases() map[string]string {
	out := map[string]string{}
	for _, entry := range s.envList("aliases") {
		pair := entry.(*term.Tuple).Elems
		out[lib.InspectAtom(pair[0].(term.Atom))] = lib.InspectAtom(pair[1].(term.Atom))
	}
	return out
}

// Requires are the modules whose macros the session can use, as Elixir writes
// them.
func (s *Session) Requires() []string {
	var out []string
	for _, module := range s.envList("requires") {
		if name, ok := module.(term.Atom); ok {
			out = append(out, lib.InspectAtom(name))
		}
	}
	return out
}

func (s *Session) envList(field string) []term.Term {
	env, ok := s.env.(*term.Map)
	if !ok {
		return nil
	}
	list, _ := env.Get(term.Intern(field))
	elems, _ := term.Slice(list)
	return elems
}
