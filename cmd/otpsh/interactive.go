package main

import (
	"bufio"
	"io"
	"os"
	"strings"

	"otpsh/shell"
	"otpsh/shell/view"
)

// carryOut does what a step of the shell asks for; quit tells that the session
// is over, with its exit code.
func carryOut(effects []shell.Effect, out, errs io.Writer) (code int, quit bool) {
	for _, e := range effects {
		switch e := e.(type) {
		case shell.Print:
			io.WriteString(out, e.Text)
		case shell.PrintError:
			io.WriteString(errs, e.Text)
		case shell.Quit:
			return e.Code, true
		}
	}
	return 0, false
}

// interactive is the shell.
func interactive(o options) int {
	w := o.world()
	s := shell.New(w, shell.Config{Strict: o.strict, Style: view.NewStyle(false, true, 80)})
	in := bufio.NewReader(os.Stdin)
	io.WriteString(os.Stdout, s.Banner())
	for {
		io.WriteString(os.Stdout, s.Prompt())
		line, err := in.ReadString('\n')
		if err != nil {
			io.WriteString(os.Stdout, "\n")
			return 0
		}
		if code, quit := carryOut(s.Line(strings.TrimSuffix(line, "\n")), os.Stdout, os.Stderr); quit {
			return code
		}
		carryOut(s.Notices(), os.Stdout, os.Stderr)
	}
}
