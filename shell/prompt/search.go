package prompt

import (
	"strings"
	"sync"
	"sync/atomic"
	"unicode"

	goprompt "github.com/c-bata/go-prompt"
)

// This file is the search back through the history, Ctrl-R. Keys are taken
// where they are read, before go-prompt sees them; what they do to the line
// waits in a queue, and searchKey has go-prompt do the first of it.

const (
	keySearch    = 0x12 // Ctrl-R
	keyForward   = 0x13 // Ctrl-S
	keyBackspace = 0x7f
	keyControlH  = 0x08
	keyCancel    = 0x07 // Ctrl-G
)

// searchKey is a key that nobody can type.
var searchKey = []byte("\x1b[9998~")

// search is a search through the lines of a history.
type search struct {
	lines func() []string // the oldest first

	// Of the goroutine that reads keys.
	on      bool
	text    string // that is looked for
	at      int    // the line that is shown; len(lines()): none yet
	shown   string
	last    string // what was looked for the time before
	failing bool

	mu    sync.Mutex
	steps []searchStep

	// Of the goroutine that draws.
	original string
	cursor   int
	prefix   atomic.Pointer[string] // nil: no search is drawn
}

// searchStep is what becomes of the line.
type searchStep struct {
	do     int
	prefix string
	line   string
	cursor int
}

const (
	searchBegins = iota
	searchShows
	searchTakes // the line stays for editing
	searchGoes  // the line from before comes back
)

// take takes a key that was read. It gives the key that go-prompt gets in its
// place, and whether the key that was read is to be read again after it.
func (s *search) take(key []byte) (given []byte, again bool) {
	c := key[0]
	switch {
	case !s.on && c != keySearch:
		return key, false
	case !s.on:
		s.on, s.text, s.at, s.shown, s.failing = true, "", len(s.lines()), "", false
		return s.step(searchStep{do: searchBegins, prefix: s.label()})
	case c == keySearch:
		if s.text == "" {
			s.text = s.last
		}
		s.find(s.at, -1)
	case c == keyForward:
		s.find(s.at, 1)
	case c == keyBackspace || c == keyControlH:
		runes := []rune(s.text)
		s.text = string(runes[:max(0, len(runes)-1)])
		s.find(len(s.lines()), -1)
	case c >= ' ':
		s.text += string(key)
		s.find(s.at+1, -1) // the line that is shown may still do
	case c == keyCancel || c == keyInterrupt:
		s.ends()
		return s.step(searchStep{do: searchGoes})
	default:
		s.ends()
		s.step(searchStep{do: searchTakes})
		return searchKey, len(key) > 1 || c != escape
	}
	line, found := s.found()
	return s.step(searchStep{do: searchShows, prefix: s.label(), line: line, cursor: found})
}

func (s *search) ends() {
	s.on = false
	if s.text != "" {
		s.last = s.text
	}
}

// find goes on from a line, by steps of -1 to older ones or 1 to newer ones, to
// the next that holds the text and is not the same as the one that is shown.
func (s *search) find(from, by int) {
	lines := s.lines()
	s.failing = false
	if s.text == "" {
		s.at, s.shown = len(lines), ""
		return
	}
	for i := min(from+by, len(lines)-1); i >= 0 && i < len(lines); i += by {
		if place(lines[i], s.text) >= 0 && (lines[i] != s.shown || i == s.at) {
			s.at, s.shown = i, lines[i]
			return
		}
	}
	s.failing = true
}

// found is the line that is shown and where in it the text is.
func (s *search) found() (line string, cursor int) {
	return s.shown, max(0, place(s.shown, s.text))
}

func (s *search) label() string {
	if s.failing {
		return "(not found)'" + s.text + "': "
	}
	return "(search)'" + s.text + "': "
}

// place is where a line holds a text, in characters; -1: nowhere. A line break
// is a blank, and a text without capitals is found in any case.
func place(line, text string) int {
	anyCase := !strings.ContainsFunc(text, unicode.IsUpper)
	line = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case anyCase:
			return unicode.ToLower(r)
		}
		return r
	}, line)
	before, _, ok := strings.Cut(line, text)
	if !ok {
		return -1
	}
	return len([]rune(before))
}

func (s *search) step(next searchStep) (given []byte, again bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.steps = append(s.steps, next)
	return searchKey, false
}

// draw does the next step to the line.
func (s *search) draw(b *goprompt.Buffer) {
	s.mu.Lock()
	next := s.steps[0]
	s.steps = s.steps[1:]
	s.mu.Unlock()
	switch next.do {
	case searchBegins:
		s.original, s.cursor = b.Text(), cursor(b)
		s.prefix.Store(&next.prefix)
	case searchShows:
		s.prefix.Store(&next.prefix)
		if next.line == "" {
			next.line, next.cursor = s.original, s.cursor
		}
		replace(b, next.line, next.cursor)
	case searchTakes:
		s.prefix.Store(nil)
	case searchGoes:
		s.prefix.Store(nil)
		replace(b, s.original, s.cursor)
	}
}
