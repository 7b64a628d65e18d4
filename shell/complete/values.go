package complete

import (
	"slices"
	"strings"
	"time"

	"otpsh/runtime/elixir"
	"otpsh/runtime/term"
)

// This file is the candidates that are values: variables, their fields,
// processes, atoms, files.

func (s Source) variables() []Candidate {
	var out []Candidate
	for _, name := range s.Session.Bindings() {
		value, _ := s.Session.Binding(name)
		out = append(out, Candidate{Text: name, About: shown(value)})
	}
	return out
}

// shownWidth is how much of a value is told, in characters.
const shownWidth = 40

func shown(value term.Term) string {
	text := []rune(elixir.InspectPlain(value))
	if len(text) > shownWidth {
		text = append(text[:shownWidth-1], '…')
	}
	return string(text)
}

// value is what a path of a variable and fields holds now: "order.customer".
func (s Source) value(path string) (term.Term, bool) {
	first, rest, more := strings.Cut(path, ".")
	value, ok := s.Session.Binding(first)
	for ok && more {
		var field string
		field, rest, more = strings.Cut(rest, ".")
		m, isMap := value.(*term.Map)
		key, exists := term.Existing(field)
		if !isMap || !exists {
			return nil, false
		}
		value, ok = m.Get(key)
	}
	return value, ok
}

// fieldsOf are the fields of a map or struct that a dot can reach; nil for what
// is no map.
func fieldsOf(value term.Term) []Candidate {
	m, ok := value.(*term.Map)
	if !ok {
		return nil
	}
	out := []Candidate{}
	m.Each(func(key, value term.Term) bool {
		name, isAtom := key.(term.Atom)
		if isAtom && plainName(name.Name()) && !strings.HasPrefix(name.Name(), "__") {
			out = append(out, Candidate{Text: name.Name(), About: shown(value)})
		}
		return len(out) < 1000
	})
	slices.SortFunc(out, func(a, b Candidate) int { return strings.Compare(a.Text, b.Text) })
	return out
}

// plainName reports whether a field's name is written without quotes.
func plainName(name string) bool {
	return name != "" && (isLetter(name[0]) || name[0] == '_') && strings.IndexFunc(name, func(r rune) bool { return r < 0x80 && !isNameByte(byte(r)) }) < 0 && !strings.Contains(name, ".")
}

func moduleName(value term.Term) (string, bool) {
	name, ok := value.(term.Atom)
	if !ok {
		return "", false
	}
	return elixir.InspectPlain(name), true
}

// fields are those of the struct or map between whose braces the text ends;
// only tells that nothing else can stand there.
func (s Source) fields(at position, text, word string) (found []Candidate, only bool) {
	f := at.top()
	if f.kind != '{' || f.code || !strings.HasSuffix(text[:f.opener], "%"+strings.TrimPrefix(f.callee, "%")) {
		return nil, false
	}
	argument := f.argument(text, f.commas)
	var all []Candidate
	if name := strings.TrimPrefix(f.callee, "%"); name != "" {
		names, _ := s.World.StructFields(s.whole(name))
		for _, field := range names {
			all = append(all, Candidate{Text: field, About: "field of " + name})
		}
	}
	if updated, typed, isUpdate := strings.Cut(f.argument(text, 0), "|"); isUpdate {
		value, ok := s.value(strings.TrimSpace(updated))
		if of := fieldsOf(value); ok && all == nil {
			all = of
		}
		if f.commas == 0 {
			argument = strings.TrimSpace(typed)
		}
	}
	if argument != word || len(all) == 0 {
		return nil, false
	}
	given := map[string]bool{}
	for i := range f.commas {
		key, _, _ := strings.Cut(f.argument(text, i), ":")
		if _, after, isUpdate := strings.Cut(key, "|"); isUpdate {
			key = after
		}
		given[strings.TrimSpace(key)] = true
	}
	for _, c := range all {
		if !given[c.Text] {
			found = append(found, Candidate{Text: c.Text + ": ", About: c.About})
		}
	}
	return matching(word, found), true
}

// registered are the registered names, as commands take them, those of the
// system last where they are wanted.
func (s Source) registered(withSystem bool) []Candidate {
	var out, system []Candidate
	for _, name := range s.World.Registered() {
		pid, _ := s.World.Whereis(name)
		c := Candidate{Text: strings.TrimPrefix(name, "Elixir."), About: "process " + elixir.InspectPlain(pid)}
		if c.Text == "" {
			continue // :"" is a name, and no text begins it
		}
		if s.World.IsSystem(pid) {
			system = append(system, c)
		} else {
			out = append(out, c)
		}
	}
	if !withSystem {
		return out
	}
	return append(out, system...)
}

