package shell

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"otpsh/runtime/diag"
)

// This file is the modules of the person as actors: .spawn Bank.

// ownModule is the module of the person that a word means, "" when none is: its
// whole name, an alias of it, or its unique ending.
func (s *Shell) ownModule(word string) (string, error) {
	at := s.here.Load()
	if alias, ok := at.session.Aliases()[word]; ok {
		word = alias
	}
	var names []string
	for _, m := range at.world.OwnModules() {
		names = append(names, m.Module)
	}
	return oneOf(word, names)
}

// start is the Elixir that starts an actor, and how it goes on from there.
type start struct {
	code, next string
}

// startOwn starts a module of the person; named reports whether the name was
// asked for.
func (s *Shell) startOwn(module, name, arg string, named bool) (start, error) {
	world := s.here.Load().world
	code, ok := nameCode(name)
	if !ok {
		return start{}, badName(name)
	}
	arg = orElse(arg, "[]")
	behaviours := world.Behaviours(module)
	switch {
	case slices.Contains(behaviours, "GenServer"):
		return start{fmt.Sprintf("GenServer.start(%s, %s, name: %s)", module, arg, code), fmt.Sprintf(".source %s   .kill %s", module, name)}, nil
	case slices.Contains(behaviours, "Supervisor"):
		return start{fmt.Sprintf("Supervisor.start_link(%s, %s, name: %s)", module, arg, code), fmt.Sprintf(".tree   .stop %s", name)}, nil
	case !world.Defines(module, "start_link", 1):
		return start{}, fmt.Errorf("%s is a module of yours that starts no process: it is no GenServer and has no start_link/1", module)
	case named:
		return start{}, fmt.Errorf("%s.start_link/1 gives its process a name, or none: .spawn %s", module, module)
	}
	return start{fmt.Sprintf("%s.start_link(%s)", module, arg), ".tree   .ps"}, nil
}

func badName(name string) error {
	return fmt.Errorf("%q is no name for a process; a name is a word like counter or MyApp.Counter", name)
}

// childCode is the Elixir for a child of a supervisor.
func (s *Shell) childCode(word string) (string, error) {
	world := s.here.Load().world
	module, err := s.ownModule(word)
	switch {
	case err != nil:
		return "", err
	case module != "" && !world.Defines(module, "child_spec", 1):
		return "", fmt.Errorf("%s has no child_spec/1, which tells a supervisor how it starts; use GenServer makes one", module)
	case module != "" && (world.Defines(module, "start_link", 1) || !slices.Contains(world.Behaviours(module), "GenServer")):
		return module, nil
	case module != "": // the child_spec of a GenServer without the function that it names
		return fmt.Sprintf("%%{id: %s, start: {GenServer, :start_link, [%[1]s, [], [name: %[1]s]]}}", module), nil
	}
	code, ok := nameCode(word)
	if !ok {
		return "", fmt.Errorf("%q is no actor; .spawn supervisor STRATEGY ACTOR..., the strategies are %s", word, strings.Join(strategies, ", "))
	}
	return fmt.Sprintf("{%s, name: %s}", orElse(actors[word], actors["counter"]), code), nil
}

// cutStrategy takes the strategy, one_for_one if none is given, off the words
// of a supervisor. What looks like one and is none is an error.
func cutStrategy(words []string) (strategy string, rest []string, err error) {
	if len(words) == 0 {
		return strategies[0], nil, nil
	}
	first := strings.TrimPrefix(words[0], ":")
	if slices.Contains(strategies, first) {
		return first, words[1:], nil
	}
	near, least := strategies[0], len(strategies[0])
	for _, s := range strategies {
		if d := diag.Distance(first, s); d < least {
			near, least = s, d
		}
	}
	if least <= 3 || strings.Contains(first, "_for_") {
		return "", nil, errors.New("there is no strategy " + first + "; did you mean " + near + "?")
	}
	return strategies[0], words, nil
}
