// Package complete finds what a person may mean to type: modules, their
// functions, variables, registered names, pids and the shell's commands. It
// knows nothing of how candidates are shown or chosen.
package complete

import (
	"fmt"
	"strings"

	"otpsh/runtime/elixir"
)

// Candidate is a whole word that could stand where the cursor is, with what it
// is.
type Candidate struct{ Text, About string }

// most is how many candidates are given: more than that is no help.
const most = 40

// Source is where candidates come from.
type Source struct {
	World    *elixir.World
	Session  *elixir.Session
	Commands []Candidate // with their dots
	Actors   []string    // what .spawn knows
}

// Candidates are what could continue the text before the cursor, the likeliest
// first. None for an empty word.
func (s Source) Candidates(before string) []Candidate {
	if strings.HasPrefix(before, ".") && len(s.Commands) > 0 {
		return limited(s.command(before))
	}
	word := lastWord(before)
	switch {
	case word == "":
		return nil
	case strings.HasPrefix(word, ":"):
		return limited(s.atoms(word))
	case strings.Contains(word, "."):
		return limited(s.remote(word))
	case isUpper(word[0]):
		return limited(s.modules(word))
	}
	return limited(s.locals(word))
}

// command is the name of a command, or the process that it is about.
func (s Source) command(before string) []Candidate {
	if !strings.Contains(before, " ") {
		return matching(before, s.Commands)
	}
	words := strings.Fields(before)
	if words[0] == ".spawn" {
		var actors []Candidate
		for _, a := range s.Actors {
			actors = append(actors, Candidate{a, "actor"})
		}
		if word := lastWord(before); word != "" {
			return matching(word, actors)
		}
		return actors
	}
	if len(words) > 2 || len(words) == 2 && strings.HasSuffix(before, " ") {
		if word := lastWord(before); word != "" {
			return Source{World: s.World, Session: s.Session}.Candidates(word)
		}
		return nil
	}
	word := ""
	if len(words) == 2 {
		word = words[1]
	}
	return matching(word, append(append(s.names(), s.variables()...), s.pids()...))
}

// names are the registered ones, as commands take them.
func (s Source) names() []Candidate {
	var out []Candidate
	for _, name := range s.World.Registered() {
		pid, _ := s.World.Whereis(name)
		out = append(out, Candidate{strings.TrimPrefix(name, "Elixir."), "process " + elixir.InspectPlain(pid)})
	}
	return out
}

func (s Source) pids() []Candidate {
	var out []Candidate
	for _, p := range s.World.Snapshot() {
		text := strings.TrimSuffix(strings.TrimPrefix(elixir.InspectPlain(p.PID), "#PID<"), ">")
		about := p.Name
		if about == "" {
			about = p.Initial
		}
		out = append(out, Candidate{text, about})
	}
	return out
}

func (s Source) variables() []Candidate {
	var out []Candidate
	for _, name := range s.Session.Bindings() {
		value, _ := s.Session.Binding(name)
		about := []rune(elixir.InspectPlain(value))
		if len(about) > 40 {
			about = append(about[:39], '…')
		}
		out = append(out, Candidate{name, string(about)})
	}
	return out
}

// atoms are registered names and Erlang's modules.
func (s Source) atoms(word string) []Candidate {
	var out []Candidate
	for _, c := range s.names() {
		if !isUpper(c.Text[0]) {
			out = append(out, Candidate{":" + c.Text, c.About})
		}
	}
	for _, name := range s.World.Modules() {
		if strings.HasPrefix(name, ":") && !strings.HasPrefix(name, ":otpsh") {
			out = append(out, Candidate{name, "module"})
		}
	}
	return matching(word, out)
}

// modules continue a module's name by one part.
func (s Source) modules(word string) []Candidate {
	var out []Candidate
	seen := map[string]bool{}
	for _, name := range s.World.Modules() {
		rest, ok := strings.CutPrefix(name, word)
		if !ok {
			continue
		}
		part, _, _ := strings.Cut(rest, ".")
		if part == "" && rest != "" {
			continue
		}
		if text := word + part; !seen[text] {
			seen[text] = true
			out = append(out, Candidate{text, "module"})
		}
	}
	return out
}

// remote are the functions of a module, and the modules below it.
func (s Source) remote(word string) []Candidate {
	at := strings.LastIndex(word, ".")
	module, name := word[:at], word[at+1:]
	if name != "" && isUpper(name[0]) {
		return s.modules(word)
	}
	var out []Candidate
	for _, f := range s.World.Functions(module) {
		out = append(out, Candidate{module + "." + f.Name, about(f)})
	}
	out = matching(word, out)
	if name == "" {
		for _, m := range s.World.Modules() {
			if rest, ok := strings.CutPrefix(m, word); ok && !strings.Contains(rest, ".") {
				out = append(out, Candidate{m, "module"})
			}
		}
	}
	return out
}

// locals are variables, and the functions that need no module's name.
func (s Source) locals(word string) []Candidate {
	out := matching(word, s.variables())
	for _, module := range []string{"IEx.Helpers", "Kernel", "Kernel.SpecialForms"} {
		var found []Candidate
		for _, f := range s.World.Functions(module) {
			found = append(found, Candidate{f.Name, about(f)})
		}
		out = append(out, matching(word, found)...)
	}
	return out
}

// about is a function in a few words: its signature, else its arity.
func about(f elixir.Function) string {
	text := f.Signature
	if text == "" {
		text = fmt.Sprintf("%s/%d", f.Name, f.Arity)
	}
	if f.About != "" {
		text += "  " + f.About
	}
	return text
}

// matching are the candidates that begin with a word, the first of several
// with the same text.
func matching(word string, all []Candidate) []Candidate {
	var out []Candidate
	seen := map[string]bool{}
	for _, c := range all {
		if strings.HasPrefix(c.Text, word) && !seen[c.Text] {
			seen[c.Text] = true
			out = append(out, c)
		}
	}
	return out
}

func limited(all []Candidate) []Candidate {
	if len(all) > most {
		return all[:most]
	}
	return all
}

// lastWord is the name that a text ends in, dots and a colon included.
func lastWord(text string) string {
	i := len(text)
	for i > 0 && isNameByte(text[i-1]) {
		i--
	}
	if i > 0 && text[i-1] == ':' && (i == 1 || text[i-2] != ':') {
		i--
	}
	return strings.TrimLeft(text[i:], ".")
}

func isNameByte(c byte) bool {
	return c == '.' || c == '_' || c == '?' || c == '!' || c >= 0x80 ||
		c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
