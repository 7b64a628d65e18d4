package shell

import (
	"os"
	"strings"
	"testing"
)

func TestAnInputThatIsMarkedToFail(t *testing.T) {
	for script, want := range map[string]string{
		"#! error\n1 / 0\n:on\n":                                                                   "",
		"#! error ** (ArithmeticError) ...\n\n# why\n1 / 0\n:on\n":                                 "",
		"#! error ** (ArithmeticError) bad argument in arithmetic expression: 1 / 0\n1 / 0\n:on\n": "",
		"  #! error ** (CompileError) ...\n(\nnowhere\n)\n:on\n":                                   "",
		"#! error ** (EXIT from #PID<...>) shell process exited with reason: :oops\nspawn_link(fn -> exit(:oops) end); receive do end\n:on\n": "",
		"#! error ** (exit) ...\nGenServer.call(:nobody, 1)\n:on\n":                                                                           "",
		"#! error otpsh: there is no command .nonsense...\n.nonsense\n:on\n":                                                                  "",
		"#! error\n1 / 1\n:on\n":                     "x.otp:2: this input is marked to fail, and did not",
		"#! error ** (KeyError) ...\n1 / 0\n:on\n":   "x.otp:2: this input failed, but not with ** (KeyError) ...",
		"#! error ** (Arithmetic) ...\n1 / 0\n:on\n": "x.otp:2: this input failed, but not with ** (Arithmetic) ...",
		":before\n#! error\n# nothing\n":             "x.otp:2: no input follows that could fail",
		"#! error\n#! error\n1 / 0\n:on\n":           "x.otp:1: no input follows that could fail",
		"#! errors are not marked so\n1 / 0\n:on\n":  "x.otp:2: the script stops here",
		"#! error\n1 / 0\n:mark_is_for_one\n1 / 0\n": "x.otp:4: the script stops here",
		"#! error\n[1,\n":                            "x.otp:2: the form that begins here is not finished",
	} {
		c := newRecorded(t)
		code, err := c.Play("x.otp", script, c.effect)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want || code != 0 || err == nil && (c.Failed() || !strings.HasSuffix(c.out.String(), "> :on\n:on\n")) {
			t.Errorf("%s\nends with %q, not %q, after\n%s", script, got, want, c.out.String())
		}
	}
}

// A session that crashed something on purpose, and was mistaken at times, is the
// same in its saved script: .run plays it too.
func TestASavedCrashCrashesAgain(t *testing.T) {
	c := newRecorded(t)
	c.enter(".spawn supervisor one_for_one counter as keeper", ".call counter {:add, 3}", ".crash counter", "GenServer.call(:counter, :crash)",
		"nowhere", ".nonsense", "spawn_link(fn -> exit(:oops) end); Process.sleep(10)", "GenServer.call(:counter, :get)", ".tree", ".save x.otp")
	text, _ := os.ReadFile("x.otp")
	for _, want := range []string{
		"\n#! error ** (exit) ...\nGenServer.call(:counter, :crash)\n", "\n#! error ** (CompileError) ...\nnowhere\n", "\n#! error\n.nonsense\n",
		"\n#! error ** (EXIT from #PID<...>) ...\nspawn_link(", "# The input after a line \"#! error\" fails, as it did then.\n",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	first := noted(c)
	again := newRecorded(t)
	if code, err := again.Play("x.otp", string(text), again.effect); err != nil || code != 0 {
		t.Fatalf("exit %d, %v:\n%s", code, err, again.out.String())
	}
	second := noted(again)
	for i := range second {
		if second[i].Failed != first[i].Failed || second[i].Error != first[i].Error || timeless(second[i].Output) != timeless(first[i].Output) {
			t.Errorf("the session had\n%+v\nthe script\n%+v", first[i], second[i])
		}
	}
	write(t, "x.otp", string(text))
	if out := newSession(t).enter(".run x.otp"); strings.Contains(out, "stops here") {
		t.Errorf("in a session it shows\n%s", out)
	}
}

// newSession is a console that has come some way, in the folder that is there.
func newSession(t *testing.T) *console {
	t.Helper()
	c := newConsole(t, Config{})
	c.enter(":a", ":b", ":c")
	return c
}

// Values of earlier inputs are counted back, past what is not run.
func TestSavedValues(t *testing.T) {
	c := newRecorded(t)
	c.enter("10", `pid("0.1.0")`, "20", "v(1) + v 3", "v(-2) * v(1)", "v()", ".spawn counter", ".call counter {:add, v(4)}",
		"30", ".undo", "40", "|> Kernel.+(v(1))", "v(2)", "is_pid(v(-1)) and v(9) > 0", "v(99)", ".save x.otp")
	text, _ := os.ReadFile("x.otp")
	for _, want := range []string{
		"\nv(-2) + v(-1)\n#> 30\n", "\nv(-2) * v(-3)\n#> 200\n", "\nv()\n#> 200\n", "\n.call counter {:add, v(-4)}\n", "\n|> Kernel.+(v(-8))\n#> 50\n",
		"#- v(2)   (it uses the value of iex(2), which is not run)\n", "(it uses the value of iex(", "\n#! error ** (RuntimeError) ...\nv(99)\n",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	write(t, "x.otp", string(text))
	out := newSession(t).enter(".run x.otp")
	if strings.Contains(out, "otpsh: x.otp:") || !strings.Contains(out, "> v(-2) + v(-1)\n30\n") {
		t.Errorf("in a session it shows\n%s", out)
	}
	c.enter(`pid("0.1.0")`, "|> is_pid()", ".save y.otp")
	if text, _ := os.ReadFile("y.otp"); !strings.Contains(string(text), "#- |> is_pid()   (it goes on from the value of iex(") {
		t.Errorf("saved as\n%s", text)
	}
}

func TestALongOutputIsSavedInPart(t *testing.T) {
	c := newRecorded(t)
	c.enter("for n <- 1..23, do: IO.puts(n); :short", "for n <- 1..24, do: IO.puts(n); :long", ".source Enum", ".save x.otp")
	text, _ := os.ReadFile("x.otp")
	if n := strings.Count(string(text), "\n"); n > 80 {
		t.Errorf("it has %d lines", n)
	}
	if !strings.Contains(string(text), "#> 22\n#> 23\n#> :short\n\n") {
		t.Errorf("saved as\n%s", text)
	}
	if strings.Count(string(text), "\n# (and more)\n") != 1 { // of Enum not all is kept
		t.Errorf("saved as\n%s", text)
	}
	if want := "#> 15\n#> 16\n# (9 more lines were printed)\n"; !strings.Contains(string(text), want) {
		t.Errorf("no %q in\n%s", want, text)
	}
}

// What is about the shell's last value has none in a program.
func TestSavedElixirHasNoLastValue(t *testing.T) {
	c := newRecorded(t)
	c.enter("1", "i", "i()", "i 1", "i = 2", "i", ".save x.exs")
	text, _ := os.ReadFile("x.exs")
	const why = "   (i alone is about the value before, which the shell alone has)\n"
	if s := string(text); !strings.Contains(s, "\n#- i"+why) || !strings.Contains(s, "\n#- i()"+why) || !strings.Contains(s, "\ni 1\n") || !strings.Contains(s, "\ni\n#> 2\n") {
		t.Errorf("saved as\n%s", s)
	}
}
