package main

import (
	"fmt"
	"os"
	"strings"

	"otpsh/runtime/elixir"
	"otpsh/shell"
	"otpsh/shell/view"
)

// runScript runs a bare .otp script: every line is an input of the shell, in
// a simulated world, and the first error ends it.
func runScript(o options) int {
	text, err := os.ReadFile(o.script)
	if err != nil {
		fmt.Fprintf(os.Stderr, "otpsh: %v\n", err)
		return 1
	}
	if strings.HasPrefix(string(text), "---\n") {
		fmt.Fprintf(os.Stderr, "otpsh: %s is a lesson (it begins with ---); lessons come with a later version, bare scripts run\n", o.script)
		return 1
	}
	w := elixir.NewWorld(elixir.Options{Simulated: true, Seed: o.seed, Args: o.args, Limits: o.limits, Sandbox: o.sandbox})
	s := shell.New(w, shell.Config{Script: true, Style: view.NewStyle(false, true, 80)})
	var out printer
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	begin := 0
	for i, line := range lines {
		if !s.Unfinished() {
			begin = i
			if trimmed := strings.TrimSpace(line); trimmed == "" || strings.HasPrefix(trimmed, "#") {
				continue
			}
		}
		fmt.Printf("%s%s\n", s.Prompt(), line)
		s.Line(line, out.do)
		s.Settle(0)
		s.Departed(out.do)
		for _, e := range s.Notices() {
			out.do(e)
		}
		if out.quit {
			return out.code
		}
		if s.Failed() && !s.Unfinished() {
			fmt.Fprintf(os.Stderr, "%s:%d: the script stops here\n", o.script, begin+1)
			return 1
		}
	}
	if s.Unfinished() {
		fmt.Fprintf(os.Stderr, "%s:%d: the form that begins here is not finished\n", o.script, begin+1)
		return 1
	}
	return 0
}

// printer carries out the effects of a shell whose output is a pipe.
type printer struct {
	code int
	quit bool
}

func (p *printer) do(e shell.Effect) {
	switch e := e.(type) {
	case shell.Print:
		fmt.Print(e.Text)
	case shell.Quit:
		p.code, p.quit = e.Code, true
	}
}
