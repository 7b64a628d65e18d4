package shell

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"otpsh/runtime/elixir"
	"otpsh/shell/view"
)

// newRecorded is a console of a simulated world whose programs' output is shown
// and noted, in a folder of its own.
func newRecorded(t *testing.T) *console {
	t.Helper()
	t.Chdir(t.TempDir())
	c := &console{t: t}
	record := NewRecord()
	c.Shell = New(heardBy(c, record, elixir.Options{Simulated: true}), Config{Record: record, Style: view.NewStyle(false, true, 100)})
	return c
}

func heardBy(c *console, record *Record, o elixir.Options) *elixir.World {
	host := elixir.NewMachineHost()
	host.Out = record.Tee(&c.out)
	o.Host = host
	return elixir.NewWorld(o)
}

// A session with a multi-line form, a failure, commands, output of programs and
// a continued value.
var session = []string{
	"x = 1", "x / 0", "defmodule Twice do", "  defstruct [:n]", "", "  # a comment", "  def of(n), do: n * 2", "end; :defined",
	"t = %Twice{n: 4}", "Twice.of(t.n)", "|> Kernel.+(1)", `IO.puts("told\nin lines")`, ".spawn counter", ".call counter {:add, 2}", "spawn(fn -> 1 end)",
	".ps", ".nonsense", "raise \"so\n  much\"", ".kill counter", `"a`, "# b", `c"`, "y = 5", ".undo", "flush", "send(self(), :late); flush()",
	"send(self(), 20)", "|> Kernel.+(1)",
}

// What a saved script prints is what the session printed.
func TestSaveAndRunAgain(t *testing.T) {
	c := newRecorded(t)
	c.enter(session...)
	c.Line("1 +\n2\n|> Kernel.*(3)", c.effect) // a form that comes at once
	c.enter(".undo", "40\n\n+2", "z = 7")
	c.shows(".save x.otp", "  saved 25 inputs to x.otp (4 of them as comments: they say why); otpsh x.otp runs it\n")
	first := noted(c)
	text, err := os.ReadFile("x.otp")
	if err != nil {
		t.Fatal(err)
	}
	again := newRecorded(t)
	if code, err := again.Play("x.otp", string(text), again.effect); err != nil || code != 0 {
		t.Fatalf("exit %d, %v: it printed\n%s\nthe script is\n%s", code, err, again.out.String(), text)
	}
	second := noted(again)
	i := 0
	for _, e := range first {
		if strings.HasPrefix(e.Input, ".save") {
			continue
		}
		shown := comment(outputMark, strings.TrimSuffix(e.Output, "\n"))
		if !strings.Contains(string(text), shown) {
			t.Errorf("the script does not show\n%s", shown)
		}
		if leftOut(e) != "" {
			continue
		}
		if i >= len(second) || second[i].Input != asTyped(e.Input) || timeless(second[i].Output) != timeless(e.Output) {
			t.Fatalf("the session had\n%+v\nthe script\n%+v", e, second[i])
		}
		i++
	}
	if i != len(second) {
		t.Errorf("the script has %d inputs, the session %d", len(second), i)
	}
}

// timeless is an output without numbers that are those of one run: pids, how
// long ago, how much work, and object code.
func timeless(output string) string {
	output = regexp.MustCompile(`#PID<[^>]*>`).ReplaceAllString(output, "#PID<>")
	return regexp.MustCompile(`(?m)^.*#PID.*$`).ReplaceAllStringFunc(output, func(line string) string {
		return regexp.MustCompile(`\d+|\s+`).ReplaceAllString(line, "")
	})
}

