package shell

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"otpsh/runtime/diag"
)

// This file is what the shell says to a command that it does not know, or that
// lacks something; and the help with one command.

// commandWord takes a line apart into a command's name, without its dot, and
// its arguments. Whoever writes .kill(x) means a command too.
func commandWord(line string) (word, args string) {
	line = strings.TrimSpace(line)[1:]
	end := strings.IndexFunc(line, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' })
	if end < 0 {
		end = len(line)
	}
	args = strings.TrimSpace(line[end:])
	if strings.HasPrefix(args, "(") && strings.HasSuffix(args, ")") && end < len(line) && line[end] == '(' {
		args = strings.TrimSpace(args[1 : len(args)-1])
	}
	return line[:end], args
}

// unknown is the answer to a command that there is not.
func (s *Shell) unknown(word, args string) {
	text := "there is no command ." + word
	if near := nearest(word); near != "" {
		text += fmt.Sprintf("; did you mean %s?", strings.TrimSpace("."+near+" "+args))
	}
	s.refuse("%s (.help lists them)", text)
}

// usage refuses a command that lacks something: how it is used, with an example
// that runs.
func (s *Shell) usage(name, problem string) {
	for _, c := range commands() {
		if c.name == name {
			s.refuse("%s: %s\n%s", "."+name, problem, c.shown())
			return
		}
	}
}

// shown is how a command is used, and an example.
func (c command) shown() string {
	text := fmt.Sprintf("  usage:    %s\n  example:  %s", strings.TrimSpace("."+c.name+" "+c.args), c.example)
	if before := c.before(); len(before) > 0 {
		text += "   (after " + strings.Join(before, ", ") + ")"
	}
	return text
}

// before are the inputs that make what the example of a command needs.
func (c command) before() []string {
	switch {
	case c.name == "undo":
		return []string{".sim", "x = 1"}
	case c.name == "live", c.name == "step", c.name == "advance":
		return []string{".sim"}
	case slices.ContainsFunc(lessonCommands(), func(l command) bool { return l.name == c.name }):
		return []string{".learn 1"}
	case c.name == "save":
		return []string{"x = 1"}
	case c.name == "run":
		return []string{"x = 1", ".save session.otp"}
	case strings.HasPrefix(c.args, "X"):
		return []string{".spawn counter"}
	}
	return nil
}

// details are what else the help of a command says.
var details = map[string]string{
	"spawn": "  genserver, agent or task may stand before a name; any other word is a counter of that name,\n" +
		"  but a module of yours is started itself: .spawn Bank [as NAME] [ARGUMENT OF init/1]\n" +
		"  it is not linked to you: its end takes nothing along\n",
	"spawn supervisor": "  strategies: one_for_one, rest_for_one, one_for_all; as NAME at the end names it, else it is sup\n",
	"kill":             "  reasons: kill (if none is given), shutdown, normal, or any Elixir: .kill counter {:oops, 1}\n",
	"crash":            "  a signal kills without a word; who raises is logged with the reason and the place: compare both\n",
	"call":             "  the answer is waited for 5 s; Tab offers what the server takes\n",
	"ast": "  the code as Elixir's macros see it, as tuples: {what is called, where, its arguments};\n" +
		"  .ast 1 + x is {:+, [line: 1], [1, {:x, [line: 1], nil}]}. Nothing is evaluated\n",
	"expand": "  if, |>, unless, use ... are macros: this is the code that they stand for. Nothing is evaluated\n",
	"core":   "  which function, which variable each name means, after every macro. Nothing is evaluated\n",
	"code":   "  what the machine does for the code, one instruction a line. Nothing is evaluated\n",
	"sim": "  a world of its own, with a clock that stands still: time passes when you say so, each run is the\n" +
		"  same, and .undo takes inputs back. Processes and variables of here wait until .live\n",
	"advance": "  sleeps, timeouts and timers until then happen at once, in their order: .advance 500ms, .advance 2m\n",
	"step":    "  whichever process is next does a little work; .ps shows how much by its reductions\n",
	"undo":    "  processes, variables and the clock are as before the last input that ran; 50 can be taken back\n",
	"tree":    "  ●○○ are the restarts that are used of those allowed in the period\n",
	"source":  "  WHAT: Enum, Enum.map/2, :lists, a module that was typed or compiled, a server, an actor\n",
	"save": "  x.otp holds the inputs with their outputs, x.exs is Elixir alone; .save! writes over a file\n" +
		"  an input that failed stands after a line #! error ** (Name) ..., which says that it does\n",
	"run": "  it stops at the first error; after a line #! error the next input has to fail\n" +
		"  #! error ** (Name) ... tells the line that it prints; ... is anything\n",
	"learn": "  in a lesson: Enter types the next line or goes on, a letter answers;\n" +
		"  .hint .solution .reset (the step again) .undo .next .prev .skip .leave (to your session)\n" +
		"  .learn 2 5 is step 5 of lesson 2\n",
	"log":   "  short is one line a crash: who, why, where; without a word it tells what is set\n",
	"reset": "  processes, variables and modules go, the history stays; in a simulated world .undo takes it back\n",
}

// helpCommand is the page of all commands, or one with its example.
func helpCommand(s *Shell, topic string) {
	text, ok := HelpFor(topic)
	if topic == "" && !s.cfg.Style.Spoken() {
		text = helpPage(s.cfg.Style.Width())
	}
	if !ok {
		s.unknown(strings.TrimPrefix(topic, "."), "")
		return
	}
	s.say(text)
}

// HelpFor is the help with a command, or the page of all for no topic; false
// when there is no such command.
func HelpFor(topic string) (text string, ok bool) {
	topic = strings.TrimPrefix(strings.TrimSpace(topic), ".")
	if topic == "" {
		return HelpPage(), true
	}
	for _, c := range commands() {
		if c.name == topic || strings.HasPrefix(c.name, topic+" ") {
			text += c.about + "\n" + c.shown() + "\n" + details[c.name]
		}
	}
	return text, text != ""
}

// Columns of the help page: the group, and the command with its arguments.
const (
	groupColumn   = 11
	commandColumn = 30
)

// HelpPage is all commands on one screen of 80 columns.
func HelpPage() string { return helpPage(helpColumns) }

// helpColumns is the width of the help page; in a narrower window each group
// has a line of its own, and its commands a margin.
const (
	helpColumns  = 80
	narrowMargin = 2
)

func helpPage(width int) string {
	var b strings.Builder
	b.WriteString("Type Elixir, or a command (each shows the Elixir that it stands for):\n")
	group, column := "", groupColumn
	if width < helpColumns {
		column = narrowMargin
	}
	for _, c := range commands() {
		if c.group == "" { // told of in the line of another
			continue
		}
		margin := ""
		if c.group != group {
			group, margin = c.group, c.group
		}
		if len(margin) > column {
			b.WriteString(margin + "\n")
			margin = ""
		}
		fmt.Fprintf(&b, "%-*s%-*s  %s\n", column, margin, commandColumn-2, strings.TrimSpace("."+c.name+" "+c.args), c.about)
	}
	b.WriteString("X: name, module, variable, pid (0.110.0), sup/child. Elixir's own help: h Enum\n")
	return b.String()
}

// otherNames are what other shells and libraries call a command.
var otherNames = map[string]string{
	"quit": "exit", "q": "exit", "bye": "exit", "h": "help", "commands": "help", "start": "spawn", "new": "spawn",
	"processes": "ps", "top": "ps", "list": "ps", "observer": "tree", "supervisors": "tree", "restart": "reset",
	"load": "run", "open": "edit", "src": "source", "show": "source", "view": "source", "tell": "cast", "ask": "call",
	"wait": "advance", "back": "undo", "write": "save", "exec": "run", "shutdown": "stop", "raise": "crash", "logger": "log",
}

// nearest is the command that goes elsewhere by that word, or whose name is
// closest to it; "" when none is close.
func nearest(word string) string {
	if name := otherNames[word]; name != "" {
		return name
	}
	var names []string
	for _, c := range CommandNames() {
		names = append(names, c.Name)
	}
	return diag.Nearest(word, names)
}
