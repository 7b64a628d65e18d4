package shell

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"otpsh/runtime/observe"
	"otpsh/runtime/term"
)

// This file is what a word means that a command is given for a process.

// target is a process that a command names: its pid, and the Elixir for it as
// a server and as a pid.
type target struct {
	pid           term.PID
	code, pidCode string
}

// resolve finds the process that a word means: a registered name, an atom, a
// module's unique ending, a variable, a pid, sup/child, or shell.
func (s *Shell) resolve(word string) (target, error) {
	at := s.here.Load()
	if sup, child, ok := strings.Cut(word, "/"); ok && child != "" {
		return s.resolveChild(sup, child)
	}
	if pid, ok := parsePID(word); ok {
		if !at.world.Alive(pid) {
			return target{}, fmt.Errorf("%s is not alive", word)
		}
		return pidTarget(pid), nil
	}
	if name, err := oneOf(word, at.world.Registered()); err != nil {
		return target{}, err
	} else if name != "" {
		pid, _ := at.world.Whereis(name)
		code := atomText(name)
		return target{pid, code, fmt.Sprintf("Process.whereis(%s)", code)}, nil
	}
	if v, ok := at.session.Binding(word); ok {
		return s.resolveVariable(word, v)
	}
	if word == "shell" {
		return target{at.session.PID(), "self()", "self()"}, nil
	}
	if end, known := at.watch.lastOf(word); known {
		return target{}, errors.New(at.watch.told(end))
	}
	return target{}, fmt.Errorf("no process is called %s; .ps lists them", word)
}

// resolveVariable is the process that a variable holds, or names.
func (s *Shell) resolveVariable(name string, value term.Term) (target, error) {
	world := s.here.Load().world
	switch v := value.(type) {
	case term.PID:
		return target{v, name, name}, nil
	case term.Atom:
		if pid, ok := world.Whereis(v.Name()); ok {
			return target{pid, name, fmt.Sprintf("Process.whereis(%s)", name)}, nil
		}
	case *term.Tuple:
		if len(v.Elems) == 2 && v.Elems[0] == term.Term(term.Ok) {
			return target{}, fmt.Errorf("the variable %s holds %s; {:ok, pid} = %s takes the pid out", name, world.Inspect(v), name)
		}
	}
	return target{}, fmt.Errorf("the variable %s holds no pid", name)
}

// oneOf is the name among atoms' texts that a word means, "" when none is: the
// whole name, or the last parts of a module's. Several are an error that lists
// them.
func oneOf(word string, names []string) (string, error) {
	var endings []string
	for _, name := range names {
		plain := strings.TrimPrefix(name, "Elixir.")
		if word == plain || word == name || word == atomText(name) {
			return name, nil
		}
		if strings.HasSuffix(plain, "."+word) {
			endings = append(endings, name)
		}
	}
	switch len(endings) {
	case 0:
		return "", nil
	case 1:
		return endings[0], nil
	}
	for i, name := range endings {
		endings[i] = atomText(name)
	}
	return "", fmt.Errorf("%s could be %s", word, strings.Join(endings, " or "))
}

// resolveChild is sup/child, by the child's id.
func (s *Shell) resolveChild(sup, child string) (target, error) {
	parent, err := s.resolve(sup)
	if err != nil {
		return target{}, err
	}
	children := s.here.Load().watch.children(parent.pid)
	ids := childIDs(children)
	id, err := oneOf(strings.TrimPrefix(child, ":"), ids)
	if err != nil {
		return target{}, err
	}
	if i := slices.Index(ids, id); i >= 0 {
		if children[i].PID == 0 {
			return target{}, fmt.Errorf("%s is not running", child)
		}
		return pidTarget(children[i].PID), nil
	}
	return target{}, fmt.Errorf("%s has no child %s; .tree shows its children", sup, child)
}

// childIDs are the ids of children, without an atom's colon.
func childIDs(children []*observe.Child) []string {
	var ids []string
	for _, c := range children {
		ids = append(ids, strings.TrimPrefix(c.ID, ":"))
	}
	return ids
}

func pidTarget(pid term.PID) target {
	code := fmt.Sprintf("pid(%q)", strings.Trim(term.FormatPID(pid), "<>"))
	return target{pid, code, code}
}

// parsePID reads 0.110.0, <0.110.0> and #PID<0.110.0>.
func parsePID(word string) (term.PID, bool) {
	return term.ParsePID("<" + strings.Trim(strings.TrimPrefix(word, "#PID"), "<>") + ">")
}

// atomText is an atom as Elixir writes it.
func atomText(name string) string {
	if alias, ok := strings.CutPrefix(name, "Elixir."); ok {
		return alias
	}
	return ":" + name
}

// isWord reports whether a text is a lower-case word, as most atoms are.
func isWord(text string) bool {
	for i, r := range text {
		if !unicode.IsLower(r) && r != '_' && (i == 0 || !unicode.IsDigit(r) && !unicode.IsUpper(r)) {
			return false
		}
	}
	return text != ""
}

// nameCode is the Elixir for a process's name: an atom for a word, with or
// without its colon, or a module's name.
func nameCode(name string) (string, bool) {
	if word := strings.TrimPrefix(name, ":"); isWord(word) {
		return ":" + word, true
	}
	for _, part := range strings.Split(name, ".") {
		if part == "" || !unicode.IsUpper(rune(part[0])) || !isWord(strings.ToLower(part)) {
			return "", false
		}
	}
	return name, true
}
