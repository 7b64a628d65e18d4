package shell

import "strings"

// This file is the colours of what is being typed.

// maxColored is how many bytes of a form get colours: each key costs a look at
// all of it.
const maxColored = 20_000

// Highlight is a line that is being typed, in colours and as wide as without.
func (s *Shell) Highlight(line string) string {
	s.mu.Lock()
	pending := s.pending
	s.mu.Unlock()
	return s.painted(pending, line)
}

// painted is a line in colours, after the lines of its form.
func (s *Shell) painted(pending []string, line string) string {
	if len(pending) == 0 && !s.cfg.Strict && isCommand(line) {
		return s.cfg.Style.Command(line, commandLength(line))
	}
	before := ""
	if len(pending) > 0 {
		before = strings.Join(pending, "\n") + "\n"
	}
	if len(before)+len(line) > maxColored {
		return line
	}
	return s.cfg.Style.Code(before, line)
}
