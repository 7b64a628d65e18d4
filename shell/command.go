package shell

import (
	"fmt"
	"sort"
	"strings"

	"otpsh/runtime/elixir"
)

// command is one dot-command.
type command struct {
	name    string
	args    string // as the help shows them
	about   string // one line
	example string // one that runs
	group   string
	run     func(s *Shell, args string)
}

// commands in the order of the help. A function, because help itself is one
// of them.
func commands() []command {
	return []command{
		{"spawn", "ACTOR [as NAME] [ARG]", "an actor: counter, store, worker", ".spawn counter as hits 10", "processes", spawnCommand},
		{"spawn supervisor", "STRATEGY ACTOR...", "a supervisor over actors, linked to you", ".spawn supervisor one_for_one counter store", "processes", spawnCommand},
		{"kill", "X [REASON]", "an exit signal; :kill if none is given", ".kill counter", "processes", killCommand},
		{"crash", "X", "make X raise: another death, another log", ".crash counter", "processes", crashCommand},
		{"stop", "X", "ask a server to end normally", ".stop counter", "processes", stopCommand},
		{"call", "X MESSAGE", "ask a server and wait for the answer", ".call counter :get", "messages", callCommand},
		{"cast", "X MESSAGE", "tell a server something", ".cast counter {:add, 1}", "messages", castCommand},
		{"send", "X MESSAGE", "send a plain message", ".send counter :hello", "messages", sendCommand},
		{"ps", "", "the processes of this world", ".ps", "seeing", psCommand},
		{"tree", "[SUP]", "supervisors, children, restarts", ".tree", "seeing", treeCommand},
		{"ast", "EXPR", "quoted form; also .expand, .core, .code", ".ast 1 + x", "seeing", phaseCommand("ast")},
		{"expand", "EXPR", "code with every macro expanded", ".expand if 1 > 2, do: 3", "", phaseCommand("expand")},
		{"core", "EXPR", "the resolved tree of code", ".core [1, 2] |> inspect()", "", phaseCommand("core")},
		{"code", "EXPR", "the instructions of code, with its lines", ".code [1, 2]", "", phaseCommand("code")},
		{"sim", "", "go to a simulated world; .live returns", ".sim", "time", simCommand},
		{"advance", "TIME", "let time pass there; .step runs one slice", ".advance 60s", "time", advanceCommand},
		{"step", "", "run one slice of one process", ".step", "", stepCommand},
		{"undo", "", "the world as it was before the last input", ".undo", "time", undoCommand},
		{"live", "", "return to the live world", ".live", "", liveCommand},
		{"help", "[COMMAND]", "this page, or one command with an example", ".help kill", "shell", helpCommand},
		{"exit", "", "leave (also: exit, quit, Ctrl-D)", ".exit", "shell", func(s *Shell, _ string) { s.do(Quit{0}) }},
	}
}

// isCommand reports whether a fresh line is a dot-command: a dot and a
// lower-case letter. `..` and `...` are Elixir.
func isCommand(line string) bool {
	line = strings.TrimLeft(line, " \t")
	return len(line) >= 2 && line[0] == '.' && line[1] >= 'a' && line[1] <= 'z'
}

// command carries out one dot-command.
func (s *Shell) command(line string) {
	word, args, _ := strings.Cut(line[1:], " ")
	for _, c := range commands() {
		if c.name == word {
			c.run(s, strings.TrimSpace(args))
			return
		}
	}
	text := "there is no command ." + word
	if near := nearest(word); near != "" {
		text += fmt.Sprintf("; did you mean .%s?", near)
	}
	s.refuse("%s (.help lists them)", text)
}

// refuse is the answer to a command that cannot be carried out.
func (s *Shell) refuse(format string, args ...any) {
	s.failed = true
	s.print("otpsh: " + fmt.Sprintf(format, args...) + "\n")
}

// elixir evaluates the Elixir that a command stands for, after showing it.
func (s *Shell) elixir(code string) elixir.Result {
	r := s.evaluate(code)
	s.show(r)
	return r
}

// evaluate is elixir without showing the result.
func (s *Shell) evaluate(code string) elixir.Result {
	s.print(s.cfg.Style.Dim("  = "+code) + "\n")
	at := s.here.Load()
	at.keep()
	return at.session.Eval(code, at.count)
}

// helpCommand is the page of all commands, or one with its example.
func helpCommand(s *Shell, topic string) {
	topic = strings.TrimPrefix(topic, ".")
	if topic == "" {
		s.print(HelpPage())
		return
	}
	found := false
	for _, c := range commands() {
		if c.name == topic || strings.HasPrefix(c.name, topic+" ") {
			found = true
			s.print(fmt.Sprintf("%s\n  %s\n  example: %s\n", strings.TrimSpace("."+c.name+" "+c.args), c.about, c.example))
		}
	}
	if !found {
		s.refuse("there is no command .%s; .help lists them", topic)
	}
}

// HelpPage is all commands on one screen.
func HelpPage() string {
	var b strings.Builder
	b.WriteString("Type Elixir, or a command (each shows the Elixir that it stands for):\n")
	group := ""
	for _, c := range commands() {
		if c.group == "" { // told of in the line of another
			continue
		}
		if c.group != group {
			group = c.group
			fmt.Fprintf(&b, "%s\n", group)
		}
		fmt.Fprintf(&b, "  %-36s %s\n", strings.TrimSpace("."+c.name+" "+c.args), c.about)
	}
	b.WriteString("X: name, module, variable, pid (0.110.0), sup/child. Elixir's own help: h Enum\n")
	return b.String()
}

// nearest is the command whose name is closest to a mistyped one; "" when
// none is close.
func nearest(word string) string {
	type candidate struct {
		name     string
		distance int
	}
	var all []candidate
	for _, c := range CommandNames() {
		all = append(all, candidate{c.Name, distance(word, c.Name)})
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].distance < all[j].distance })
	if all[0].distance <= 2 && all[0].distance < len(word) {
		return all[0].name
	}
	return ""
}

// distance is the number of insertions, deletions and replacements between
// two words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost++
			}
			diagonal = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}

// CommandName is a command as completion shows it.
type CommandName struct{ Name, About string }

// CommandNames are the commands of one word.
func CommandNames() []CommandName {
	var out []CommandName
	for _, c := range commands() {
		if !strings.Contains(c.name, " ") {
			out = append(out, CommandName{c.name, c.about})
		}
	}
	return out
}
