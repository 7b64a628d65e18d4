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
	run     func(s *Shell, args string) []Effect
}

// commands in the order of the help. A function, because help itself is one
// of them.
func commands() []command {
	return []command{
		{"spawn", "ACTOR [as NAME] [ARGS]", "start an actor to play with, unlinked", ".spawn counter", "processes", spawnCommand},
		{"spawn supervisor", "STRATEGY ACTOR...", "start a supervisor over actors", ".spawn supervisor one_for_one counter", "processes", spawnCommand},
		{"call", "X MESSAGE", "GenServer.call", ".call counter :get", "messages", callCommand},
		{"cast", "X MESSAGE", "GenServer.cast", ".cast counter {:add, 1}", "messages", castCommand},
		{"send", "X MESSAGE", "send a plain message", ".send counter :hello", "messages", sendCommand},
		{"kill", "X [REASON]", "exit signal; :kill when no reason is given", ".kill counter", "faults", killCommand},
		{"ps", "", "the processes of this world", ".ps", "seeing", psCommand},
		{"tree", "[SUP]", "supervisors and their children", ".tree", "seeing", treeCommand},
		{"help", "[COMMAND]", "this page, or one command with an example", ".help kill", "shell", helpCommand},
		{"exit", "", "leave (also: exit, quit, Ctrl-D)", ".exit", "shell", func(*Shell, string) []Effect { return []Effect{Quit{0}} }},
	}
}

// isCommand reports whether a fresh line is a dot-command: a dot and a
// lower-case letter. `..` and `...` are Elixir.
func isCommand(line string) bool {
	line = strings.TrimLeft(line, " \t")
	return len(line) >= 2 && line[0] == '.' && line[1] >= 'a' && line[1] <= 'z'
}

// command carries out one dot-command.
func (s *Shell) command(line string) []Effect {
	word, args, _ := strings.Cut(line[1:], " ")
	for _, c := range commands() {
		if c.name == word {
			return c.run(s, strings.TrimSpace(args))
		}
	}
	s.failed = true
	text := fmt.Sprintf("otpsh: there is no command .%s", word)
	if near := nearest(word); near != "" {
		text += fmt.Sprintf("; did you mean .%s?", near)
	}
	return []Effect{Print{text + " (.help lists them)\n"}}
}

// refuse is the answer to a command that cannot be carried out.
func (s *Shell) refuse(format string, args ...any) []Effect {
	s.failed = true
	return []Effect{Print{"otpsh: " + fmt.Sprintf(format, args...) + "\n"}}
}

// elixir evaluates the Elixir that a command stands for, after showing it.
func (s *Shell) elixir(code string) []Effect {
	effects := []Effect{Print{s.cfg.Style.Dim("  = "+code) + "\n"}}
	return append(effects, s.shown(s.evaluate(code))...)
}

func (s *Shell) evaluate(code string) elixir.Result { return s.session.Eval(code, s.count) }

// helpCommand is the page of all commands, or one with its example.
func helpCommand(s *Shell, topic string) []Effect {
	topic = strings.TrimPrefix(topic, ".")
	var b strings.Builder
	if topic != "" {
		for _, c := range commands() {
			if c.name == topic {
				fmt.Fprintf(&b, ".%s %s\n  %s\n  example: %s\n", c.name, c.args, c.about, c.example)
				return []Effect{Print{b.String()}}
			}
		}
		return s.refuse("there is no command .%s; .help lists them", topic)
	}
	return []Effect{Print{HelpPage()}}
}

// HelpPage is all commands on one screen.
func HelpPage() string {
	var b strings.Builder
	b.WriteString("Type Elixir, or a command (each shows the Elixir that it stands for):\n")
	group := ""
	for _, c := range commands() {
		if c.group != group {
			group = c.group
			fmt.Fprintf(&b, "%s\n", group)
		}
		fmt.Fprintf(&b, "  %-32s %s\n", strings.TrimSpace("."+c.name+" "+c.args), c.about)
	}
	b.WriteString("X is a name, a module, a variable, a pid (0.110.0), or sup/child.\n")
	b.WriteString("Ctrl-C cancels what is typed or runs; Ctrl-D leaves; h Enum explains a module.\n")
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
	for _, c := range commands() {
		if !strings.Contains(c.name, " ") {
			all = append(all, candidate{c.name, distance(word, c.name)})
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].distance < all[j].distance })
	if all[0].distance <= 2 {
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
