// Package shell is the interactive session as a pure step: an input goes in,
// effects come out, and whoever drives it (the terminal, a pipe, a test, a
// bare script) carries them out. It evaluates Elixir through
// runtime/elixir and knows the dot-commands; it draws nothing itself
// (shell/view does) and never touches a terminal.
package shell

import (
	"fmt"
	"strings"

	"otpsh/runtime/elixir"
)

// Effect is something the driver is to do.
type Effect interface{ effect() }

type (
	// Print is text for standard output; a newline is part of it.
	Print struct{ Text string }
	// PrintError is text for standard error.
	PrintError struct{ Text string }
	// Remember is a whole form for the history.
	Remember struct{ Form string }
	// Quit ends the session with an exit code.
	Quit struct{ Code int }
)

func (Print) effect()      {}
func (PrintError) effect() {}
func (Remember) effect()   {}
func (Quit) effect()       {}

// Config says how a shell behaves.
type Config struct {
	// Strict is IEx's own behaviour: bindings are lost with the evaluator, a
	// dot at the start of a line is Elixir, and nothing of ours is printed.
	Strict bool
	// Script is a bare .otp script: any error ends it.
	Script bool
	Width  int
	Style  Style
}

// Shell is one session.
type Shell struct {
	cfg     Config
	world   *elixir.World
	session *elixir.Session
	watch   *watch

	count   int      // of the next input, as the prompt shows it
	pending []string // lines of an unfinished form
	failed  bool     // the last input failed
}

// New starts a session in a world.
func New(w *elixir.World, cfg Config) *Shell {
	s := &Shell{cfg: cfg, world: w, session: w.NewSession("iex"), count: 1}
	s.session.Strict = cfg.Strict
	s.session.Setup("import IEx.Helpers")
	if !cfg.Strict {
		s.watch = newWatch(w, cfg)
	}
	return s
}

// Banner is what a session begins with.
func (s *Shell) Banner() string {
	if s.cfg.Strict {
		return "Interactive Elixir (1.18.4) - press Ctrl+C to exit (type h() ENTER for help)\n"
	}
	return "otpsh · Elixir 1.18, nothing to install · Ctrl-C cancels, Ctrl-D leaves\n" +
		"New here?  .spawn counter  a process to play with    .help  everything\n"
}

// Prompt is what stands before the next line.
func (s *Shell) Prompt() string {
	clock := ""
	if s.world.Simulated() {
		clock = " " + clockText(s.world.Now())
	}
	if len(s.pending) > 0 {
		return fmt.Sprintf("...(%d)%s> ", s.count, clock)
	}
	return fmt.Sprintf("iex(%d)%s> ", s.count, clock)
}

// Unfinished reports whether a form was begun and wants more lines.
func (s *Shell) Unfinished() bool { return len(s.pending) > 0 }

// Failed reports whether the last whole input failed.
func (s *Shell) Failed() bool { return s.failed }

// Cancel forgets an unfinished form: Ctrl-C at the prompt.
func (s *Shell) Cancel() { s.pending = nil }

// Interrupt unwinds the evaluation that runs. From any goroutine.
func (s *Shell) Interrupt() { s.session.Interrupt() }

// Line takes one line of input.
func (s *Shell) Line(line string) []Effect {
	switch {
	case strings.TrimSpace(line) == "#iex:break" && len(s.pending) > 0:
		s.pending = nil
		s.failed = true
		return []Effect{PrintError{fmt.Sprintf("** (TokenMissingError) iex:%d: incomplete expression\n\n", s.count)}}
	case len(s.pending) == 0 && !s.cfg.Strict && isCommand(line):
		s.failed = false
		effects := []Effect{Remember{line}}
		return append(effects, s.command(strings.TrimSpace(line))...)
	}
	var late []Effect
	if r, gone := s.session.Gone(); gone {
		late = s.shown(r)
	}
	s.pending = append(s.pending, line)
	text := strings.Join(s.pending, "\n")
	if len(s.pending) == 1 && !s.cfg.Strict {
		if word := strings.TrimSpace(line); word == "exit" || word == "quit" {
			s.pending = nil
			return []Effect{Quit{0}}
		}
	}
	text = s.continued(text)
	result := s.session.Eval(text+"\n", s.count)
	if result.Status == elixir.Incomplete {
		return late
	}
	form := strings.Join(s.pending, "\n")
	s.pending = nil
	effects := append(late, s.shown(result)...)
	if strings.TrimSpace(form) != "" {
		effects = append([]Effect{Remember{form}}, effects...)
	}
	return append(effects, s.hint(form, result)...)
}

// continued lets an input begin with a binary operator: it goes on with the
// last value, as IEx does.
func (s *Shell) continued(text string) string {
	trimmed := strings.TrimLeft(text, " \t")
	for _, op := range []string{"|>", "<>", "++", "--", "&&", "||", "==", "!=", "=~", "and ", "or ", "in ", "<|>", "<~>"} {
		if strings.HasPrefix(trimmed, op) {
			return "(v(-1)) " + trimmed
		}
	}
	return text
}

// shown turns the result of an evaluation into what is printed.
func (s *Shell) shown(r elixir.Result) []Effect {
	s.failed = r.Status != elixir.Done
	switch r.Status {
	case elixir.Done:
		s.count++
		if r.Shown == "" {
			return nil
		}
		return []Effect{Print{r.Shown + "\n"}}
	case elixir.Died:
		text := r.Shown + "\n"
		if s.cfg.Strict {
			return []Effect{Print{text + "\n" + s.Banner()}}
		}
		return []Effect{Print{text}, Print{s.cfg.Style.Note("your bindings are kept; a new evaluator goes on") + "\n"}}
	}
	return []Effect{Print{r.Shown + "\n"}}
}

// hint helps with what people type who do not know the shell yet.
func (s *Shell) hint(form string, r elixir.Result) []Effect {
	if s.cfg.Strict || s.cfg.Script || r.Status != elixir.Failed {
		return nil
	}
	if strings.TrimSpace(form) == "help" {
		return []Effect{Print{s.cfg.Style.Note("  otpsh: .help lists the commands; h Enum explains a module") + "\n"}}
	}
	return nil
}

// Notices are the lines about what happened to processes since the last call:
// deaths, restarts, supervisors that gave up.
func (s *Shell) Notices() []Effect {
	if s.watch == nil {
		return nil
	}
	var effects []Effect
	for _, line := range s.watch.take() {
		effects = append(effects, Print{line + "\n"})
	}
	return effects
}

// OnNotice sets what is called, from any goroutine, when Notices has news.
func (s *Shell) OnNotice(f func()) {
	if s.watch != nil {
		s.watch.onNews(f)
	}
}
