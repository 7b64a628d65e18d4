package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// While a process prints a thousand lines a second, no key is lost and no line
// is torn.
func TestCure10TypingWhileLinesArePrinted(t *testing.T) {
	s := openShell(t)
	s.line(`me = self(); printer = spawn(fn -> Enum.each(1..4000, fn i -> IO.puts("line #{i} of many"); if rem(i, 10) == 0, do: Process.sleep(8) end); send(me, :printed) end); :begun`)
	s.wait(":begun")
	text := "zażółć gęślą jaźń, while a thousand lines a second go by above what is typed here"
	typed := `len = String.length("` + text + `")`
	for _, key := range strings.Split(typed, "") {
		s.typed(key)
		time.Sleep(5 * time.Millisecond) // as fast as a machine types
	}
	if shown := s.text(); strings.Contains(shown, "line 4000 of many") {
		t.Fatal("the printer was done before the typing")
	}
	s.key("Enter")
	s.line("receive do :printed -> :all end")
	s.wait("\n:all\n")
	s.line("len + 1000")
	s.wait(fmt.Sprintf("\n%d\n", 1000+utf8.RuneCountInString(text)))
	// The screen keeps the last 2000 lines, and what was typed among them.
	first, want := 0, 0
	for _, line := range strings.Split(s.tmux("capture-pane", "-p", "-J", "-S", "-2000", "-t", s.name), "\n") {
		line = strings.TrimRight(line, " ")
		if !strings.Contains(line, "of many") {
			continue
		}
		if first == 0 {
			fmt.Sscanf(line, "line %d", &first)
			want = first
		}
		if line != fmt.Sprintf("line %d of many", want) {
			t.Fatalf("line %d is torn, lost or late: %q", want, line)
		}
		want++
	}
	if first > 3000 || want != 4001 {
		t.Errorf("lines from %d to %d are there", first, want-1)
	}
}

// What is written without a line break stands above the line, and grows there.
func TestCure10PartialOutput(t *testing.T) {
	s := openShell(t)
	s.line(`writer = spawn(fn -> receive do :go -> :ok end; for n <- 1..5 do receive do :go -> IO.write("#{n} and ") end end; IO.puts("done") end); go = fn -> send(writer, :go); Process.sleep(60) end; go.()`)
	s.waitEnd("iex(2)>")
	s.line("spawn(fn -> for _ <- 1..5, do: (Process.sleep(150); send(writer, :go)) end); :slowly")
	s.wait(":slowly")
	s.typed("40 + ")
	s.wait("\n1 and 2 and\niex(3)> 40 +")
	s.wait("\n1 and 2 and 3 and 4 and 5 and done\niex(3)> 40 +")
	s.typed("2")
	s.key("Enter")
	s.wait("iex(3)> 40 + 2\n42\n")
	s.line(`IO.write("no break")`)
	s.wait("\nno break:ok\n")
	s.line(`IO.write(:stderr, "to the other stream\n"); spawn(fn -> Process.sleep(150); IO.puts(:stderr, "and " <> "again") end)`)
	s.waitEnd("iex(6)>")
	s.typed("kept")
	s.wait("\nand again\niex(6)> kept")
}

// A whole screen of output, and a line of output wider than the window.
func TestCure10WideOutput(t *testing.T) {
	s := openShell(t)
	s.line(`spawn(fn -> Process.sleep(200); IO.write(String.duplicate("0123456789", 30)); Process.sleep(200); IO.puts("|"); IO.puts("below") end); :wide`)
	s.wait("\n:wide\n")
	s.typed("typed")
	s.wait("typed")
	s.wait("|\nbelow\niex(2)> typed\n")
	if wide := strings.Repeat("0123456789", 30) + "|"; !strings.Contains(strings.ReplaceAll(s.text(), "\n", ""), wide) {
		t.Errorf("the wide line is torn:\n%s", s.text())
	}
	if n := len(regexp.MustCompile("iex.2.> typed").FindAllString(s.text(), -1)); n != 1 {
		t.Errorf("the line is there %d times:\n%s", n, s.text())
	}
}
