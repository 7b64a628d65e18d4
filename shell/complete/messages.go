package complete

import (
	"slices"
	"strings"

	"otpsh/runtime/elixir"
	"otpsh/runtime/term"
)

// This file is the messages that a server takes, by the heads of its callbacks.

// sending is a function that sends a message: which of its arguments is the
// server, which the message, and how it is sent.
type sending struct {
	server, message int
	kind            string
}

var sendings = map[string]sending{
	"GenServer.call":     {0, 1, "call"},
	"GenServer.cast":     {0, 1, "cast"},
	":gen_server.call":   {0, 1, "call"},
	":gen_server.cast":   {0, 1, "cast"},
	":gen_statem.call":   {0, 1, "call"},
	":gen_statem.cast":   {0, 1, "cast"},
	"send":               {0, 1, "info"},
	"Kernel.send":        {0, 1, "info"},
	"Process.send":       {0, 1, "info"},
	"Process.send_after": {0, 1, "info"},
}

// messages are what the addressed server takes, where the text ends in the
// message of a call.
func (s Source) messages(at position, text, word string) []Candidate {
	for i := len(at.frames) - 1; i > 0; i-- {
		f := at.frames[i]
		if f.kind != '(' {
			continue
		}
		how, ok := sendings[s.wholeCallee(f.callee)]
		if !ok {
			return nil
		}
		server, piped := pipedInto(text[:f.before])
		if piped {
			how.message--
		} else {
			server = f.argument(text, how.server)
		}
		if f.commas != how.message {
			return nil
		}
		typed := strings.TrimLeft(text[f.starts[how.message]:], " \t\n")
		return s.accepted(s.serverModule(server), how.kind, typed, word)
	}
	return nil
}

// wholeCallee is a callee with aliases resolved.
func (s Source) wholeCallee(callee string) string {
	at := strings.LastIndex(callee, ".")
	if at < 0 || !isUpper(callee[0]) {
		return callee
	}
	return s.whole(callee[:at]) + callee[at:]
}

// pipedInto is the value that is piped into the call that follows.
func pipedInto(text string) (string, bool) {
	text, ok := strings.CutSuffix(strings.TrimRight(text, " \t\n"), "|>")
	if !ok {
		return "", false
	}
	return lastWord(strings.TrimRight(text, " \t\n")), true
}

// serverModule is the callback module of the server that a text names, found
// without evaluating it; "" when there is none.
func (s Source) serverModule(server string) string {
	if pid, ok := s.processOf(server); ok {
		module, _, _ := s.World.InitialCall(pid, patience)
		return module
	}
	if server != "" && isUpper(server[0]) {
		return s.whole(server)
	}
	return ""
}

func (s Source) processOf(server string) (term.PID, bool) {
	switch {
	case server == "":
		return 0, false
	case server[0] == ':':
		return s.World.Whereis(server[1:])
	case isUpper(server[0]):
		return s.World.Whereis("Elixir." + s.whole(server))
	case strings.HasPrefix(server, "pid("):
		inside := strings.Trim(strings.TrimSuffix(server[len("pid("):], ")"), `"`)
		return term.ParsePID("<" + strings.ReplaceAll(strings.ReplaceAll(inside, " ", ""), ",", ".") + ">")
	}
	value, _ := s.value(server)
	switch v := value.(type) {
	case term.PID:
		return v, true
	case term.Atom:
		return s.World.Whereis(v.Name())
	}
	return 0, false
}

// accepted are the messages of a kind that go on as what is typed of one does,
// up to the first value that is missing; what takes a value where the text ends
// is only told.
func (s Source) accepted(module, kind, typed, word string) []Candidate {
	if module == "" {
		return nil
	}
	var out []Candidate
	seen := map[string]bool{}
	for _, a := range s.World.Accepts(module) {
		rest, ok := goesOnTo(a.Pattern, typed)
		if a.Kind != kind || !ok || seen[a.Pattern] {
			continue
		}
		seen[a.Pattern] = true
		c := Candidate{About: acceptedBy(module, a)}
		if !strings.HasSuffix(a.Pattern, rest) || rest == "" {
			c.About = a.Pattern + "  " + c.About
		}
		if rest != "" {
			c.Text, c.Over = word+rest, word
		}
		out = append(out, c)
	}
	return out
}

// insertable reports whether something of the candidates can be taken.
func insertable(all []Candidate) bool {
	return slices.ContainsFunc(all, func(c Candidate) bool { return c.Text != "" })
}

func acceptedBy(module string, a elixir.Accepted) string {
	about := module + "." + a.Callback
	if a.Guard != "" {
		about += " when " + a.Guard
	}
	return about
}

// goesOnTo is what follows in a pattern after what is typed of it, up to the
// next value that a person has to give; "" where that is what is typed now.
func goesOnTo(pattern, typed string) (rest string, ok bool) {
	from := 0
	values := valuesIn(pattern)
	for _, v := range values {
		given, whole := "", false
		head := pattern[from:v[0]]
		if after, begun := beginsWith(head, typed); begun {
			given, whole = valueAt(after)
		} else {
			break
		}
		if !whole { // it ends in the value
			return "", true
		}
		typed = typed[len(typed)-len(given):]
		from = v[1]
	}
	next := len(pattern)
	for _, v := range values {
		if v[0] >= from {
			next = v[0]
			break
		}
	}
	return goesOn(pattern[from:next], typed)
}

// beginsWith is what is typed after the head of a pattern, blanks aside; false
// when that is not typed whole.
func beginsWith(head, typed string) (after string, ok bool) {
	j := 0
	for i := 0; i < len(head); i++ {
		if head[i] == ' ' {
			continue
		}
		for j < len(typed) && typed[j] == ' ' {
			j++
		}
		if j == len(typed) || typed[j] != head[i] {
			return "", false
		}
		j++
	}
	return typed[j:], true
}

// valueAt is what follows the value that a text begins with; false when the
// text ends in it.
func valueAt(text string) (after string, ok bool) {
	p := position{frames: []frame{{starts: []int{0}}}}
	for i := 0; i < len(text); {
		if len(p.frames) == 1 && strings.IndexByte(",)]}|", text[i]) >= 0 || strings.HasPrefix(text[i:], "=>") {
			return text[i:], true
		}
		if p.top().kind == '"' {
			i = p.quoted(text, i)
		} else {
			i = p.token(text, i)
		}
	}
	return "", false
}

// valuesIn is where variables stand in a pattern.
func valuesIn(pattern string) [][2]int {
	var out [][2]int
	eachName(pattern, 0, func(start, end int) {
		if isVariable(pattern, start, end) || pattern[start:end] == "_" {
			out = append(out, [2]int{start, end})
		}
	})
	return out
}

// goesOn is what follows in a pattern after what is typed of it, blanks aside.
func goesOn(pattern, typed string) (rest string, ok bool) {
	i := 0
	for j := 0; j < len(typed); j++ {
		if typed[j] == ' ' {
			continue
		}
		for i < len(pattern) && pattern[i] == ' ' {
			i++
		}
		if i == len(pattern) || pattern[i] != typed[j] {
			return "", false
		}
		i++
	}
	rest = pattern[i:]
	if strings.HasSuffix(typed, " ") {
		rest = strings.TrimLeft(rest, " ")
	}
	return rest, rest != ""
}
