package main

import (
	"strings"
	"testing"
)

// This file is when the popup of completion opens and closes, on a real screen.

// cursorRow waits until the cursor is in a row whose text begins so.
func (s *screen) cursorRow(begins string) {
	s.t.Helper()
	s.until("the cursor in "+begins, func(string) bool {
		at := strings.TrimSpace(s.tmux("display-message", "-p", "-t", s.name, "#{cursor_y}"))
		row := s.tmux("capture-pane", "-p", "-t", s.name, "-S", at, "-E", at)
		return strings.HasPrefix(row, begins)
	})
}

// below waits until what stands below the line that is typed is there, or not.
func (s *screen) below(text string, there bool) {
	s.t.Helper()
	s.until("below: "+text, func(string) bool {
		shown := s.tmux("capture-pane", "-p", "-t", s.name)
		return strings.Contains(shown[strings.LastIndex(shown, "iex("):], text) == there
	})
}

// Where the cursor only moves, in a form that was recalled, nothing opens and
// hides the lines below; what is typed there, or Tab, opens it.
func TestNoPopupWhereTheCursorOnlyMoves(t *testing.T) {
	s := openShell(t)
	s.line("spread = [1, 2]")
	s.wait("iex(2)>")
	s.line("[")
	s.line("  Enum.map(spread, & &1),")
	s.line("  spread")
	s.line("]")
	s.wait("[[1, 2], [1, 2]]", "iex(3)>")
	s.key("Up")
	s.cursorRow("...(3)> ]")
	s.key("Up")
	s.cursorRow("...(3)>   spread")
	s.key("End")
	s.below("[1, 2]", false)
	s.key("Up", "End", "Left", "Left", "Left", "Left", "Left", "Left", "Left", "Left")
	s.cursorRow("...(3)>   Enum.map(spread")
	s.below("map(enumerable", false)
	s.below("spread  [1, 2]", false)
	s.key("Tab")
	s.below("spread  [1, 2]", true)
	s.key("Right")
	s.below("spread  [1, 2]", false)
	s.key("Left")
	s.typed("d")
	s.key("BSpace")
	s.below("spread  [1, 2]", true)
	s.key("Enter")
	s.wait("iex(4)>")
}

// Escape closes the popup, whatever has opened it; Tab opens it again.
func TestEscapeClosesThePopup(t *testing.T) {
	s := openShell(t)
	for _, typed := range []string{".spawn ", "Enum.ma", "Enum.map("} {
		shown := map[string]string{".spawn ": "a GenServer", "Enum.ma": "map(enumerable", "Enum.map(": "map(enumerable"}[typed]
		s.typed(typed)
		s.below(shown, true)
		s.key("Escape")
		s.below(shown, false)
		s.key("Tab")
		s.below(shown, true)
		s.key("C-u")
		s.below(shown, false)
	}
	s.typed(":whole")
	s.key("Enter")
	s.wait("\n:whole")
}

// A popup that has no room for all tells how many there are.
func TestPopupTellsThatThereIsMore(t *testing.T) {
	s := openShell(t)
	s.typed(".spawn ")
	s.below(" … 6 of 7", true)
	s.below("supervisor", true)
	s.key("C-u")
	s.typed("Enum.")
	s.below(" … 6 of ", true)
	s.key("C-u")
	s.typed(".log ")
	s.below("crash reports are shown", true)
	s.below(" of ", false)
}

// A command that is taken has a blank after it where something must follow, one
// whether a person types another or not.
func TestACommandIsTakenWithItsBlank(t *testing.T) {
	s := openShell(t)
	s.typed(".sp")
	s.below("ACTOR", true)
	s.key("Tab")
	s.typed("counter")
	s.key("Enter")
	s.wait("iex(1)> .spawn counter\n", "iex(2)>")
	s.typed(".sp")
	s.below("ACTOR", true)
	s.key("Tab")
	s.typed(" ")
	s.typed("store")
	s.key("Enter")
	s.wait("iex(2)> .spawn store\n", "iex(3)>")
}

// What is typed in a cleared screen does not scroll copies of itself off it.
func TestClearedScreenKeepsNoCopies(t *testing.T) {
	s := openShell(t)
	s.line(":before")
	s.wait("iex(2)>")
	s.key("C-l")
	s.until("the line at the top", func(string) bool {
		return strings.HasPrefix(s.tmux("display-message", "-p", "-t", s.name, "#{cursor_y}"), "0") && strings.HasPrefix(s.tmux("capture-pane", "-p", "-t", s.name), "iex(2)>")
	})
	size := func() string { return s.tmux("display-message", "-p", "-t", s.name, "#{history_size}") }
	kept := size()
	for _, c := range "Enum.map" {
		s.typed(string(c))
	}
	s.below("map_intersperse", true)
	if now := size(); now != kept {
		t.Errorf("%s lines have scrolled off, before it was typed %s", now, kept)
	}
}
