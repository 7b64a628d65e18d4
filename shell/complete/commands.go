package complete

import "strings"

// This file is the shell's commands and their arguments: what an argument is,
// the words of the command's help tell.

// command is what could continue a line that begins with a dot.
func (s Source) command(line string) []Candidate {
	word := line[strings.LastIndex(line, " ")+1:]
	words := strings.Fields(line[:len(line)-len(word)])
	if len(words) == 0 {
		return s.commandNames(word)
	}
	var out []Candidate
	for _, c := range s.Commands {
		name := strings.Fields(c.Name)
		switch {
		case !hasPrefix(words, name):
			if len(name) == len(words)+1 && hasPrefix(name, words) {
				out = append(out, matching(word, []Candidate{{Text: name[len(words)] + gap(c.Args), About: c.About}})...)
			}
		case len(name) > 1: // the longer name is meant
			return s.arguments(c, words[len(name):], line, word)
		default:
			out = append(out, s.arguments(c, words[1:], line, word)...)
			if s.longer(words) {
				out = nil
			}
		}
	}
	return out
}

// longer reports whether the words begin with the name of a command that has
// two.
func (s Source) longer(words []string) bool {
	for _, c := range s.Commands {
		if name := strings.Fields(c.Name); len(name) > 1 && hasPrefix(words, name) {
			return true
		}
	}
	return false
}

func hasPrefix(words, begin []string) bool {
	if len(words) < len(begin) {
		return false
	}
	for i := range begin {
		if words[i] != begin[i] {
			return false
		}
	}
	return true
}

func (s Source) commandNames(word string) []Candidate {
	var all []Candidate
	for _, c := range s.Commands {
		if !strings.Contains(c.Name, " ") {
			all = append(all, Candidate{Text: c.Name + gap(c.Args), About: strings.TrimSpace(c.Args + "  " + c.About)})
		}
	}
	return matching(word, all)
}

// gap is the blank after a word that something has to follow.
func gap(follows string) string {
	if follows == "" || strings.HasPrefix(follows, "[") {
		return ""
	}
	return " "
}

// arguments are what could stand for the next word of a command, after those
// that are given.
func (s Source) arguments(c Command, given []string, line, word string) []Candidate {
	kinds := strings.Fields(c.Args)
	if len(kinds) == 0 {
		return nil
	}
	next := min(len(given), len(kinds)-1)
	kind := kinds[next]
	name := strings.Trim(kind, "[].")
	switch {
	case isCode(name):
		return s.argumentCode(name, c, given, line, next+len(strings.Fields(c.Name)))
	case len(given) >= len(kinds) && !strings.HasSuffix(kind, "..."):
		return nil
	case strings.ToLower(name) == name: // words as they are
		var literals []Candidate
		for _, text := range strings.Split(name, "|") {
			literals = append(literals, Candidate{Text: text, About: orElse(c.Words[text], c.Args)})
		}
		return matching(word, literals)
	}
	var out []Candidate
	for _, kind := range strings.Split(name, "|") {
		out = append(out, s.argument(kind, word)...)
	}
	if next+1 < len(kinds) && gap(kinds[next+1]) != "" {
		for i, c := range out {
			if !s.hasChildren(c.Text) { // sup/child may be meant
				out[i].Text += " "
			}
		}
	}
	return out
}

// hasChildren reports whether a word names a supervisor that has some.
func (s Source) hasChildren(word string) bool {
	pid, ok := s.Process(word)
	return ok && s.Children != nil && len(s.Children(pid)) > 0
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// isCode reports whether an argument is Elixir, to the end of the line.
func isCode(kind string) bool { return kind == "EXPR" || kind == "MESSAGE" || kind == "REASON" }

// argument are the candidates for an argument of a kind.
func (s Source) argument(kind, word string) []Candidate {
	switch kind {
	case "X", "SUP":
		return s.processes(word)
	case "ACTOR":
		return matching(word, s.Actors)
	case "LESSON":
		return matching(word, s.Lessons)
	case "STRATEGY":
		return matching(word, strategies)
	case "COMMAND":
		topics := s.commandNames(".")
		for i, c := range topics {
			topics[i].Text = strings.TrimSpace(c.Text)
			if !strings.HasPrefix(word, ".") {
				topics[i].Text = topics[i].Text[1:]
			}
		}
		return matching(word, topics)
	case "FILE", "DIR":
		return s.files(word)
	case "MODULE":
		return s.ownModules(word)
	case "WHAT":
		return append(s.argument("ACTOR", word), append(s.processes(word), s.code(word)...)...)
	}
	return nil
}

// ownModules are those that are no part of the library.
func (s Source) ownModules(word string) []Candidate {
	var out []Candidate
	for _, m := range s.World.OwnModules() {
		out = append(out, Candidate{Text: m.Module, About: "module, " + m.File})
	}
	return matching(word, out)
}

var strategies = []Candidate{
	{Text: "one_for_one", About: "a child that ends is restarted alone"},
	{Text: "rest_for_one", About: "and those that were started after it"},
	{Text: "one_for_all", About: "and all others"},
}

// argumentCode is the Elixir in a command: an expression, or a message to the
// process that the command names.
func (s Source) argumentCode(kind string, c Command, given []string, line string, skip int) []Candidate {
	code := line
	for range skip {
		_, code, _ = strings.Cut(strings.TrimLeft(code, " "), " ")
	}
	code = strings.TrimLeft(code, " ")
	var told []Candidate
	if kind == "MESSAGE" {
		if pid, ok := s.Process(given[0]); ok {
			module, _, _ := s.World.InitialCall(pid, patience)
			how := map[string]string{".call": "call", ".cast": "cast", ".send": "info"}[c.Name]
			told = s.accepted(module, how, code, lastWord(code))
		}
	}
	if code == "" || insertable(told) {
		return told
	}
	if found := s.code(code); len(found) > 0 {
		return found
	}
	return told
}
