package main

import (
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"otpsh/runtime/elixir"
	"otpsh/shell"
	"otpsh/shell/prompt"
	"otpsh/shell/view"

	"golang.org/x/term"
)

// carryOut does what a step of the shell asks for; quit tells that the session
// is over, with its exit code.
func carryOut(effects []shell.Effect, out, errs io.Writer, remember func(string)) (code int, quit bool) {
	for _, e := range effects {
		switch e := e.(type) {
		case shell.Print:
			io.WriteString(out, e.Text)
		case shell.PrintError:
			io.WriteString(errs, e.Text)
		case shell.Remember:
			if remember != nil {
				remember(e.Form)
			}
		case shell.Quit:
			return e.Code, true
		}
	}
	return 0, false
}

// interactive is the shell at a terminal or a pipe.
func interactive(o options) int {
	in := prompt.Open(prompt.Config{In: os.Stdin, Out: os.Stdout, HistoryFile: historyFile(), Plain: o.strict, Complete: completeCommand})
	defer in.Restore()
	host := elixir.NewMachineHost()
	host.Out = in
	host.OnHalt = func(code int) {
		in.Restore()
		elixir.SaveCompiled()
		os.Exit(code)
	}
	w := elixir.NewWorld(elixir.Options{Host: host, Simulated: o.simulated, Seed: o.seed, Args: o.args})
	s := shell.New(w, shell.Config{Strict: o.strict, Style: style()})

	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		for sig := range signals {
			if sig == os.Interrupt {
				s.Interrupt()
				continue
			}
			in.Restore()
			os.Exit(128 + int(syscall.SIGTERM))
		}
	}()
	// What happens to processes while a person thinks is shown at once, above
	// the line that they type.
	news := make(chan struct{}, 1)
	s.OnNotice(func() {
		select {
		case news <- struct{}{}:
		default:
		}
	})
	go func() {
		for range news {
			carryOut(s.Notices(), in, os.Stderr, nil)
		}
	}()
	io.WriteString(in, s.Banner())
	for {
		line, ev, err := in.ReadLine(s.Prompt())
		switch {
		case err != nil:
			io.WriteString(os.Stderr, "otpsh: "+err.Error()+"\n")
			return 1
		case ev == prompt.EOF:
			if s.Unfinished() {
				io.WriteString(os.Stderr, "otpsh: the input ended inside a form\n")
				return 1
			}
			return 0
		case ev == prompt.Interrupt:
			s.Cancel()
			continue
		}
		if code, quit := carryOut(s.Line(line), in, os.Stderr, in.Remember); quit {
			return code
		}
		carryOut(s.Notices(), in, os.Stderr, nil)
	}
}

// historyFile is where the shell keeps what was typed.
func historyFile() string {
	if dir := os.Getenv("XDG_STATE_HOME"); dir != "" {
		return filepath.Join(dir, "otpsh", "history")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".local", "state", "otpsh", "history")
}

// style is colour on a terminal that wants it.
func style() view.Style {
	width := 80
	if w, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil && w > 0 {
		width = w
	}
	color := os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(os.Stdout.Fd()))
	return view.NewStyle(color, true, width)
}

// completeCommand offers the dot-commands.
func completeCommand(before string) []prompt.Suggestion {
	if !strings.HasPrefix(before, ".") || strings.Contains(before, " ") {
		return nil
	}
	var out []prompt.Suggestion
	for _, c := range shell.CommandNames() {
		if strings.HasPrefix("."+c.Name, before) {
			out = append(out, prompt.Suggestion{Text: "." + c.Name, Description: c.About})
		}
	}
	return out
}
