package shell

import "strings"

// This file is .log: how much of the log is shown.

// logModes are the words of .log.
var logModes = []string{"short", "full", "off"}

// logTold is what each means.
var logTold = map[string]string{
	"short": "each crash is one line: who, why, where",
	"full":  "crash reports are shown as Elixir writes them",
	"off":   "crash reports are not shown",
}

// logCommand is .log short|full|off. Off has Elixir of its own; a crash in one
// line is a formatter of ours.
func logCommand(s *Shell, mode string) {
	at := s.here.Load()
	switch mode {
	case "":
		s.note("  %s; .log %s changes that", logTold[orElse(at.log, "full")], strings.Join(logModes, "|"))
		return
	case "short", "full":
		if at.log == "off" {
			s.elixir("Logger.configure(level: :debug)")
		}
		if err := at.world.SetLog(mode); err != nil {
			s.refuse("%v", err)
			return
		}
		s.note("  %s", logTold[mode])
	case "off":
		s.elixir("Logger.configure(level: :none)")
	default:
		s.usage("log", "how much?")
		return
	}
	at.log = mode
}

// logAs has a place show as much of its log as another did.
func (p *place) logAs(mode string) {
	if mode != "" && mode != "full" && p.world.SetLog(mode) == nil {
		p.log = mode
	}
}
