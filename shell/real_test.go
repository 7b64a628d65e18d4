package shell

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"otpsh/runtime/elixir"
)

// installed puts a program elixir first in the PATH that keeps what it is given
// in a file, and then does as the script says. It gives the file.
func installed(t *testing.T, script string) (asked string) {
	t.Helper()
	dir := t.TempDir()
	asked = filepath.Join(dir, "asked")
	text := fmt.Sprintf("#!/bin/sh\n[ \"$1\" = -e ] || exit 9\nprintf '%%s' \"$2\" > '%s'\n%s\n", asked, script)
	if err := os.WriteFile(filepath.Join(dir, "elixir"), []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return asked
}

// answer is a script that answers with the fields: version, OTP release, what was
// printed, what is shown, what failed.
func answer(fields ...string) string {
	for i, f := range fields {
		fields[i] = base64.StdEncoding.EncodeToString([]byte(f))
	}
	return "echo noise; echo 'otpsh-real:" + strings.Join(fields, ",") + "'"
}

func TestReal(t *testing.T) {
	for _, c := range []struct{ line, printed, shown, want string }{
		{".real Enum.sum(1..4)", "", "10", "" +
			"otpsh                                            │ Elixir 1.18.4, OTP 25\n" +
			"10                                               │ 10\n" +
			"  the same\n"},
		{".real Enum.sum(1..4)", "", "11", "" +
			"otpsh                                            │ Elixir 1.18.4, OTP 25\n" +
			"10                                               ≠ 11\n" +
			" ^                                               │  ^\n" +
			"  the first difference: line 1, column 2\n"},
		{".real IO.puts(\"a\"); :b", "a\n", ":b", "a                                                │ a\n:b                                               │ :b\n  the same\n"},
		{".real {self(), make_ref(), fn -> 1 end}", "", "{#PID<0.94.0>, #Reference<0.1.2.3>,\n #Function<43.1/0 in :erl_eval.expr/6>}", "  the same\n"},
		{".real 1 / 0", "", "** (ArithmeticError) bad argument in arithmetic expression: 1 / 0", "  the same\n"},
		{".real undefined_name", "", "x", "error: undefined variable \"undefined_name\""},
	} {
		installed(t, answer("1.18.4", "25", c.printed, c.shown, ""))
		n := newConsole(t, Config{})
		out := n.enter(c.line)
		if !strings.Contains(out, c.want) || n.Failed() {
			t.Errorf("%s shows\n%s\nnot\n%s", c.line, out, c.want)
		}
	}
}

// What was typed and is needed is handed over: values as source, modules, names.
func TestRealHandsOver(t *testing.T) {
	asked := installed(t, answer("1.14.0", "24", "", "1", "alias X fails there: no"))
	c := newConsole(t, Config{})
	c.enter("x = [1, %{a: \"q\\\"#\"}]", "p = self()", "unused = 7",
		"defmodule Sized do", "  defstruct [:n]", "end; :ok", "defmodule Other do", "  def f, do: 1", "end",
		"defprotocol Size do", "  def size(x)", "end", "defimpl Size, for: Sized do", "  def size(s), do: Deep.twice(s.n)", "end",
		"defmodule Deep do", "  def twice(n), do: n * 2", "end", "import Bitwise", "alias Sized, as: S", "s = %S{n: 3}", "defmodule Wrong do", "  x(", "end)", "1 / 0")
	out := c.enter(".real {x, p, Size.size(s), 1 <<< 2, GenServer.start(Demo.Counter, 0)}")
	for _, want := range []string{"  p is not handed over: no source gives its value back\n", "│ Elixir 1.14.0, OTP 24\n", "  alias X fails there: no\n", "otpsh speaks Elixir 1.18; another version may differ for that alone\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	b, err := os.ReadFile(asked)
	if err != nil {
		t.Fatal(err)
	}
	_, main, _ := strings.Cut(string(b), "\n:otpsh_real.main(")
	at := -1
	for _, want := range []string{
		`"defmodule Demo.Counter do`, `"defmodule Sized do` + "\n  defstruct [:n]\nend; :ok\"", `"defprotocol Size do`, `"defimpl Size, for: Sized do`, `"defmodule Deep do`,
		`"import Bitwise"`, `"alias Sized, as: S"`, `{:x, "[1, %{a: \"q\\\"\#\"}]"}`, `{:s, "%Sized{n: 3}"}`, `"{x, p, Size.size(s), 1 <<< 2, GenServer.start(Demo.Counter, 0)}", 48)`,
	} {
		i := strings.Index(main, want)
		if i <= at {
			t.Errorf("no %q after the others in\n%s", want, main)
		}
		at = i
	}
	for _, no := range []string{"Other", "unused", "{:p,", "Wrong", "1 / 0"} {
		if strings.Contains(main, no) {
			t.Errorf("%q is handed over:\n%s", no, main)
		}
	}
}

func TestRealFails(t *testing.T) {
	c := newConsole(t, Config{})
	c.shows(".real", "otpsh: .real: which expression?")
	c.shows(".real (1", "otpsh: this is no whole expression: (1")
	t.Setenv("PATH", t.TempDir())
	c.shows(".real 1 + 1", "otpsh: no Elixir is installed: there is no program elixir in the PATH\n2\n")
	if !c.Failed() {
		t.Error("the command does not fail")
	}
	t.Setenv("PATH", "/usr/bin:/bin")
	installed(t, "echo it is broken; exit 3")
	c.shows(".real 1 + 1", "otpsh: the program elixir gave no answer but:\nit is broken\n2\n")
	installed(t, "echo; echo 'otpsh-real:MS4x,%%%,,,'")
	c.shows(".real 1 + 1", "otpsh: the program elixir gave an answer that cannot be read")
	boxed := &console{t: t, Shell: New(elixir.NewWorld(elixir.Options{Simulated: true, Sandbox: true}), Config{})}
	boxed.shows(".real 1 + 1", "otpsh: the sandbox refuses files and programs\n2\n")
	c.shows(".real Process.sleep(:infinity)", "** (deadlock) nothing can ever happen")
}

// Ctrl-C ends the other program too.
func TestRealIsInterrupted(t *testing.T) {
	asked := installed(t, "exec sleep 600")
	c := newConsole(t, Config{})
	go func() {
		for {
			if _, err := os.Stat(asked); err == nil {
				c.Interrupt()
				return
			}
			time.Sleep(time.Millisecond)
		}
	}()
	c.shows(".real 1 + 1", "otpsh: stopped\n2\n")
	c.shows("1 + 2", "3\n")
}
