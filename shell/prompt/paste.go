package prompt

import (
	"strings"
	"sync"
)

// paste is text of several lines that was pasted: its lines are given one
// after the other, as if they were typed, and what follows the last line break
// goes back into the line that is typed.
type paste struct {
	joined func(lines []string) int // see Config; nil: none are

	mu    sync.Mutex
	lines []string // the last is not finished
}

func (p *paste) begin(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lines = strings.Split(text, "\n")
}

// next is the next line, with those that continue it; false when the rest is
// to be typed on.
func (p *paste) next() (string, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.lines) < 2 {
		return "", false
	}
	n := 1
	if p.joined != nil {
		n = p.joined(p.lines)
	}
	line := strings.Join(p.lines[:n], "\n")
	if n == len(p.lines) {
		p.lines = []string{line}
		return "", false
	}
	p.lines = p.lines[n:]
	return line, true
}

// rest is what is to be typed on.
func (p *paste) rest() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	rest := strings.Join(p.lines, "\n")
	p.lines = nil
	return rest
}

// drop forgets all of it.
func (p *paste) drop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lines = nil
}
