// Package shell is the interactive session as a pure step: an input goes in,
// effects come out, and whoever drives it (the terminal, a pipe, a test, a
// bare script) carries them out. It evaluates Elixir through
// runtime/elixir and knows the dot-commands; it draws nothing itself
// (shell/view does) and never touches a terminal.
package shell

import (
	"fmt"
	"strings"
	"sync"

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

	count   int        // of the next input, as the prompt shows it
	mu      sync.Mutex // held while a line is taken
	pending []string   // lines of an unfinished form
	open    bool       // the form wants more lines
	failed  bool       // the last input failed
}

// New starts a session in a world.
func New(w *elixir.World, cfg Config) *Shell {
	s := &Shell{cfg: cfg, world: w, session: w.NewSession("iex"), count: 1}
	s.session.Strict = cfg.Strict
	s.session.Setup("import IEx.Helpers")
	if !cfg.Strict {
		s.watch = newWatch(w, cfg, s.session.Evaluator)
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
	text, prefix := "", "iex"
	if fresh, inside := s.session.Prompts(); s.Unfinished() {
		text, prefix = inside, "..."
	} else {
		text = fresh
	}
	text = strings.NewReplacer("%counter", fmt.Sprint(s.count), "%prefix", prefix, "%node", "nonode@nohost").Replace(text)
	if s.world.Simulated() {
		text = strings.TrimSuffix(text, ">") + " " + clockText(s.world.Now()) + ">"
	}
	return text + " "
}

// Unfinished reports whether a form was begun and wants more lines.
func (s *Shell) Unfinished() bool { return s.open }

// Failed reports whether the last whole input failed.
func (s *Shell) Failed() bool { return s.failed }

// Cancel forgets an unfinished form: Ctrl-C at the prompt.
func (s *Shell) Cancel() { s.pending, s.open = nil, false }

// Interrupt unwinds the evaluation that runs. From any goroutine.
func (s *Shell) Interrupt() { s.session.Interrupt() }

// Line takes one line of input.
func (s *Shell) Line(line string) []Effect {
	s.mu.Lock()
	defer s.mu.Unlock()
	late := s.departed()
	switch {
	case strings.TrimSpace(line) == "#iex:break":
		return append(late, s.breakForm()...)
	case !s.Unfinished() && !s.cfg.Strict && isCommand(line):
		s.failed = false
		return append(append(late, Remember{line}), s.command(strings.TrimSpace(line))...)
	case !s.Unfinished() && !s.cfg.Strict && leaves(line):
		return append(late, Quit{0})
	}
	s.pending = append(s.pending, line)
	form := strings.Join(s.pending, "\n")
	result := s.session.Eval(form+"\n", s.count)
	if result.Status == elixir.Incomplete {
		s.open = true
		return late
	}
	s.Cancel()
	if strings.TrimSpace(form) != "" {
		late = append(late, Remember{form})
	}
	return append(append(late, s.shown(result)...), s.hint(form, result)...)
}

// leaves reports whether a line is a word that leaves other shells.
func leaves(line string) bool {
	word := strings.TrimSpace(line)
	return word == "exit" || word == "quit"
}

// breakForm gives up an unfinished form. On a fresh line it begins one, as in
// IEx.
func (s *Shell) breakForm() []Effect {
	if len(s.pending) == 0 {
		s.open = true
		return nil
	}
	s.Cancel()
	return s.shown(s.session.Break(s.count))
}

// shown turns the result of an evaluation into what is printed.
func (s *Shell) shown(r elixir.Result) []Effect {
	s.failed = r.Status != elixir.Done && r.Status != elixir.Respawned
	switch r.Status {
	case elixir.Done:
		s.count++
	case elixir.Respawned:
		s.count++
		return s.fresh("")
	case elixir.Died:
		return s.fresh(r.Shown)
	}
	if r.Shown == "" {
		return nil
	}
	return []Effect{Print{r.Shown}}
}

// fresh is what is printed when a new evaluator begins, after the news of the
// one before.
func (s *Shell) fresh(news string) []Effect {
	switch {
	case s.cfg.Strict:
		return []Effect{Print{news + "\n" + s.Banner()}}
	case news == "":
		return []Effect{Print{s.cfg.Style.Note("a new evaluator goes on without the old bindings") + "\n"}}
	}
	return []Effect{Print{news}, Print{s.cfg.Style.Note("your bindings are kept; a new evaluator goes on") + "\n"}}
}

// Departed is what is printed of an evaluator that died while nothing was
// evaluated, as when a process that is linked to it ends. From any goroutine;
// while a line is being evaluated it says nothing, since Line will.
func (s *Shell) Departed() []Effect {
	if !s.mu.TryLock() {
		return nil
	}
	defer s.mu.Unlock()
	return s.departed()
}

func (s *Shell) departed() []Effect {
	r, gone := s.session.Gone()
	if !gone {
		return nil
	}
	s.Cancel()
	return s.shown(r)
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
