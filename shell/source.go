package shell

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"otpsh/runtime/elixir"
	"otpsh/runtime/observe"
)

// This file is .source: the Elixir behind a module, a function or a server.

// functionName is Module.function/arity, the arity left out or not.
var functionName = regexp.MustCompile(`^&?(.+?)\.([a-z_]\w*[?!]?|[^\w\s."]+)(?:/(\d+))?$`)

// serverPatience is how long a server may take to tell its module.
const serverPatience = 200 * time.Millisecond

// maxCandidates is how many meanings of a word are listed.
const maxCandidates = 10

func sourceCommand(s *Shell, what string) {
	if what == "" {
		s.usage("source", "of what? a module, Module.function/2, a server or an actor")
		return
	}
	module, err := s.moduleOf(what)
	if err == nil {
		if sup, ok := s.supervisorOf(what, module); ok {
			s.showSupervisor(what, sup)
			return
		}
		s.showModule(module)
		return
	}
	parts := functionName.FindStringSubmatch(what)
	if parts == nil {
		s.refuse("%v", err)
		return
	}
	if module, err = s.moduleOf(parts[1]); err != nil {
		s.refuse("%v", err)
		return
	}
	arity := -1
	if parts[3] != "" {
		arity, _ = strconv.Atoi(parts[3])
	}
	s.showFunction(module, parts[2], arity)
}

// moduleOf finds the module that a word means: a module, its unique ending, the
// module of a server, or that of an actor.
func (s *Shell) moduleOf(word string) (elixir.Source, error) {
	at := s.here.Load()
	if alias, ok := at.session.Aliases()[word]; ok {
		word = alias
	}
	if src, ok := at.world.Source(word); ok {
		return src, nil
	}
	actor := orElse(actors[word], kinds[word])
	who, err := s.resolve(word)
	runs := ""
	if err == nil {
		module, call, _ := at.world.InitialCall(who.pid, serverPatience)
		if src, known := at.world.Source(module); known && (actor == "" || !ofBehaviour(module)) {
			return src, nil
		}
		runs = call
	}
	switch {
	case actor != "":
		src, _ := at.world.Source(actor)
		return src, nil
	case err == nil:
		return elixir.Source{}, fmt.Errorf("%s runs %s, which stands in no module", word, orElse(runs, "a function"))
	}
	return s.moduleEnding(word)
}

// ofBehaviour reports whether a module is the frame of a process, not what it
// is about.
func ofBehaviour(module string) bool {
	return slices.Contains([]string{"Agent.Server", "Task.Supervised"}, module)
}

// moduleEnding is the module with a unique ending.
func (s *Shell) moduleEnding(word string) (elixir.Source, error) {
	at := s.here.Load()
	var found []string
	for _, name := range at.world.Modules() {
		if strings.HasSuffix(name, "."+word) {
			found = append(found, name)
		}
	}
	if len(found) == 1 {
		src, _ := at.world.Source(found[0])
		return src, nil
	}
	if len(found) == 0 {
		if src, ok := at.world.Source(":" + word); ok && isWord(word) {
			return src, nil
		}
		return elixir.Source{}, fmt.Errorf("there is no module %s, and no process of that name", word)
	}
	if more := len(found) - maxCandidates; more > 0 {
		found = append(found[:maxCandidates], fmt.Sprintf("%d more", more))
	}
	return elixir.Source{}, fmt.Errorf("%s could be %s", word, strings.Join(found, " or "))
}

// supervisorOf is the supervisor that a word means, if it has no module of its
// own: what there is to know of it is what it was given.
func (s *Shell) supervisorOf(word string, module elixir.Source) (observe.Supervisor, bool) {
	if !slices.Contains([]string{"Supervisor.Default", "Task.Supervisor", ":supervisor"}, module.Module) || word == module.Module {
		return observe.Supervisor{}, false
	}
	who, err := s.resolve(word)
	if err != nil {
		return observe.Supervisor{}, false
	}
	for _, sup := range s.here.Load().watch.model.Supervisors() {
		if sup.PID == who.pid {
			return sup, true
		}
	}
	return observe.Supervisor{PID: who.pid}, true
}

// showSupervisor tells what a supervisor was given: strategy, budget, children.
func (s *Shell) showSupervisor(word string, sup observe.Supervisor) {
	s.note("  %s is a supervisor without a module of its own", word)
	if sup.Strategy == "" {
		s.note("  it has had no child yet")
	} else {
		s.note("  %s, %s in %d s; its children:", strings.TrimPrefix(sup.Strategy, ":"), count(sup.Max, "restart"), int(sup.Period.Seconds()))
	}
	for i, c := range sup.Children {
		if i == maxCandidates {
			s.note("    %d more", len(sup.Children)-i)
			break
		}
		s.note("    %s  %s, %s", c.ID, c.Module, strings.TrimPrefix(c.Restart, ":"))
	}
	s.note("  .source :supervisor is what every supervisor runs: otpsh's own, in Elixir")
}

// showModule prints the whole text of a module.
func (s *Shell) showModule(m elixir.Source) {
	if m.Text == "" {
		s.note("  %s", without(m))
		return
	}
	s.printSource(m.Module+placeText(m), m.Text)
	if len(m.Native) > 0 {
		s.note("  otpsh has these functions of it in Go: %s", strings.Join(m.Native, ", "))
	}
}

// showFunction prints what a module's text says of one function.
func (s *Shell) showFunction(m elixir.Source, name string, arity int) {
	called := m.Module + "." + name
	if arity >= 0 {
		called += "/" + strconv.Itoa(arity)
	}
	text := m.Function(name, arity)
	switch {
	case text != "":
		s.printSource(called+placeText(m), text)
	case m.InGo(name, arity):
		s.note("  %s has no Elixir here: otpsh has it in Go, as the BEAM has it in C or Erlang", called)
	case m.Text == "":
		s.note("  %s", without(m))
	case s.here.Load().world.Defines(m.Module, name, arity) && m.Ours:
		s.note("  %s is not written out in %s: otpsh has it in Go, or a macro makes it; .source %s shows the module", called, m.Module, m.Module)
	case s.here.Load().world.Defines(m.Module, name, arity):
		s.note("  %s is not written out in %s: a macro, such as use or defstruct, makes it; .source %s shows the module", called, m.Module, m.Module)
	default:
		s.refuse("%s defines no %s; exports(%s) lists what it offers", m.Module, strings.TrimPrefix(called, m.Module+"."), m.Module)
	}
}

// without says why a module has no text.
func without(m elixir.Source) string {
	if len(m.Native) > 0 {
		return m.Module + " has no Elixir here: otpsh has it in Go, as the BEAM has it in C or Erlang"
	}
	return m.Module + " was not written as text: a program or a macro made it"
}

// placeText is where a module's text stands.
func placeText(m elixir.Source) string {
	if m.File == "" {
		return ""
	}
	if m.Ours && strings.HasSuffix(m.File, ".erl") { // that is the name in OTP
		return ", otpsh's own in Elixir for " + m.File
	}
	return fmt.Sprintf(", %s:%d", m.File, m.Line)
}

// printSource prints a piece of source below a comment that names it.
func (s *Shell) printSource(title, text string) {
	s.print(s.cfg.Style.Dim("# "+title) + "\n" + s.cfg.Style.Code("", strings.TrimRight(text, "\n")) + "\n")
}
