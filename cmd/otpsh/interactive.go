package main

import (
	"io"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"otpsh/runtime/elixir"
	"otpsh/shell"
	"otpsh/shell/prompt"
)

// patience is how long a prompt waits for what an input has set going, so that
// a restart is told of before the next prompt; whatever takes longer is told of
// above the line that is being typed.
const patience = 50 * time.Millisecond

// session is the shell at a terminal or a pipe.
type session struct {
	shell *shell.Shell
	in    prompt.Reader
	code  int
	quit  bool
	busy  gate
	// sandbox opens no editor.
	sandbox bool
}

// do carries out one effect of the shell.
func (s *session) do(e shell.Effect) {
	switch e := e.(type) {
	case shell.Print:
		io.WriteString(s.in, e.Text)
	case shell.Remember:
		s.in.Remember(e.Form)
	case shell.Edit:
		s.edit(e)
	case shell.Quit:
		s.code, s.quit = e.Code, true
	}
}

// gate says whether an input is being evaluated.
type gate struct {
	mu   sync.Mutex
	open chan struct{} // closed when the evaluation is over; nil: none runs
}

func (g *gate) enter() {
	g.mu.Lock()
	g.open = make(chan struct{})
	g.mu.Unlock()
}

func (g *gate) leave() {
	g.mu.Lock()
	close(g.open)
	g.open = nil
	g.mu.Unlock()
}

// wait returns when nothing is being evaluated, or the evaluation takes longer
// than patience.
func (g *gate) wait() {
	g.mu.Lock()
	over := g.open
	g.mu.Unlock()
	if over == nil {
		return
	}
	select {
	case <-over:
	case <-time.After(patience):
	}
}

// interactive is the shell at a terminal or a pipe.
func interactive(o options) (code int) {
	history := stateFile("history")
	if o.strict {
		history = "" // IEx keeps none
	}
	var sh *shell.Shell // the reader begins before it
	in := prompt.Open(prompt.Config{
		In: os.Stdin, Out: os.Stdout, HistoryFile: history, Plain: o.plain, Popup: prompt.Popup(o.looks.Popup()),
		Complete:    func(before string) []prompt.Suggestion { return suggestions(sh, before) },
		Highlight:   func(line string) string { return sh.Highlight(line) },
		More:        func() string { return sh.More() },
		Joined:      func(lines []string) int { return sh.Joined(lines) },
		Interrupted: func() { sh.Interrupt() },
	})
	// A panic of ours must not leave the terminal without echo.
	defer in.Restore()
	record := shell.NewRecord()
	world := func(simulated bool) *elixir.World {
		host := elixir.NewMachineHost()
		host.In, host.Out = in.Input(), record.Tee(in)
		if isTerminal(os.Stdin) && isTerminal(os.Stdout) && isTerminal(os.Stderr) {
			host.Err = in // it must not tear the line that is being typed
		}
		host.Err = said{host.Err, o.looks}
		host.OnHalt = func(code int) {
			in.Restore()
			elixir.SaveCompiled()
			os.Exit(code)
		}
		return elixir.NewWorld(elixir.Options{Host: host, Simulated: simulated, Seed: o.seed, Args: o.args, Limits: o.limits, Sandbox: o.sandbox, Env: settings(o.looks)})
	}
	first := world(o.simulated)
	sh = shell.New(first, shell.Config{
		Strict: o.strict, StartFiles: o.startFiles, Style: o.looks, Record: record, Simulate: func() *elixir.World { return world(true) },
		Live: func() *elixir.World { return o.started(world(false)) }, Asks: isTerminal(os.Stdin),
		Course: courseFor(o, record.Tee(in)),
	})
	s := &session{in: in, shell: sh, sandbox: o.sandbox}
	if o.project != "" { // after the shell, which watches what starts
		if code := first.StartProject(o.project); code != 0 {
			return code
		}
	}
	s.watchSignals()
	s.watchNews()
	if len(o.learn) > 0 {
		s.evaluate(func() { s.shell.Line(strings.Join(o.learn, " "), s.do) })
		if !s.shell.Learning() {
			return exitCode(!s.shell.Failed())
		}
	} else {
		io.WriteString(in, s.shell.Banner())
		s.begin()
	}
	for !s.quit {
		line, ev, err := in.ReadLine(s.shell.Prompt())
		switch {
		case err != nil:
			io.WriteString(os.Stderr, "otpsh: "+err.Error()+"\n")
			return 1
		case ev == prompt.EOF && s.shell.Unfinished():
			io.WriteString(os.Stderr, "otpsh: the input ended inside a form\n")
			return 1
		case ev == prompt.EOF:
			s.shell.Settle(patience)
			s.tell()
			s.shell.Leave(s.do)
			return 0
		case ev == prompt.Interrupt:
			s.shell.Cancel()
			continue
		case ev == prompt.Edit:
			s.evaluate(func() { s.shell.EditForm(line, s.do) })
			continue
		}
		s.evaluate(func() {
			failIfAsked(line)
			s.shell.Line(line, s.do)
		})
	}
	return s.code
}

// evaluate has an input evaluated and tells what came of it.
func (s *session) evaluate(input func()) {
	s.busy.enter()
	defer s.busy.leave()
	input()
	if !s.quit {
		s.shell.Settle(patience)
		s.shell.Departed(s.do)
	}
	s.tell()
	s.shell.Judge(s.do)
}

// begin evaluates what the session begins with.
func (s *session) begin() {
	s.busy.enter()
	defer s.busy.leave()
	s.shell.Begin(s.do)
	s.tell()
}

func (s *session) tell() {
	for _, e := range s.shell.Notices() {
		s.do(e)
	}
}

// watchSignals has Ctrl-C unwind the evaluation, and a request to end give the
// terminal back first.
func (s *session) watchSignals() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	go func() {
		for sig := range signals {
			if sig == os.Interrupt {
				if !s.in.Interrupt() {
					s.shell.Interrupt()
				}
				continue
			}
			s.in.Restore()
			os.Exit(128 + int(sig.(syscall.Signal)))
		}
	}()
}

// watchNews tells what happens to processes while a person thinks, above the
// line that they type.
func (s *session) watchNews() {
	news := make(chan struct{}, 1)
	s.shell.OnNotice(func() {
		select {
		case news <- struct{}{}:
		default:
		}
	})
	go func() {
		for range news {
			s.busy.wait()
			if s.shell.Departed(s.do) {
				s.in.Reprint(s.shell.Prompt())
			}
			s.tell()
		}
	}()
}

// suggestions are the candidates of completion for the popup.
func suggestions(s *shell.Shell, before string) []prompt.Suggestion {
	var out []prompt.Suggestion
	for _, c := range s.Complete(before) {
		out = append(out, prompt.Suggestion{Text: c.Text, Description: c.About, Over: c.Over})
	}
	return out
}
