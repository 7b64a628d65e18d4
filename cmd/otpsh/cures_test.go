package main

import (
	"fmt"
	"strings"
	"testing"
)

// openNumbered opens the program so that kill finds it.
func openNumbered(t *testing.T) *screen {
	t.Helper()
	s := openScreen(t)
	s.line("sh -c 'echo $$ > " + s.home + "/pid; exec " + program(t) + "'")
	s.waitEnd("iex(1)>")
	return s
}

// After the program has gone nothing that is pasted is marked any more.
func TestCure01PastesAreNotMarkedAfterwards(t *testing.T) {
	for _, leave := range []func(s *screen){
		func(s *screen) { s.line("exit") },
		func(s *screen) { s.key("C-d") },
		func(s *screen) { s.line("System.halt(0)") },
		func(s *screen) { s.kill("TERM") },
	} {
		s := openScreen(t)
		s.line("sh -c 'sh -c \"echo \\$\\$ > " + s.home + "/pid; exec " + program(t) + "\"; echo gone; exec cat'")
		s.waitEnd("iex(1)>")
		leave(s)
		s.wait("\ngone\n")
		s.paste("pasted text\n")
		s.wait("\npasted text\npasted text\n")
	}
}

// Ctrl-Z suspends at the prompt and at work; the terminal is as it was
// meanwhile, and the line is there again afterwards.
func TestCure01Suspension(t *testing.T) {
	s := openScreen(t)
	before := s.stty("before")
	s.line(program(t))
	s.waitEnd("iex(1)>")
	s.typed("40 + ")
	s.wait("iex(1)> 40 +")
	s.key("C-z")
	s.wait("Stopped")
	s.waitEnd("$")
	if during := s.stty("during"); during != before {
		t.Errorf("while it is suspended:\n%s\nbefore:\n%s", during, before)
	}
	s.line("fg")
	s.until("the line again", func(shown string) bool { return strings.Count(shown, "iex(1)> 40 +") == 2 })
	s.typed("2")
	s.key("Enter")
	s.wait("\n42\n")
	s.waitEnd("iex(2)>")
	s.line(`IO.puts("it " <> "works"); Process.sleep(1500); :slept`)
	s.wait("\nit works\n")
	s.key("C-z")
	s.until("a second stop", func(shown string) bool { return strings.Count(shown, "Stopped") == 2 })
	s.waitEnd("$")
	if during := s.stty("at_work"); during != before {
		t.Errorf("while it is suspended at work:\n%s\nbefore:\n%s", during, before)
	}
	s.line("clear; fg")
	s.wait("\n:slept\n")
	s.waitEnd("iex(3)>")
	s.key("C-d")
	s.waitEnd("$")
	if after := s.stty("after"); after != before {
		t.Errorf("after:\n%s\nbefore:\n%s", after, before)
	}
}

// A signal for Ctrl-C clears the line and does not end the program, however
// often it comes.
func TestCure04InterruptAtThePrompt(t *testing.T) {
	s := openNumbered(t)
	for i := range 5 {
		s.typed("half a line")
		s.until("the line", func(shown string) bool { return strings.Count(shown, "iex(1)> half a line") == i+1 })
		s.kill("INT")
		s.waitEnd("iex(1)>")
	}
	s.line("40 + 2")
	s.wait("iex(1)> 40 + 2\n42\n")
}

// What is typed while an evaluation runs is shown once: by the prompt that it
// is for.
func TestCure05TypedAheadIsShownOnce(t *testing.T) {
	s := openShell(t)
	s.line(`IO.puts("it " <> "waits"); receive do :go -> :gone after 700 -> :late end`)
	s.wait("\nit waits\n")
	s.typed("11 * x11")
	s.key("BSpace", "BSpace", "BSpace")
	s.typed("11")
	s.key("Enter")
	s.typed("half")
	s.wait("\nit waits\n:late\niex(2)> 11 * 11\n121\niex(3)> half\n")
}

