package shell

import (
	"fmt"
	"slices"
	"strings"

	"otpsh/runtime/term"
)

// This file is the commands that start processes and talk to them. Each
// becomes the Elixir that a person could type instead.

// actors that .spawn knows, by kind; another word is a counter of that name.
var actors = map[string]string{
	"counter": "Demo.Counter", "genserver": "Demo.Counter",
	"store": "Demo.Store", "agent": "Demo.Store",
	"worker": "Demo.Worker", "task": "Demo.Worker",
}

var strategies = []string{"one_for_one", "rest_for_one", "one_for_all"}

func spawnCommand(s *Shell, args string) []Effect {
	words := strings.Fields(args)
	if len(words) == 0 {
		return s.refuse("what shall it be? .spawn counter, .spawn store, .spawn worker, .spawn supervisor one_for_one counter")
	}
	if words[0] == "supervisor" {
		return s.spawnSupervisor(words[1:])
	}
	kind, name := words[0], words[0]
	rest := words[1:]
	if len(rest) > 0 && rest[0] != "as" && actors[kind] != "" && (kind == "genserver" || kind == "agent" || kind == "task") {
		name, rest = rest[0], rest[1:]
	}
	if len(rest) >= 2 && rest[0] == "as" {
		name, rest = rest[1], rest[2:]
	}
	if !isName(name) {
		return s.refuse("%q is no name for a process; a name is a lower-case word", name)
	}
	module := actors[kind]
	if module == "" {
		module = actors["counter"]
	}
	start := "0"
	if len(rest) > 0 {
		start = strings.Join(rest, " ")
	}
	switch module {
	case "Demo.Counter":
		return s.elixir(fmt.Sprintf("GenServer.start(%s, %s, name: :%s)", module, start, name))
	case "Demo.Store":
		return s.elixir(fmt.Sprintf("Agent.start(fn -> %%{} end, name: :%s)", name))
	}
	return s.elixir(fmt.Sprintf("Task.start(fn -> %s.start_link(name: :%s); Process.sleep(:infinity) end)", module, name))
}

// spawnSupervisor is .spawn supervisor STRATEGY ACTOR... [as NAME].
func (s *Shell) spawnSupervisor(words []string) []Effect {
	strategy := "one_for_one"
	if len(words) > 0 && slices.Contains(strategies, words[0]) {
		strategy, words = words[0], words[1:]
	}
	name := "sup"
	if n := len(words); n >= 2 && words[n-2] == "as" {
		name, words = words[n-1], words[:n-2]
	}
	if len(words) == 0 {
		return s.refuse("a supervisor of what? .spawn supervisor %s counter", strategy)
	}
	var children []string
	for _, w := range words {
		if !isName(w) {
			return s.refuse("%q is no actor; .spawn supervisor STRATEGY ACTOR..., the strategies are %s", w, strings.Join(strategies, ", "))
		}
		module := actors[w]
		if module == "" {
			module = actors["counter"]
		}
		children = append(children, fmt.Sprintf("{%s, name: :%s}", module, w))
	}
	return s.elixir(fmt.Sprintf("Supervisor.start_link([%s], strategy: :%s, name: :%s)", strings.Join(children, ", "), strategy, name))
}

