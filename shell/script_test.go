package shell

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"otpsh/runtime/elixir"
)

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestRunScript(t *testing.T) {
	c := newRecorded(t)
	write(t, "a.otp", "# a comment\nx = 20\n\n[x,\n  2]\n|> Enum.sum()\n.spawn counter\nIO.puts(\"told\")\n")
	out := c.enter(".run a.otp")
	want := "iex(1) 00:00:00> x = 20\n20\niex(2) 00:00:00> [x,\n...(2) 00:00:00>   2]\n[20, 2]\niex(3) 00:00:00> |> Enum.sum()\n22\n" +
		"iex(4) 00:00:00> .spawn counter\n  = GenServer.start(Demo.Counter, 0, name: :counter)\n"
	if !strings.HasPrefix(out, want) || !strings.HasSuffix(out, "> IO.puts(\"told\")\ntold\n:ok\n") || c.Failed() {
		t.Errorf("it shows\n%s\nnot\n%s", out, want)
	}
	c.shows("x + 1", "21\n")
	all := noted(c)
	if all[0].Input != ".run a.otp" || all[1].Input != "x = 20" || all[1].File != "a.otp" || all[2].FileLine != 4 || all[1].Output != "20\n" {
		t.Errorf("noted %+v", all)
	}
	c.enter(".save b.otp")
	if text, _ := os.ReadFile("b.otp"); !strings.Contains(string(text), "#- .run a.otp   (the inputs of the file follow)\n\n# a.otp:2\nx = 20\n#> 20\n") {
		t.Errorf("saved as\n%s", text)
	}
}

// Each form of a file of Elixir is an input: it may use structs and macros of
// the forms before.
func TestRunElixir(t *testing.T) {
	c := newRecorded(t)
	write(t, "a.exs", `# A file.
defmodule Point do
  # in it
  defstruct [:x]
end

p = %Point{x: 1}; q = 2

# about the pipe
p
|> Map.get(:x)
|> Kernel.+(q)

"""
# text
"""
:atom
{__ENV__.line, Path.basename(__ENV__.file)}
`)
	out := c.enter(".run a.exs")
	for _, want := range []string{
		"iex(1) 00:00:00> defmodule Point do\n...(1) 00:00:00>   # in it\n", "> p = %Point{x: 1}; q = 2\n2\n", "iex(3) 00:00:00> p\n...(3) 00:00:00> |> Map.get(:x)\n...(3) 00:00:00> |> Kernel.+(q)\n3\n",
		"\"# text\\n\"\n", "> :atom\n:atom\n", "{18, \"a.exs\"}\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	c.shows("{p.x, q, v(3), __ENV__.file, __ENV__.line}", `{1, 2, 3, "iex", 7}`)
	write(t, "b.exs", "a = 1\n\nMap.fetch!(%{},\n  :none)\nb = 2\n")
	c.shows(".run b.exs", "** (KeyError)", "b.exs:3: (file)", "otpsh: b.exs:3: the script stops here\n")
	if !c.Failed() {
		t.Error("the command does not fail")
	}
	c.shows("a", "1\n")
	if c.enter("b"); !c.Failed() {
		t.Error("the file was run beyond its error")
	}
	write(t, "c.exs", "a = 3\n(\n")
	c.shows(".run c.exs", "** (TokenMissingError)", "c.exs:2:2", "otpsh: c.exs:2: nothing of the file is run")
	c.shows("a", "1\n")
	write(t, "d.exs", "a = 5; b = \"\n# x\"; (c = 1\nd = 2)\n")
	c.shows(".run d.exs", "2\n")
	c.shows("{a, c, d}", "{5, 1, 2}")
}

func TestRunStops(t *testing.T) {
	c := newRecorded(t)
	c.shows(".run", "otpsh: .run: which file?")
	c.shows(".run none.otp", "otpsh: none.otp cannot be read: there is no such file or folder")
	c.shows(".run none.txt", "otpsh: none.txt is neither .otp")
	c.shows(".run .", "otpsh: . is a folder; outside of the shell, otpsh run . starts a mix project")
	write(t, "lesson.otp", "---\notp: 1\n")
	c.shows(".run lesson.otp", "otpsh: lesson.otp is a lesson")
	write(t, "fails.otp", "a = 1\n.nonsense\nb = 2\n")
	c.shows(".run fails.otp", "there is no command .nonsense", "otpsh: fails.otp:2: the script stops here")
	c.shows("a", "1\n")
	write(t, "open.otp", "\n[1,\n2\n")
	c.shows(".run open.otp", "otpsh: open.otp:2: the form that begins here is not finished")
	if c.Unfinished() {
		t.Error("the form goes on after the file")
	}
	write(t, "outer.otp", ".run inner.otp\n:never\n")
	write(t, "inner.otp", "1 / 0\n")
	if out := c.enter(".run outer.otp"); strings.Contains(out, "never") || !strings.Contains(out, "inner.otp:1: the script") || !strings.Contains(out, "outer.otp:1: the script") {
		t.Errorf("it shows\n%s", out)
	}
	write(t, "leaves.otp", ".run leave.otp\n:goes_on\n")
	write(t, "leave.otp", "exit\n:never\n")
	if out := c.enter(".run leaves.otp"); strings.Contains(out, "never") || !strings.Contains(out, ":goes_on\n:goes_on\n") || c.quit || c.Failed() {
		t.Errorf("it shows\n%s", out)
	}
	write(t, "endless.otp", ".run endless.otp\n")
	out := c.enter(".run endless.otp")
	if n := strings.Count(out, "> .run endless.otp\n"); n != maxRuns || !strings.Contains(out, "endless.otp is not run: files that run files nest deeper than 8") {
		t.Errorf("%d times deep:\n%s", n, out)
	}
	c.shows("1 + 1", "2\n")
}

// Ctrl-C ends the input that runs and the file; what was bound stays.
func TestRunIsInterrupted(t *testing.T) {
	c := newRecorded(t)
	c.Shell.enter(newPlace(heardBy(c, c.record, elixir.Options{}), c.cfg))
	write(t, "long.otp", "a = 1\nIO.puts(\"begun\"); Process.sleep(:infinity)\n:never\n")
	write(t, "loop.otp", "a = 2\n"+strings.Repeat("IO.puts(\"round\")\n", 100_000)+":never\n")
	for file, sign := range map[string]string{"long.otp": "begun\n", "loop.otp": "round\n"} {
		interrupted := false
		var out strings.Builder
		done := make(chan struct{})
		seen := make(chan struct{}, 1)
		go func() {
			defer close(done)
			c.Line(".run "+file, func(e Effect) {
				if p, ok := e.(Print); ok {
					out.WriteString(p.Text)
				}
			})
		}()
		go func() {
			for {
				for _, e := range noted(c) {
					if strings.Contains(e.Output, sign) && e.File == file {
						seen <- struct{}{}
						return
					}
				}
				time.Sleep(time.Millisecond)
			}
		}()
		select {
		case <-seen:
			c.Interrupt()
			interrupted = true
			<-done
		case <-done:
		case <-time.After(30 * time.Second):
			t.Fatal("nothing is printed within half a minute")
		}
		if !interrupted || strings.Contains(out.String(), "never") || !strings.Contains(out.String(), fmt.Sprintf("otpsh: %s:", file)) {
			t.Errorf("%s: interrupted %v, it shows\n%s", file, interrupted, out.String()[max(0, out.Len()-500):])
		}
	}
	c.shows("a > 0", "true\n")
}