// A program that asks for a line gets the one that is typed, with the keys of a
// line, and what was typed ahead.
func TestCure05IOGets(t *testing.T) {
	s := openShell(t)
	s.line(`name = IO.gets("name? ")`)
	s.waitEnd("\nname?")
	s.typed("Bxb")
	s.key("Left", "BSpace", "Left", "Right", "o", "Right", "Enter")
	s.wait("name? Bob\n\"Bob\\n\"\niex(2)>")
	s.line(`IO.puts("it " <> "works"); Process.sleep(500); {IO.gets("a? "), IO.gets("b? ")}`)
	s.wait("\nit works\n")
	s.line("one")
	s.line("two")
	s.line(":three")
	s.wait("it works\na? one\nb? two\n{\"one\\n\", \"two\\n\"}\niex(3)> :three\n:three\n")
	s.line(`IO.gets("end? ")`)
	s.waitEnd("\nend?")
	s.key("C-d")
	s.wait("\n:eof\n")
	s.line(`IO.gets("stop? ")`)
	s.waitEnd("\nstop?")
	s.key("C-c")
	s.wait("interrupted")
	s.line("40 + 2")
	s.wait("\n42\n")
	s.line("flush()")
	s.wait("iex(6)> flush()\n:ok\n")
}

// Keys that come in one read are keys: see also TestNextKey.
func TestCure07KeysThatComeTogether(t *testing.T) {
	s := openShell(t)
	s.typed("half")
	s.wait("iex(1)> half")
	s.key("C-c", "1", "C-a", "4", "Enter", "C-c", "C-d")
	s.waitEnd("$")
	s.wait("iex(1)> 41\n41\n")
}

// With a suggestion selected Enter takes it, and the next one sends the line,
// however fast they come.
func TestCure11EnterTakesTheSuggestion(t *testing.T) {
	s := openShell(t)
	s.typed("String.upca")
	s.popup("upcase(")
	s.key("Tab", "Enter")
	s.wait("iex(1)> String.upcase\n")
	s.typed("(\"taken\")")
	s.key("Enter")
	s.wait("\n\"TAKEN\"\niex(2)>")
	for i := range 5 {
		s.typed("String.downca")
		s.popup("downcase(")
		s.key("Tab", "Enter", "(", "\"", "A", "\"", ")", "Enter")
		s.wait(fmt.Sprintf("iex(%d)> String.downcase(\"A\")\n\"a\"\niex(%d)>", 2+i, 3+i))
	}
}

// A form of several lines comes back as it was typed, byte for byte, and can be
// edited line by line.
func TestCure14FormsComeBackAsTheyWere(t *testing.T) {
	s := openShell(t)
	s.line(`text = """`)
	s.waitEnd("...(1)>")
	s.typed("  a mark ⏎ and zażółć")
	s.key("Enter")
	s.line("")
	s.line("    indented ")
	s.line(`  """`)
	s.wait("\n\"a mark ⏎ and zażółć\\n\\n  indented \\n\"\n")
	s.waitEnd("iex(2)>")
	s.line("before = text")
	s.waitEnd("iex(3)>")
	s.key("Up", "Up")
	s.wait("iex(3)> text = \"\"\"\n...(3)>   a mark ⏎ and zażółć\n...(3)>\n...(3)>     indented\n...(3)>   \"\"\"\n")
	s.key("Enter")
	s.waitEnd("iex(4)>")
	s.line("{text == before, :again}")
	s.wait("\n{true, :again}\n")
	// Up goes to the line above before it goes to the form before.
	s.waitEnd("iex(5)>")
	s.key("Up", "Up")
	s.wait("iex(5)> text = \"\"\"\n")
	s.key("Up", "Up", "Up", "C-e")
	s.typed("X")
	s.key("Enter")
	s.waitEnd("iex(6)>")
	s.line("{text, :edited}")
	s.wait(":edited}\n")
}

// There is no popup for no text, and no prompt after the program has gone.
func TestCure18NothingStray(t *testing.T) {
	s := openShell(t)
	s.key("Tab")
	s.typed("1")
	s.key("BSpace", "Tab", "Enter")
	s.until("two empty prompts", func(shown string) bool {
		return strings.HasSuffix(strings.TrimRight(shown, "\n"), "\niex(1)>\niex(1)>")
	})
	for i, leave := range []string{"exit", "quit"} {
		s.line(leave)
		s.wait(leave + "\n$")
		s.waitEnd("$")
		if strings.Count(s.text(), "> "+leave) != 1 {
			t.Errorf("a stray prompt:\n%s", s.text())
		}
		if i == 0 {
			s.line(program(t))
			s.until("a prompt", func(shown string) bool { return strings.HasSuffix(strings.TrimSpace(shown), "iex(1)>") })
		}
	}
}
