package main

import (
	"fmt"
	"os"

	"otpsh/lessons"
	"otpsh/runtime/elixir"
	"otpsh/shell"
	"otpsh/shell/view"
)

// runScript runs a bare .otp script in a simulated world.
func runScript(o options) int {
	text, err := os.ReadFile(o.script)
	if err != nil {
		fmt.Fprintf(os.Stderr, "otpsh: %v\n", err)
		return 1
	}
	if lessons.IsLesson(string(text)) {
		return testLessons(o, []string{o.script}, nil)
	}
	record := shell.NewRecord()
	host := elixir.NewMachineHost()
	host.Out = record.Tee(os.Stdout)
	style := view.NewStyle(false, true, 80)
	if o.plain {
		style = style.InWords()
	}
	world := func() *elixir.World {
		return elixir.NewWorld(elixir.Options{Host: host, Simulated: true, Seed: o.seed, Args: o.args, Limits: o.limits, Sandbox: o.sandbox})
	}
	s := shell.New(world(), shell.Config{Script: true, Style: style, Record: record, Simulate: world})
	code, err := s.Play(o.script, string(text), func(e shell.Effect) {
		if p, ok := e.(shell.Print); ok {
			fmt.Print(p.Text)
		}
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}
