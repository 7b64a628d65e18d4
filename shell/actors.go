package shell

import (
	"fmt"
	"slices"
	"strings"

	"otpsh/runtime/elixir"
)

// This file is the commands that start processes, end them and talk to them.
// Each becomes the Elixir that a person could type instead.

// actors that .spawn knows, and the kinds that may stand before a name; another
// word is a counter of that name.
var actors = map[string]string{"counter": "Demo.Counter", "store": "Demo.Store", "worker": "Demo.Worker"}
var kinds = map[string]string{"genserver": "Demo.Counter", "agent": "Demo.Store", "task": "Demo.Worker"}

var strategies = []string{"one_for_one", "rest_for_one", "one_for_all"}

// actorWords are the actors that may follow .spawn, and their kinds.
func actorWords() []string {
	var words []string
	for word := range actors {
		words = append(words, word)
	}
	for word := range kinds {
		words = append(words, word)
	}
	slices.Sort(words)
	return words
}

// spawnCommand is .spawn [genserver|agent|task] ACTOR [as NAME] [ARG].
func spawnCommand(s *Shell, args string) {
	word, rest := cutWord(args)
	if word == "supervisor" {
		s.spawnSupervisor(strings.Fields(rest))
		return
	}
	if word == "" {
		s.refuse("what shall it be? .spawn counter, .spawn store, .spawn worker, .spawn supervisor one_for_one counter")
		return
	}
	module, isKind := kinds[word]
	name := word
	if next, after := cutWord(rest); isKind && next != "" && next != "as" {
		name, rest = next, after
	}
	if module == "" {
		module = actors[name]
	}
	if module == "" {
		module = actors["counter"]
	}
	if as, after := cutWord(rest); as == "as" {
		name, rest = cutWord(after)
	}
	code, ok := nameCode(name)
	if !ok {
		s.refuse("%q is no name for a process; a name is a word like counter or MyApp.Counter", name)
		return
	}
	start := ""
	switch module {
	case "Demo.Counter":
		start = fmt.Sprintf("GenServer.start(Demo.Counter, %s, name: %s)", orElse(rest, "0"), code)
	case "Demo.Store":
		start = fmt.Sprintf("Agent.start(fn -> %s end, name: %s)", orElse(rest, "%{}"), code)
	default:
		if rest != "" {
			s.refuse("a worker takes no argument: .spawn worker as %s", name)
			return
		}
		start = fmt.Sprintf("Task.start(Demo.Worker, :run, [[name: %s]])", code)
	}
	r := s.evaluate(start)
	if r.Status == elixir.Done && !s.cfg.Script {
		r.Shown = strings.TrimSuffix(r.Shown, "\n") + s.cfg.Style.Dim("     "+nextSteps(module, name)) + "\n"
	}
	s.show(r)
}

// nextSteps are things to do with an actor that was just started.
func nextSteps(module, name string) string {
	if module == "Demo.Counter" {
		return fmt.Sprintf(".call %s :get   .kill %s", name, name)
	}
	return fmt.Sprintf(".kill %s   .ps", name)
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
	strategy := strategies[0]
	if len(words) > 0 && slices.Contains(strategies, words[0]) {
		strategy, words = words[0], words[1:]
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
		s.refuse("a supervisor of what? .spawn supervisor %s counter", strategy)
		return
	}
	var children []string
	for i, w := range words {
		code, ok := nameCode(w)
		switch {
		case !ok:
			s.refuse("%q is no actor; .spawn supervisor STRATEGY ACTOR..., the strategies are %s", w, strings.Join(strategies, ", "))
			return
		case slices.Contains(words[:i], w):
			s.refuse("two children would be called %s; any other word is a counter of that name", w)
			return
		}
		children = append(children, fmt.Sprintf("{%s, name: %s}", orElse(actors[w], actors["counter"]), code))
	}
	s.elixir(fmt.Sprintf("Supervisor.start_link([%s], strategy: :%s, name: %s)", strings.Join(children, ", "), strategy, nameOf))
}

func callCommand(s *Shell, args string) { s.message(args, "call", "GenServer.call(%s, %s)") }
func castCommand(s *Shell, args string) { s.message(args, "cast", "GenServer.cast(%s, %s)") }
func sendCommand(s *Shell, args string) { s.message(args, "send", "send(%s, %s)") }

// message is a command of a process and a message to it.
func (s *Shell) message(args, verb, format string) {
	word, message := cutWord(args)
	if word == "" || message == "" {
		s.refuse(".%s wants a process and a message: .%s counter :get", verb, verb)
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
	s.elixir(fmt.Sprintf(format, atomText(end.name), message))
	s.note("  %s", end.told(s.here.Load().world.Now()))
}

func killCommand(s *Shell, args string) {
	word, reason := cutWord(args)
	if word == "" {
		s.refuse("whom? .kill counter; .ps lists the processes")
		return
	}
	who, err := s.resolve(word)
	if err != nil {
		s.refuse("%v", err)
		return
	}
	reason = orElse(reason, "kill")
	if isWord(reason) {
		reason = ":" + reason
	}
	if reason == ":normal" {
		s.elixir(fmt.Sprintf("Process.exit(%s, :normal)", who.pidCode))
		s.note("  :normal from another process is ignored; .stop %s?", word)
		return
	}
	s.here.Load().watch.killedByShell(who.pid)
	s.elixir(fmt.Sprintf("Process.exit(%s, %s)", who.pidCode, reason))
}

// crashCommand makes a process raise in its own code: an Agent in a function, a
// GenServer in a callback, another by a message.
func crashCommand(s *Shell, args string) {
	who, err := s.resolve(orElse(args, "?"))
	switch {
	case args == "":
		s.refuse("whom? .crash counter; .ps lists the processes")
		return
	case err != nil:
		s.refuse("%v", err)
		return
	}
	initial := ""
	for _, p := range s.here.Load().world.Snapshot() {
		if p.PID == who.pid {
			initial = p.Initial
		}
	}
	switch {
	case initial == "Agent.Server.init/1":
		s.elixir(fmt.Sprintf(`Agent.cast(%s, fn _ -> raise "crashed on request" end)`, who.code))
	case strings.HasSuffix(initial, ".init/1"):
		s.elixir(fmt.Sprintf("GenServer.cast(%s, :crash)", who.code))
	default:
		s.elixir(fmt.Sprintf("send(%s, :crash)", who.code))
	}
}

func stopCommand(s *Shell, args string) {
	if args == "" {
		s.refuse("whom? .stop counter; .ps lists the processes")
		return
	}
	who, err := s.resolve(args)
	if err != nil {
		s.refuse("%v", err)
		return
	}
	s.elixir(fmt.Sprintf("GenServer.stop(%s)", who.code))
}
