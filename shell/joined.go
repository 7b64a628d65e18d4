package shell

import "strings"

// continuing are the operators that a line can begin with only when it
// continues the one before.
var continuing = []string{
	"|>", "||", "&&", "|", "<>", "++", "--", "==", "!=", "=~", "<=", ">=", "<-", "<~", "< ", "> ", ">>>", "=",
	"*", "/", "::", "\\\\", "~>", "and ", "or ", "in ", "when ", "not in ", "->",
}

// Joined is how many of lines that came together, the first included, are one
// input: the lines after it that begin with an operator continue it, as they
// do in a file, and not the value of what is before them. IEx knows no such
// rule.
func (s *Shell) Joined(lines []string) int {
	n := 1
	if s.cfg.Strict || strings.TrimSpace(lines[0]) == "" || !s.Unfinished() && isCommand(lines[0]) {
		return n
	}
	for i, line := range lines[1:] {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case continues(line):
			n = i + 2
		default:
			return n
		}
	}
	return n
}

func continues(line string) bool {
	for _, operator := range continuing {
		if strings.HasPrefix(line, operator) {
			return true
		}
	}
	return false
}