func isName(w string) bool {
	for i, r := range w {
		lower := r >= 'a' && r <= 'z' || r == '_'
		if !lower && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return w != ""
}

func callCommand(s *Shell, args string) []Effect {
	return s.message(args, "call", "GenServer.call(%s, %s)")
}

func castCommand(s *Shell, args string) []Effect {
	return s.message(args, "cast", "GenServer.cast(%s, %s)")
}

func sendCommand(s *Shell, args string) []Effect { return s.message(args, "send", "send(%s, %s)") }

// message is a command of a process and a message to it.
func (s *Shell) message(args, verb, format string) []Effect {
	target, msg, _ := strings.Cut(args, " ")
	if target == "" || strings.TrimSpace(msg) == "" {
		return s.refuse(".%s wants a process and a message: .%s counter :get", verb, verb)
	}
	who, err := s.resolve(target)
	if err != nil {
		return s.refuse("%v", err)
	}
	return s.elixir(fmt.Sprintf(format, who.code, strings.TrimSpace(msg)))
}

func killCommand(s *Shell, args string) []Effect {
	target, reason, _ := strings.Cut(args, " ")
	if target == "" {
		return s.refuse("whom? .kill counter; .ps lists the processes")
	}
	who, err := s.resolve(target)
	if err != nil {
		return s.refuse("%v", err)
	}
	reason = strings.TrimSpace(reason)
	switch {
	case reason == "":
		reason = ":kill"
	case isName(reason):
		reason = ":" + reason
	}
	if reason == ":normal" {
		return append(s.elixir(fmt.Sprintf("Process.exit(%s, :normal)", who.pidCode)),
			Print{s.cfg.Style.Note("  :normal from another process is ignored, unless it traps exits: the process still runs") + "\n"})
	}
	if s.watch != nil {
		s.watch.killedByShell(who.pid)
	}
	return s.elixir(fmt.Sprintf("Process.exit(%s, %s)", who.pidCode, reason))
}

// target is a process that a command names: its pid, and the Elixir for it as
// a server and as a pid.
type target struct {
	pid           term.PID
	code, pidCode string
}

// resolve finds the process that a word means: a registered name, an atom, a
// module's unique ending, a variable, a pid, or sup/child.
func (s *Shell) resolve(word string) (target, error) {
	if sup, child, ok := strings.Cut(word, "/"); ok && child != "" {
		return s.resolveChild(sup, child)
	}
	if pid, ok := parsePID(word); ok {
		code := fmt.Sprintf("pid(%q)", strings.TrimSuffix(strings.TrimPrefix(word, "#PID<"), ">"))
		if !s.world.Alive(pid) {
			return target{}, fmt.Errorf("%s is not alive", word)
		}
		return target{pid, code, code}, nil
	}
	var found []string
	for _, name := range s.world.Registered() {
		shown := atomText(name)
		plain := strings.TrimPrefix(name, "Elixir.")
		if shown == word || name == word || plain == word {
			found = []string{name}
			break
		}
		if strings.HasSuffix(plain, "."+word) {
			found = append(found, name)
		}
	}
	switch len(found) {
	case 1:
		pid, _ := s.world.Whereis(found[0])
		code := atomText(found[0])
		return target{pid, code, fmt.Sprintf("Process.whereis(%s)", code)}, nil
	case 0:
	default:
		var names []string
		for _, f := range found {
			names = append(names, atomText(f))
		}
		return target{}, fmt.Errorf("%s could be %s", word, strings.Join(names, " or "))
	}
	if v, ok := s.session.Binding(word); ok {
		if pid, isPID := v.(term.PID); isPID {
			return target{pid, word, word}, nil
		}
		return target{}, fmt.Errorf("the variable %s holds no pid", word)
	}
	return target{}, fmt.Errorf("no process is called %s; .ps lists them", word)
}

// resolveChild is sup/child.
func (s *Shell) resolveChild(sup, child string) (target, error) {
	parent, err := s.resolve(sup)
	if err != nil {
		return target{}, err
	}
	if s.watch != nil {
		for _, c := range s.watch.children(parent.pid) {
			if id := strings.TrimPrefix(c.ID, ":"); id == child || strings.HasSuffix(id, "."+child) {
				code := fmt.Sprintf("pid(%q)", pidNumbers(c.PID))
				return target{c.PID, code, code}, nil
			}
		}
	}
	return target{}, fmt.Errorf("%s has no child %s; .tree shows its children", sup, child)
}

// parsePID reads 0.110.0, <0.110.0> and #PID<0.110.0>.
func parsePID(word string) (term.PID, bool) {
	word = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(word, "#PID"), "<"), ">")
	var node, low, high uint64
	if n, err := fmt.Sscanf(word, "%d.%d.%d", &node, &low, &high); n != 3 || err != nil || node != 0 {
		return 0, false
	}
	return term.PID(high<<28 | low), true
}

func pidNumbers(p term.PID) string {
	return fmt.Sprintf("0.%d.%d", uint64(p)&(1<<28-1), uint64(p)>>28)
}

// atomText is an atom as Elixir writes it.
func atomText(name string) string {
	if alias, ok := strings.CutPrefix(name, "Elixir."); ok {
		return alias
	}
	return ":" + name
}
