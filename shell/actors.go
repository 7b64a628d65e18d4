package shell

import (
	"fmt"
	"slices"
	"strings"

	"otpsh/runtime/elixir"
	"otpsh/runtime/term"
)

// This file is the commands that start processes, end them and talk to them.
// Each becomes the Elixir that a person could type instead.

// actors that .spawn knows, and the kinds that may stand before a name; another
// word is a counter of that name.
var actors = map[string]string{"counter": "Demo.Counter", "store": "Demo.Store", "worker": "Demo.Worker"}
var kinds = map[string]string{"genserver": "Demo.Counter", "agent": "Demo.Store", "task": "Demo.Worker"}

var strategies = []string{"one_for_one", "rest_for_one", "one_for_all"}

// spawnCommand is .spawn [genserver|agent|task] ACTOR [as NAME] [ARG].
func spawnCommand(s *Shell, args string) {
	word, rest := cutWord(args)
	if word == "supervisor" {
		s.spawnSupervisor(strings.Fields(rest))
		return
	}
	if word == "" {
		s.usage("spawn", "what shall it be? counter, store, worker, supervisor, or a name for a counter")
		return
	}
	what := word
	if next, after := cutWord(rest); kinds[word] != "" && next != "" && next != "as" {
		what, rest = next, after
	}
	own, err := s.ownModule(what)
	if err != nil {
		s.refuse("%v", err)
		return
	}
	name, named := orElse(own, what), false
	if as, after := cutWord(rest); as == "as" {
		if name, rest = cutWord(after); name == "" {
			s.usage("spawn", "as what?")
			return
		}
		named = true
	}
	if own != "" {
		begin, err := s.startOwn(own, name, rest, named)
		s.begun(begin, err, name, word)
		return
	}
	module := orElse(orElse(kinds[word], actors[what]), actors["counter"])
	begin, err := startActor(module, name, rest)
	s.begun(begin, err, name, word)
	if _, known := actors[what]; err == nil && !known && kinds[word] == "" && !s.cfg.Script {
		s.note("  %s is no actor of ours and no module of yours: it is a counter of that name", what)
	}
}

// startActor is the Elixir that starts one of our actors.
func startActor(module, name, arg string) (start, error) {
	code, ok := nameCode(name)
	if !ok {
		return start{}, badName(name)
	}
	next := nextSteps(module, name, code)
	switch module {
	case "Demo.Counter":
		return start{fmt.Sprintf("GenServer.start(Demo.Counter, %s, name: %s)", orElse(arg, "0"), code), next}, nil
	case "Demo.Store":
		return start{fmt.Sprintf("Agent.start(fn -> %s end, name: %s)", orElse(arg, "%{}"), code), next}, nil
	}
	if arg != "" {
		return start{}, fmt.Errorf("a worker takes no argument: .spawn worker as %s", name)
	}
	return start{fmt.Sprintf("Task.start(Demo.Worker, :run, [[name: %s]])", code), next}, nil
}

// begun starts an actor, and shows what came of it.
func (s *Shell) begun(begin start, err error, name, word string) {
	if err != nil {
		s.refuse("%v", err)
		return
	}
	r := s.evaluate(begin.code)
	if started(r) && strings.HasPrefix(begin.code, "GenServer.start(Demo.Counter,") {
		s.here.Load().watch.isCounter(strings.TrimPrefix(name, ":"))
	}
	s.showStarted(r, begin.next)
	if running(r.Value) {
		s.note("  %s is running already: .kill %s first, or .spawn %s as another", name, name, word)
	}
}

// nextSteps are things to do with an actor that was just started.
func nextSteps(module, name, code string) string {
	switch module {
	case "Demo.Counter":
		return fmt.Sprintf(".call %s :get   .source %s   .kill %s", name, name, name)
	case "Demo.Store":
		return fmt.Sprintf("Agent.get(%s, & &1)   .kill %s", code, name)
	}
	return fmt.Sprintf(".send %s :stop   .kill %s", name, name)
}

