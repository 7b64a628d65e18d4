package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// This file is the popup of completion on a real screen.

// typed types a text without Enter.
func (s *screen) typed(text string) {
	s.t.Helper()
	s.tmux("send-keys", "-t", s.name, "-l", text)
}

// popup waits until lines with these texts are on the screen, and gives the
// lines below the one that is being typed.
func (s *screen) popup(texts ...string) []string {
	s.t.Helper()
	s.wait(texts...)
	lines := strings.Split(strings.TrimRight(s.text(), "\n"), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if strings.HasPrefix(lines[i], "iex(") || strings.HasPrefix(lines[i], "...(") {
			return lines[i+1:]
		}
	}
	return nil
}

func TestCompletionShowsSignatureAndHelp(t *testing.T) {
	s := openShell(t)
	s.line(`defmodule Shop do`)
	s.line(`@doc "Opens the door.\n\nNot at night."`)
	s.line(`def open(door, key \\ :none), do: {door, key}`)
	s.line(`end`)
	s.wait("iex(2)>")
	s.typed("Shop.o")
	s.popup(`open(door, key \\ :none)  Opens the door.`)
	s.key("Tab")
	s.typed("(")
	s.wait("Shop.open(")
	s.popup(`open(door, key \\ :none)  Opens the door.`)
	s.typed("1)")
	s.key("Enter")
	s.wait("{1, :none}")

	s.line(`order = %{customer: %{name: "Ann"}}`)
	s.wait("iex(4)>")
	s.typed("order.customer.n")
	s.popup(`order.customer.name`)
	s.key("Tab", "Enter", "Enter") // the first takes the suggestion
	s.wait("\n\"Ann\"", "iex(5)>")
}

func TestCompletionOffersTheMessagesOfAServer(t *testing.T) {
	s := openShell(t)
	s.line(".spawn counter")
	s.wait("iex(2)>")
	s.typed(".call counter ")
	s.popup(":get", "{:add, n}", "Demo.Counter.handle_call")
	s.key("Tab", "Enter", "Enter") // the first takes the suggestion
	s.wait("GenServer.call(:counter, :get)", "iex(3)>")

	s.line("defmodule Till do")
	s.line("use GenServer")
	s.line("def init(n), do: {:ok, n}")
	s.line("def handle_call({:put, n}, _from, s) when n > 0, do: {:reply, {:held, n + s}, n + s}")
	s.line("def handle_call(:count, _from, s), do: {:reply, s, s}")
	s.line("end")
	s.line("{:ok, till} = GenServer.start(Till, 0)")
	s.wait("iex(5)>")
	s.typed("GenServer.call(till, ")
	s.popup("{:put, n}", ":count", "Till.handle_call/3 when n > 0")
	s.typed("{:p")
	s.popup(":put, n}")
	s.key("Tab")
	s.wait("GenServer.call(till, {:put,")
	s.typed("7})")
	s.key("Enter")
	s.wait("{:held, 7}")
}

func TestCompletionInsideAForm(t *testing.T) {
	s := openShell(t)
	s.line("send(self(), {:weather, :fine})")
	s.waitEnd("iex(2)>")
	s.line("for customer <- [:ann] do")
	s.waitEnd("...(2)>")
	s.typed("  cust")
	s.popup("customer  variable of this form")
	s.key("Tab")
	s.typed(" end")
	s.key("Enter")
	s.wait("\n[:ann]", "iex(3)>")
	s.typed("receive do {")
	s.popup(":weather, :fine}  waits in the shell's mailbox")
	s.key("Tab")
	s.typed(" -> :heard end")
	s.key("Enter")
	s.wait("\n:heard", "iex(4)>")
	s.typed("~")
	s.popup("~w  ", "~r  ")
	s.typed("w(a b) ++ [\"c\"]")
	s.key("Enter")
	s.wait(`["a", "b", "c"]`, "iex(5)>")
	s.typed("t GenServer.fr")
	s.popup("GenServer.from  type from/0")
	s.key("Tab", "Enter", "Enter")
	s.wait("@type from()", "iex(6)>")
	if err := os.WriteFile(filepath.Join(s.home, "lesson.ex"), []byte("defmodule Lesson do\nend\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.line(`cd "` + s.home + `"`)
	s.waitEnd("iex(7)>")
	s.typed(`c "`)
	s.popup("lesson.ex  file")
	s.key("Tab")
	s.typed(`"`)
	s.key("Enter")
	s.wait("[Lesson]")
}

// In a window of few columns and lines the popup stays inside, and the line
// that is typed stays in sight.
func TestCompletionInANarrowWindow(t *testing.T) {
	for _, size := range [][2]string{{"40", "12"}, {"30", "10"}, {"18", "11"}} {
		columns, lines := size[0], size[1]
		s := openScreen(t)
		s.tmux("resize-window", "-t", s.name, "-x", columns, "-y", lines)
		s.line(`until [ "$(stty size)" = "` + lines + " " + columns + `" ]; do sleep 0.05; done; ` + program(t))
		s.waitEnd("iex(1)>")
		s.typed("Enum.map")
		s.until("the line with its popup", func(string) bool {
			shown := s.tmux("capture-pane", "-p", "-t", s.name)
			_, popup, typed := strings.Cut(shown, "> Enum.map")
			return typed && strings.Contains(popup, " map")
		})
		s.key("C-u")
		s.line(`"still " <> "here"`)
		s.wait("still here")
	}
}

// A popup that only tells of the call has nothing to choose: Tab leaves the
// line as it is.
func TestTabWhereThereIsNothingToChoose(t *testing.T) {
	s := openShell(t)
	s.typed("Enum.map(")
	s.popup("map(enumerable, fun)")
	s.key("Tab", "BTab", "Tab")
	s.typed("[1], &(&1 + 6000))")
	s.wait("iex(1)> Enum.map([1], &(&1 + 6000))")
	s.key("Enter")
	s.wait("\n[6001]")
}

// In a narrow window the popup leaves out what stands before the last dot
// anyway, so that there is room for what a candidate is.
func TestPopupInANarrowWindow(t *testing.T) {
	s := openScreen(t)
	s.tmux("resize-window", "-t", s.name, "-x", "44", "-y", "14")
	s.line(`until [ "$(stty size)" = "14 44" ]; do sleep 0.05; done; ` + program(t))
	s.waitEnd("iex(1)>")
	s.typed("Enum.map_in")
	s.until("the function without its module", func(string) bool {
		_, popup, typed := strings.Cut(s.tmux("capture-pane", "-p", "-t", s.name), "> Enum.map_in")
		return typed && strings.Contains(popup, " map_intersperse  map_i") && !strings.Contains(popup, "Enum.map_intersperse")
	})
	s.key("Tab")
	s.typed("([1, 2], 0, & &1) |> hd() |> Kernel.+(70")
	s.typed("00)")
	s.key("Enter")
	s.wait("\n7001")
	s.typed(".spa")
	s.until("the command", func(string) bool {
		_, popup, typed := strings.Cut(s.tmux("capture-pane", "-p", "-t", s.name), "> .spa")
		return typed && strings.Contains(popup, " spawn ")
	})
	s.key("Tab")
	s.typed(" counter")
	s.key("Enter")
	s.wait("Demo.Counter")
}