// The same as Elixir: it runs, and says what it left out.
func TestSaveElixir(t *testing.T) {
	c := newRecorded(t)
	c.enter(session...)
	c.enter("v(-1)", `IO.inspect({x, t.n, Twice.of(21)})`, "alias Twice, as: T", "%T{n: ~c'''", "a", "'''}", ".tree")
	c.shows(".save x.exs", "saved ")
	text, err := os.ReadFile("x.exs")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\n  defmodule Demo.Counter do\n    @moduledoc", "import IEx.Helpers\n", "# .call counter {:add, 2}\nGenServer.call(:counter, {:add, 2})\n#>   = ",
		"#- x / 0   (it failed)\n", "#- v(-1)   (v is of the shell alone)\n", "\nflush()\n", "#- .tree   (a command of otpsh)\n", "#- y = 5   (it was undone)\n",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the file does not hold %q:\n%s", want, text)
		}
	}
	run := &console{t: t}
	if code := heardBy(run, NewRecord(), elixir.Options{}).RunFile("x.exs"); code != 0 {
		t.Fatalf("exit %d; it printed\n%s\nthe file is\n%s", code, run.out.String(), text)
	}
	if out := run.out.String(); out != "told\nin lines\n:late\n{1, 4, 42}\n" {
		t.Errorf("it printed %q", out)
	}
	plain := newRecorded(t)
	plain.enter("x = 1", "IO.inspect(x)", ".save x.exs")
	if text, _ := os.ReadFile("x.exs"); !strings.HasSuffix(string(text), "written by .save.\n"+
		"# elixir x.exs runs them again: commands of otpsh are the Elixir that they showed.\n"+
		"# Lines that begin with \"#> \" are what was printed then, with \"#- \" inputs that are not run.\n"+
		"\nx = 1\n#> 1\n\nIO.inspect(x)\n#> 1\n#> 1\n") {
		t.Errorf("a plain session is saved as\n%s", text)
	}
}

func TestSaveRefuses(t *testing.T) {
	c := newRecorded(t)
	c.shows(".save x.otp", "otpsh: nothing was typed yet in this world")
	c.enter("1")
	c.shows(".save", "otpsh: .save: where to?")
	c.shows(".save x", "otpsh: as what? .save x.otp is a script of inputs, .save x.exs is Elixir")
	c.shows(".save nowhere/x.otp", "otpsh: nowhere/x.otp cannot be written: there is no such file or folder")
	if err := os.WriteFile("mine.otp", []byte("# mine\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.shows(".save mine.otp", "otpsh: mine.otp exists already; .save! mine.otp writes over it")
	if text, _ := os.ReadFile("mine.otp"); string(text) != "# mine\n" {
		t.Errorf("the file is now %q", text)
	}
	c.shows(".save! mine.otp", "saved ")
	if text, _ := os.ReadFile("mine.otp"); !strings.Contains(string(text), "\n1\n#> 1\n") {
		t.Errorf("the file is now %q", text)
	}
	if files, _ := filepath.Glob("*"); len(files) != 1 {
		t.Errorf("there are %v", files)
	}
	t.Setenv("HOME", t.TempDir())
	c.shows(".save ~/home.otp", "saved ")
	c.shows(".run ~/home.otp", "> 1\n1\n")
	boxed := &console{t: t, Shell: New(elixir.NewWorld(elixir.Options{Simulated: true, Sandbox: true}), Config{})}
	boxed.enter("1")
	boxed.shows(".save boxed.otp", "otpsh: boxed.otp cannot be written: the sandbox refuses files and programs")
	boxed.shows(".run mine.otp", "otpsh: mine.otp cannot be read: the sandbox refuses files and programs")
}

// A process that is named by a number is another one in the next world; inputs
// of another world belong to that.
func TestSaveOfWorlds(t *testing.T) {
	c := newRecorded(t)
	c.cfg.Simulate = func() *elixir.World { return elixir.NewWorld(elixir.Options{Simulated: true}) }
	c.Shell.enter(newPlace(elixir.NewWorld(elixir.Options{}), c.cfg))
	c.enter("1", `Process.alive?(pid("0.97.0"))`, ".kill 0.1234.0")
	c.enter(".sim", "2", ".save x.otp")
	text, _ := os.ReadFile("x.otp")
	if !strings.Contains(string(text), "# 1 input of a simulated session of otpsh") || !strings.Contains(string(text), "# 4 inputs of the session in other worlds are not in it.\n") {
		t.Errorf("saved as\n%s", text)
	}
	c.enter(".live", ".save y.otp")
	text, _ = os.ReadFile("y.otp")
	for _, want := range []string{"# 4 inputs of a live", `#- Process.alive?(pid("0.97.0"))   (it names a process by a number`, "#- .sim   (a script has a simulated world from its start)"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
