package shell

import "fmt"

// This file is .complete: completion for who has no popup.

// maxListed is how many candidates are listed.
const maxListed = 40

func completeCommand(s *Shell, text string) {
	all := s.candidates(text)
	if len(all) == 0 {
		s.refuse("nothing is known that could continue %q", text)
		return
	}
	for i, c := range all {
		if i == maxListed {
			s.note("and %d more", len(all)-maxListed)
			return
		}
		switch {
		case c.Text == "":
			s.print(c.About + "\n")
		case c.About == "":
			s.print(c.Text + "\n")
		default:
			s.print(fmt.Sprintf("%s: %s\n", c.Text, s.cfg.Style.Short(c.About, s.cfg.Style.Width())))
		}
	}
}