// pids are the processes whose numbers begin so, with what each of them is as
// far as they tell in time.
func (s Source) pids(word string) []Candidate {
	var out []Candidate
	until := time.Now().Add(manyPatience)
	for _, pid := range s.World.Processes() {
		text := strings.TrimSuffix(strings.TrimPrefix(elixir.InspectPlain(pid), "#PID<"), ">")
		if !strings.HasPrefix(text, word) {
			continue
		}
		about := s.World.NameOf(pid)
		if about == "" {
			_, about, _ = s.World.InitialCall(pid, time.Until(until))
		}
		out = append(out, Candidate{Text: text, About: strings.TrimPrefix(about, "Elixir."), Over: word})
		if len(out) == most {
			break
		}
	}
	return out
}

// processes are what a command may name a process by: those that .ps lists.
func (s Source) processes(word string) []Candidate {
	if sup, _, ok := strings.Cut(word, "/"); ok {
		return s.children(sup, word)
	}
	out := s.registered(false)
	for _, c := range s.variables() {
		if value, _ := s.Session.Binding(c.Text); isPID(value) {
			out = append(out, c)
		}
	}
	return append(matching(word, out), s.pids(word)...)
}

// children are those of a supervisor, as sup/child.
func (s Source) children(sup, word string) []Candidate {
	pid, ok := s.Process(sup)
	if !ok {
		return nil
	}
	var out []Candidate
	for _, id := range s.Children(pid) {
		out = append(out, Candidate{Text: sup + "/" + id, About: "child of " + sup})
	}
	return matching(word, out)
}

func isPID(value term.Term) bool {
	_, ok := value.(term.PID)
	return ok
}

// atoms are registered names and Erlang's modules.
func (s Source) atoms(word string) []Candidate {
	var out []Candidate
	for _, c := range s.registered(true) {
		if !isUpper(c.Text[0]) {
			c.Text = ":" + c.Text
			out = append(out, c)
		}
	}
	for _, name := range s.World.Modules() {
		if strings.HasPrefix(name, ":") && !strings.HasPrefix(name, ":otpsh") {
			out = append(out, Candidate{Text: name, About: "module"})
		}
	}
	return matching(word, out)
}

// inString are the numbers of processes in pid("...), else files.
func (s Source) inString(at position, text string) []Candidate {
	f := at.top()
	typed := text[f.starts[0]:]
	if len(at.frames) > 1 {
		if outer := at.frames[len(at.frames)-2]; outer.kind == '(' && outer.callee == "pid" {
			return s.pids(typed)
		}
	}
	if f.ends != `"` || strings.Contains(typed, "\n") {
		return nil
	}
	switch callee := calleeOfString(at, text); {
	case callee == "cd" || callee == "File.cd!" || callee == "File.cd":
		return slices.DeleteFunc(s.files(typed), func(c Candidate) bool { return !strings.HasSuffix(c.Text, "/") })
	case takesFile(callee) || strings.Contains(typed, "/"):
		return s.files(typed)
	}
	return nil
}

// calleeOfString is the function that the string at the end of a text is given
// to, alone, in a list, or after other arguments; "" when there is none.
func calleeOfString(at position, text string) string {
	for i := len(at.frames) - 2; i > 0; i-- {
		switch f := at.frames[i]; f.kind {
		case '(':
			return f.callee
		case '[':
			if i == 1 {
				text = text[:f.opener]
			}
		default:
			return ""
		}
	}
	return lastWord(strings.TrimRight(text[:min(at.top().opener, len(text))], " "))
}

// takesFile reports whether a function is given the name of a file.
func takesFile(callee string) bool {
	return slices.Contains([]string{"c", "import_file", "import_file_if_available", "open", "Path.expand", "Path.wildcard",
		"Code.require_file", "Code.compile_file", "Code.eval_file", "Code.string_to_quoted_file"}, callee) ||
		strings.HasPrefix(callee, "File.")
}

// files are those whose names go on as a path does.
func (s Source) files(path string) []Candidate {
	at := strings.LastIndex(path, "/") + 1
	var out []Candidate
	for _, name := range s.World.ListFiles(path[:at], path[at:], most) {
		about := "file"
		if strings.HasSuffix(name, "/") {
			about = "directory"
		}
		out = append(out, Candidate{Text: path[:at] + name, About: about})
	}
	return matching(path, out)
}
