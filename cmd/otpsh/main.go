// Command otpsh is the shell and the runner of programs. This package only
// reads the command line, wires the packages below it, and sets exit codes.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"otpsh/runtime/elixir"
	"otpsh/runtime/kernel"
	"otpsh/shell"
	"otpsh/shell/view"
)

// Version of otpsh, and of the Elixir that it speaks.
const (
	version       = "0.1.0"
	elixirVersion = "1.18.4"
)

func main() {
	tuneCollector()
	elixir.KeepCompiled()
	code := run(os.Args[1:])
	elixir.SaveCompiled()
	os.Exit(code)
}

// options are what the flags before the program's own arguments say.
type options struct {
	simulated bool
	seed      uint64
	strict    bool
	dotIEx    *string // the file in place of .iex.exs, "" for none; nil: not said
	theme     string  // "": what the terminal tells
	plain     bool
	looks     view.Style
	sandbox   bool
	eval      []string
	limits    kernel.Limits
	script    string
	learn     []string // the words of the command that the session begins with
	args      []string
	project   string // folder of the mix project that the shell is in
}

// run is the program: the exit code for its arguments.
func run(args []string) int {
	o, err := parse(args)
	if err == nil {
		o.looks, err = o.style()
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "otpsh: %v\n", err)
		return 1
	}
	switch {
	case len(o.eval) > 0:
		return evalTexts(o)
	case o.script == "help":
		return help(os.Stdout, o.looks, o.args)
	case o.script == "version":
		fmt.Printf("otpsh %s (Elixir %s)\n", version, elixirVersion)
		return 0
	case o.script == "test":
		if files, rest, ok := lessonTest(o.args); ok {
			return testLessons(o, files, rest)
		}
		return o.world().RunTests(o.args)
	case o.script == "learn":
		o.learn = append([]string{".learn"}, o.args...)
		return interactive(o)
	case o.script == "new":
		return newLesson(o.args)
	case o.script == "run":
		return runCommand(o)
	case o.script != "":
		return runFile(o)
	}
	return interactive(o)
}

// parse reads the command line. What follows the script, or --, is the
// program's own.
func parse(args []string) (options, error) {
	o := options{limits: defaultLimits()}
	for len(args) > 0 {
		word := args[0]
		args = args[1:]
		name, value, hasValue := strings.Cut(word, "=")
		take := func() (string, error) {
			if hasValue {
				return value, nil
			}
			if len(args) == 0 {
				return "", fmt.Errorf("%s needs a value", name)
			}
			v := args[0]
			args = args[1:]
			return v, nil
		}
		switch {
		case word == "-e" || name == "--eval":
			text, err := take()
			if err != nil {
				return o, err
			}
			o.eval = append(o.eval, text)
		case name == "--seed":
			text, err := take()
			if err != nil {
				return o, err
			}
			if _, err := fmt.Sscan(text, &o.seed); err != nil {
				return o, fmt.Errorf("--seed takes a whole number, not %q", text)
			}
			o.simulated = true
		case name == "--limit":
			text, err := take()
			if err == nil {
				err = o.setLimit(text)
			}
			if err != nil {
				return o, err
			}
		case name == "--theme":
			text, err := take()
			if err != nil {
				return o, err
			}
			o.theme = text
		case name == "--dot-iex":
			text, err := take()
			if err != nil {
				return o, err
			}
			o.dotIEx = &text
		case word == "--plain":
			o.plain = true
		case word == "--sandbox":
			o.sandbox = true
		case word == "--strict":
			o.strict = true
		case word == "--help" || word == "-h":
			o.script = "help"
			o.args = args
			return o, nil
		case word == "--version" || word == "-v":
			o.script = "version"
			return o, nil
		case word == "--":
			o.args = args
			return o, nil
		case strings.HasPrefix(word, "-"):
			return o, fmt.Errorf("unknown option %s; otpsh help lists them", word)
		case len(o.eval) > 0:
			o.args = append([]string{word}, args...)
			return o, nil
		default:
			o.script, o.args = word, args
			return o, nil
		}
	}
	return o, nil
}

func (o options) world() *elixir.World {
	w := elixir.NewWorld(elixir.Options{Simulated: o.simulated, Seed: o.seed, Args: o.args, Limits: o.limits, Sandbox: o.sandbox, Env: settings(o.looks)})
	w.OnJump(func(j elixir.Jump) { fmt.Fprintln(os.Stderr, j) })
	return w
}

func evalTexts(o options) int {
	return evaluate(o.world(), o.eval)
}

func runFile(o options) int {
	if _, err := os.Stat(o.script); err != nil {
		fmt.Fprintf(os.Stderr, "otpsh: no file named %s; otpsh help lists the commands\n", o.script)
		return 1
	}
	if strings.HasSuffix(o.script, ".otp") {
		return runScript(o)
	}
	return o.world().RunFile(o.script)
}

// help prints what the program can do, or one command of the shell.
func help(out io.Writer, looks view.Style, topics []string) int {
	if len(topics) == 0 {
		fmt.Fprint(out, looks.Wrap(helpText))
		return 0
	}
	text, ok := shell.HelpFor(strings.Join(topics, " "))
	if !ok {
		fmt.Fprintf(os.Stderr, "otpsh: there is no command %s; otpsh help lists them\n", topics[0])
		return 1
	}
	fmt.Fprint(out, looks.Wrap(text))
	return 0
}
