package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// paste pastes a text as a terminal does: marked, when the program has asked
// for that.
func (s *screen) paste(text string) {
	s.t.Helper()
	file := filepath.Join(s.home, "pasted")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.tmux("load-buffer", "-b", s.name, file)
	s.tmux("paste-buffer", "-p", "-d", "-b", s.name, "-t", s.name)
}

// A paste is evaluated form by form, as if it were typed; what follows the last
// line break is in the line.
func TestCure08BracketedPaste(t *testing.T) {
	s := openShell(t)
	s.paste(pasted(t) + "{:ok, sup} = MyApp.Supervisor.start_li")
	s.wait("{:module, MyApp.Counter,", "{:module, MyApp.Supervisor,", "...(1)>   use GenServer")
	s.wait("iex(3)> {:ok, sup} = MyApp.Supervisor.start_li\n")
	s.line("nk([])")
	s.wait("\n{:ok, #PID<0.")

	var loose strings.Builder
	for i := range 30 {
		fmt.Fprintf(&loose, "loose%d = %d\n", i, 1000+i)
	}
	s.paste(loose.String())
	for i := range 30 {
		s.wait(fmt.Sprintf("iex(%d)> loose%d = %d\n%d\n", 4+i, i, 1000+i, 1000+i))
	}
	s.waitEnd("iex(34)>")
	s.line("loose0 + loose29")
	s.wait("\n2029\n")
}

// A line that begins with |> continues the one before it, wherever the paste
// ends.
func TestCure08LeadingPipeInAPaste(t *testing.T) {
	s := openShell(t)
	s.paste("[1, 2, 3]\n|> Enum.map(& &1 * 7)\n\n  # a remark\n|> Enum.sum()\n:after\n")
	s.wait("iex(1)> [1, 2, 3]\n...(1)> |> Enum.map(& &1 * 7)\n...(1)>\n...(1)>   # a remark\n...(1)> |> Enum.sum()\n42\niex(2)> :after\n:after\n")
	s.paste("[4, 5]\n|> Enum.map(& &1 * 7)\n|> Enum.su")
	s.wait("iex(3)> [4, 5]\n...(3)> |> Enum.map(& &1 * 7)\n...(3)> |> Enum.su\n")
	s.line("m()")
	s.wait("\n63\n")
	s.waitEnd("iex(4)>")
	s.line("|> Kernel.+(1)") // as in IEx: of the value before
	s.wait("\n64\n")
}

// Tabs and control characters of a paste are text, also in the middle of a
// line; a paste of one line is not evaluated.
func TestCure08ControlCharactersInAPaste(t *testing.T) {
	s := openShell(t)
	s.typed("byte_size()")
	s.wait("iex(1)> byte_size()")
	s.key("Left")
	s.paste("\"a\tb\x03\x04\x1b[Dc\x01\"")
	s.waitEnd(`iex(1)> byte_size("a  b␃␄␛[Dc␁")`)
	s.key("Enter")
	s.wait("\n10\n")
	s.waitEnd("iex(2)>")
	s.typed("x = ()")
	s.wait("iex(2)> x = ()")
	s.key("Left")
	s.paste("if true do\n\t\t:in_a_paste\nend")
	s.waitEnd("...(2)> end)")
	s.key("Enter")
	s.wait("\n:in_a_paste\n")
}

// A large paste is neither lost nor slow, in lines or in one.
func TestCure08LargePaste(t *testing.T) {
	s := openShell(t)
	var b strings.Builder
	b.WriteString("defmodule Big do\n")
	n := 0
	for ; b.Len() < 100<<10; n++ {
		fmt.Fprintf(&b, "  def function_of_number_%d(x), do: {x, %d, \"zażółć gęślą jaźń\"}\n", n, n)
	}
	b.WriteString("end\n")
	s.paste(b.String())
	s.wait("{:module, Big,")
	s.line(fmt.Sprintf("elem(Big.function_of_number_%d(1), 1) + 1", n-1))
	s.wait(fmt.Sprintf("\n%d\n", n))
	s.waitEnd("iex(3)>")
	s.paste(`byte_size("` + strings.Repeat("0123456789", 10<<10) + `")`)
	s.waitEnd(`0123456789")`)
	s.key("Enter")
	s.wait("\n102400\n")
}

// Ctrl-C stops an evaluation of a paste and forgets the rest of it.
func TestCure08CtrlCInAPaste(t *testing.T) {
	s := openShell(t)
	s.paste("IO.puts(\"it \" <> \"waits\"); Process.sleep(:infinity)\n:never_reached\n:never_re")
	s.wait("\nit waits\n")
	s.key("C-c")
	s.wait("interrupted")
	s.waitEnd("iex(1)>")
	s.line(":reached")
	s.wait("\n:reached\n")
	if strings.Contains(s.text(), "never") {
		t.Errorf("the paste went on:\n%s", s.text())
	}
}
