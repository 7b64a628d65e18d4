package shell

import (
	"fmt"
	"strings"

	"otpsh/shell/complete"
)

// This file is what completion knows of the commands; and .complete, for who
// has no popup.

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
			s.print(fmt.Sprintf("%s: %s\n", strings.TrimSpace(c.Text), s.cfg.Style.Short(c.About, s.cfg.Style.Width())))
		}
	}
}

// completed are the commands, with the kinds that may stand before the name of
// an actor.
func completed() []complete.Command {
	var out []complete.Command
	for _, c := range commands() {
		to := complete.Command{Name: "." + c.name, Args: c.args, About: c.about}
		if c.name == "log" {
			to.Words = logTold
		}
		out = append(out, to)
	}
	for _, kind := range [][2]string{{"genserver", "a counter"}, {"agent", "a store"}, {"task", "a worker"}} {
		out = append(out, complete.Command{Name: ".spawn " + kind[0], Args: "NAME [as NAME] [ARG]", About: kind[1] + " of the name that follows"})
	}
	return out
}

// spawnable are the actors that .spawn knows.
func spawnable() []complete.Candidate {
	return []complete.Candidate{
		{Text: "counter", About: "a GenServer that holds a number"},
		{Text: "store", About: "an Agent that holds a map"},
		{Text: "worker", About: "a Task that ticks once a second"},
	}
}
