// Package complete finds what a person may mean to type: modules, their
// functions, variables, fields, registered names, pids, the messages of a
// server, and the shell's commands. It knows nothing of how candidates are
// shown or chosen. It runs no code of a program, sends no message and waits
// for nobody longer than it takes a person to notice.
package complete

import (
	"strings"
	"time"

	"otpsh/runtime/elixir"
	"otpsh/runtime/term"
)

// Candidate is what could stand where the cursor is, with what it is. One
// without a text is only told: it tells of the call that is being typed.
type Candidate struct {
	Text, About string
	// Over is the end of what was typed whose place Text takes.
	Over string
}

// most is how many processes, messages and files are looked for, mostGiven how
// many candidates are given: more than that is no help.
const (
	most      = 40
	mostGiven = 500
)

// A process is waited for so long when it alone is asked what it is, and so
// long when many are.
const (
	patience     = 30 * time.Millisecond
	manyPatience = 10 * time.Millisecond
)

// Command is one of the shell's commands.
type Command struct {
	Name  string // with its dot; of two words: ".spawn supervisor"
	Args  string // as its help writes them: "X MESSAGE"
	About string
	Words map[string]string // what words of its arguments that stand for themselves do
}

// Source is where candidates come from.
type Source struct {
	World    *elixir.World
	Session  *elixir.Session
	Pending  string      // the lines before this one of an unfinished form
	Commands []Command   // none where a dot at the start is Elixir
	Actors   []Candidate // what .spawn knows, the likeliest first
	Lessons  []Candidate // what .learn knows, in their order
	// Process finds the process that a word of a command means.
	Process func(word string) (term.PID, bool)
	// form is what the text before the cursor binds.
	form unfinished
	// Children are the ids of a supervisor's children, as sup/child names them.
	Children func(sup term.PID) []string
}

// Candidates are what could continue the text before the cursor, the likeliest
// first.
func (s Source) Candidates(before string) []Candidate {
	if strings.HasPrefix(before, ".") && len(s.Commands) > 0 {
		return limited(s.command(before))
	}
	if strings.TrimSpace(before) == "" {
		return nil
	}
	return limited(s.code(s.Pending + before))
}

// code is what could continue a text of Elixir.
func (s Source) code(text string) []Candidate {
	at := scan(text)
	word := lastWord(text)
	if text == "" {
		return nil
	}
	s.form = unfinishedIn(text[:len(text)-len(word)])
	switch {
	case at.top().kind == '"':
		return s.inString(at, text)
	case at.comment:
		return nil
	}
	for _, exact := range []func(string) ([]Candidate, bool){s.sigils, s.operators} {
		if found, only := exact(text); only {
			return found
		}
	}
	told := append(s.messages(at, text, word), s.received(text, word)...)
	if insertable(told) {
		return told
	}
	if found, only := s.fields(at, text, word); only {
		return found
	}
	if found, only := s.imported(at, text, word); only {
		return found
	}
	if found, only := segment(text, word); only {
		return found
	}
	found := s.options(at, text, word)
	if word == "" {
		takes := func(position, string) []Candidate { return told }
		for _, others := range []func(position, string) []Candidate{s.arities, takes, s.signatures} {
			if len(found) == 0 {
				found = others(at, text)
			}
		}
		return found
	}
	if found = append(found, s.names(at, text, word)...); len(found) == 0 {
		return told
	}
	return found
}

// names are what a name that is begun could become.
func (s Source) names(at position, text, word string) []Candidate {
	switch {
	case word[0] == '@':
		return attributes(text, word)
	case word[0] == '.':
		return nil
	case isUpper(word[0]) && strings.HasSuffix(text, "%"+word):
		return s.modules(word, true)
	case strings.Contains(word, "."):
		if found, only := s.inHelper(text[:len(text)-len(word)], word); only {
			return found
		}
		return s.remote(word)
	case word[0] == ':':
		return s.atoms(word)
	case isUpper(word[0]) && at.top().kind == '{' && strings.HasSuffix(at.top().callee, "."):
		return s.inBraces(at.top().callee, word)
	case isUpper(word[0]):
		return s.modules(word, false)
	}
	return s.locals(text[:len(text)-len(word)], word)
}

// matching are the candidates that begin with a word, the first of several
// with the same text.
func matching(word string, all []Candidate) []Candidate {
	var out []Candidate
	seen := map[string]bool{}
	for _, c := range all {
		if strings.HasPrefix(c.Text, word) && !seen[c.Text] {
			seen[c.Text] = true
			c.Over = word
			out = append(out, c)
		}
	}
	return out
}

func limited(all []Candidate) []Candidate {
	if len(all) > mostGiven {
		return all[:mostGiven]
	}
	return all
}
