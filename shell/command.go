package shell

import (
	"fmt"
	"slices"
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
	return append([]command{
		{"spawn", "ACTOR [as NAME] [ARG]", "an actor: counter, store, worker", ".spawn counter as hits 10", "processes", spawnCommand},
		{"spawn supervisor", "STRATEGY ACTOR...", "restarts them; linked to you", ".spawn supervisor one_for_one counter store", "processes", spawnCommand},
		{"kill", "X [REASON]", "an exit signal; :kill if none is given", ".kill counter", "processes", killCommand},
		{"crash", "X", "make X raise: the other kind of death", ".crash counter", "processes", crashCommand},
		{"stop", "X", "ask a server to end normally", ".stop counter", "processes", stopCommand},
		{"call", "X MESSAGE", "ask a server and wait for the answer", ".call counter :get", "messages", callCommand},
		{"cast", "X MESSAGE", "tell a server something", ".cast counter {:add, 1}", "messages", castCommand},
		{"send", "X MESSAGE", "send a plain message", ".send counter :hello", "messages", sendCommand},
		{"ps", "", "the processes of this world", ".ps", "seeing", psCommand},
		{"tree", "[SUP]", "supervisors, children, restarts", ".tree", "seeing", treeCommand},
		{"source", "WHAT", "Elixir of a module, function, server", ".source counter", "seeing", sourceCommand},
		{"ast", "EXPR", "quoted form; .expand .core .code; .real", ".ast 1 + x", "seeing", phaseCommand("ast")},
		{"expand", "EXPR", "code with every macro expanded", ".expand if 1 > 2, do: 3", "", phaseCommand("expand")},
		{"core", "EXPR", "the resolved tree of code", ".core [1, 2] |> inspect()", "", phaseCommand("core")},
		{"code", "EXPR", "the instructions of code, with its lines", ".code [1, 2]", "", phaseCommand("code")},
		{"sim", "", "go to a simulated world; .live returns", ".sim", "time", simCommand},
		{"advance", "TIME", "let time pass there; also .step, .undo", ".advance 60s", "time", advanceCommand},
		{"step", "", "run one slice of one process", ".step", "", stepCommand},
		{"undo", "", "the world as before the last input", ".undo", "", undoCommand},
		{"live", "", "return to the live world", ".live", "", liveCommand},
		{"save", "FILE", "what was typed; .run FILE plays it", ".save session.otp", "shell", saveCommand},
		{"real", "EXPR", "the same form on an installed Elixir", ".real Enum.sum(1..4)", "", realCommand},
		{"run", "FILE", "the inputs of an .otp file, or Elixir, here", ".run session.otp", "", runCommand},
		{"edit", "[FILE|MODULE]", "your editor: a form, file or module", ".edit counter.ex", "shell", editCommand},
		{"log", "[short|full|off]", "crash reports in a line, whole, or none", ".log short", "shell", logCommand},
		{"reset", "", "the world as at the start (it asks)", ".reset", "shell", resetCommand},
		{"complete", "EXPR", "what could continue a text", ".complete Enum.ma", "", completeCommand},
		{"learn", "[LESSON] [STEP]", "lessons; .learn list shows them", ".learn list", "shell", learnCommand},
		{"help", "[COMMAND]", "this page, or one with its example", ".help kill", "shell", helpCommand},
		{"exit", "", "leave (also: exit, quit, Ctrl-D)", ".exit", "shell", func(s *Shell, _ string) { s.quit() }},
	}, lessonCommands()...)
}

// isCommand reports whether a fresh line is a dot-command: a dot and a
// lower-case letter. `..` and `...` are Elixir.
func isCommand(line string) bool {
	line = strings.TrimLeft(line, " \t")
	return len(line) >= 2 && line[0] == '.' && line[1] >= 'a' && line[1] <= 'z'
}

// command carries out one dot-command.
func (s *Shell) command(line string) {
	word, args := commandWord(line)
	for _, c := range commands() {
		switch {
		case c.name != word:
		case c.args == "" && args != "":
			s.usage(word, "it takes no argument")
			return
		default:
			c.run(s, args)
			return
		}
	}
	s.unknown(word, args)
}

// commandLength is how much of a line is the command that it begins with; 0
// when there is no such command.
func commandLength(line string) int {
	word, _ := commandWord(line)
	if !slices.ContainsFunc(commands(), func(c command) bool { return c.name == word }) {
		return 0
	}
	return strings.IndexByte(line, '.') + 1 + len(word)
}

// refuse is the answer to a command that cannot be carried out.
func (s *Shell) refuse(format string, args ...any) {
	s.failed, s.problem = true, ""
	text := "otpsh: " + fmt.Sprintf(format, args...) + "\n"
	s.record.heard(text)
	s.do(Print{Text: s.cfg.Style.Wrap(text)})
}

// elixir evaluates the Elixir that a command stands for, after showing it.
func (s *Shell) elixir(code string) elixir.Result {
	r := s.evaluate(code)
	s.show(r)
	return r
}

// evaluate is elixir without showing the result.
func (s *Shell) evaluate(code string) elixir.Result {
	s.remark(s.cfg.Style.Dim("  = "+code) + "\n")
	s.stands(code)
	at := s.here.Load()
	at.keep()
	r := at.session.Eval(code, at.count)
	if r.Status == elixir.Incomplete { // a command is one line: nothing goes on
		r = at.session.Break(at.count)
		r.NotRun = true
	}
	return r
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