// showStarted shows what a start gave, and beside it what to do next.
func (s *Shell) showStarted(r elixir.Result, next string) {
	if started(r) && !s.cfg.Script {
		r.Shown = s.cfg.Style.Beside(strings.TrimSuffix(r.Shown, "\n"), next) + "\n"
	}
	s.show(r)
}

// started reports whether what was evaluated has started a process: {:ok, pid}.
func started(r elixir.Result) bool {
	pair, ok := r.Value.(*term.Tuple)
	return ok && r.Status == elixir.Done && len(pair.Elems) > 1 && pair.Elems[0] == term.Term(term.Ok)
}

// running reports whether a start failed, as a value or as the reason of an
// exit, because something of that name runs.
func running(t term.Term) bool {
	tuple, ok := t.(*term.Tuple)
	if !ok || len(tuple.Elems) == 0 {
		return false
	}
	return tuple.Elems[0] == term.Term(term.Intern("already_started")) || running(tuple.Elems[len(tuple.Elems)-1])
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// cutWord is the first word and what follows it.
func cutWord(text string) (word, rest string) {
	word, rest, _ = strings.Cut(strings.TrimSpace(text), " ")
	return word, strings.TrimSpace(rest)
}

// spawnSupervisor is .spawn supervisor STRATEGY ACTOR... [as NAME].
func (s *Shell) spawnSupervisor(words []string) {
	command := ".spawn supervisor " + strings.Join(words, " ")
	strategy, words, err := cutStrategy(words)
	if err != nil {
		s.refuse("%v", err)
		return
	}
	name := "sup"
	if n := len(words); n >= 2 && words[n-2] == "as" {
		name, words = words[n-1], words[:n-2]
	}
	nameOf, ok := nameCode(name)
	switch {
	case !ok:
		s.refuse("%q is no name for a supervisor", name)
		return
	case len(words) == 0:
		s.usage("spawn supervisor", "a supervisor of what?")
		return
	}
	var children []string
	for i, w := range words {
		code, err := s.childCode(w)
		switch {
		case err != nil:
			s.refuse("%v", err)
			return
		case slices.Contains(words[:i], w):
			s.refuse("two children would be called %s; any other word is a counter of that name", w)
			return
		}
		children = append(children, code)
	}
	r := s.evaluate(fmt.Sprintf("Supervisor.start_link([%s], strategy: :%s, name: %s)", strings.Join(children, ", "), strategy, nameOf))
	s.showStarted(r, fmt.Sprintf(".tree   .kill %s", words[0]))
	if started(r) {
		s.here.Load().watch.startedBy(strings.TrimPrefix(nameOf, ":"), command)
	}
	switch {
	case !running(r.Value):
	case r.Status == elixir.Died:
		s.note("  a child's name is taken by a process that runs already: .ps lists them, .kill ends one")
	default:
		s.note("  %s is running already: .kill %s first, or end the command with: as another", name, name)
	}
}

func callCommand(s *Shell, args string) { s.message(args, "call", "GenServer.call(%s, %s)") }
func castCommand(s *Shell, args string) { s.message(args, "cast", "GenServer.cast(%s, %s)") }
func sendCommand(s *Shell, args string) { s.message(args, "send", "send(%s, %s)") }

// message is a command of a process and a message to it.
func (s *Shell) message(args, verb, format string) {
	word, message := cutWord(args)
	if word == "" || message == "" {
		s.usage(verb, "it wants a process and a message")
		return
	}
	who, err := s.resolve(word)
	if err == nil {
		s.elixir(fmt.Sprintf(format, who.code, message))
		return
	}
	// Elixir's own words are for one who is gone.
	end, known := s.here.Load().watch.lastOf(word)
	if !known {
		s.refuse("%v", err)
		return
	}
	if r := s.elixir(fmt.Sprintf(format, atomText(end.name), message)); !r.NotRun {
		s.note("  %s", s.here.Load().watch.told(end))
	}
}

func killCommand(s *Shell, args string) {
	word, reason := cutWord(args)
	if word == "" {
		s.usage("kill", "whom? .ps lists the processes")
		return
	}
	who, err := s.resolve(word)
	if err != nil {
		s.refuse("%v", err)
		return
	}
	if s.ofTheSystem(who.pid) {
		s.refuse("%s is a process of the system, not of yours: little works without it; Process.exit(%s, :kill) ends it all the same", word, who.pidCode)
		return
	}
	reason = orElse(reason, "kill")
	if isWord(reason) {
		reason = ":" + reason
	}
	if reason == ":normal" {
		s.elixir(fmt.Sprintf("Process.exit(%s, :normal)", who.pidCode))
		instead := ".kill " + word + " shutdown"
		if s.isServer(who.pid) {
			instead = ".stop " + word
		}
		s.note("  :normal from another process is ignored; %s?", instead)
		return
	}
	code := fmt.Sprintf("Process.exit(%s, %s)", who.pidCode, reason)
	if who.pid == s.here.Load().session.Evaluator() { // its end is told in Elixir's words
		s.elixir(code)
		return
	}
	s.endProcess(who.pid, "kill", code)
}

// endProcess evaluates what is to end a process, for a command.
func (s *Shell) endProcess(pid term.PID, command, code string) {
	watch := s.here.Load().watch
	watch.askedToEnd(pid, command)
	if r := s.elixir(code); r.Status == elixir.Failed {
		watch.notAskedToEnd(pid)
	}
}

// ofTheSystem reports whether a process is one that a world begins with, before
// any program.
func (s *Shell) ofTheSystem(pid term.PID) bool {
	world := s.here.Load().world
	return world.IsSystem(pid) || slices.Contains([]string{"user", "standard_error"}, world.NameOf(pid))
}

// crashCommand makes a process raise in its own code: an Agent in a function, a
// GenServer in a callback, another by a message.
func crashCommand(s *Shell, args string) {
	who, err := s.resolve(orElse(args, "?"))
	switch {
	case args == "":
		s.usage("crash", "whom? .ps lists the processes")
		return
	case err != nil:
		s.refuse("%v", err)
		return
	case s.ofTheSystem(who.pid):
		s.refuse("%s is a process of the system, not of yours: little works without it", args)
		return
	}
	code := fmt.Sprintf("send(%s, :crash)", who.code)
	switch {
	case s.beganWithInit(who.pid):
		code = fmt.Sprintf("GenServer.cast(%s, :crash)", who.code)
	case s.isServer(who.pid): // an Agent is known by the function that it began with
		code = fmt.Sprintf(`Agent.cast(%s, fn _ -> raise "crashed on request" end)`, who.code)
	}
	s.endProcess(who.pid, "crash", code)
}

// isServer reports whether a process is a GenServer, an Agent, a supervisor or
// another process of OTP that a stop can reach.
func (s *Shell) isServer(pid term.PID) bool {
	return s.here.Load().world.IsServer(pid) || s.beganWithInit(pid)
}

func (s *Shell) beganWithInit(pid term.PID) bool {
	for _, p := range s.here.Load().world.Snapshot() {
		if p.PID == pid {
			return strings.HasSuffix(p.Initial, ".init/1")
		}
	}
	return false
}

func stopCommand(s *Shell, args string) {
	if args == "" {
		s.usage("stop", "whom? .ps lists the processes")
		return
	}
	who, err := s.resolve(args)
	if err != nil {
		s.refuse("%v", err)
		return
	}
	if s.ofTheSystem(who.pid) {
		s.refuse("%s is a process of the system, not of yours: little works without it", args)
		return
	}
	if !s.isServer(who.pid) {
		s.refuse("%s is no server: it would not hear of a stop, and the caller would wait; .kill %s shutdown ends it", args, args)
		return
	}
	s.endProcess(who.pid, "stop", fmt.Sprintf("GenServer.stop(%s)", who.code))
}
