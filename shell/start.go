package shell

import "otpsh/runtime/elixir"

// This file is what a session begins with: the files that a person keeps for
// it, as .iex.exs.

// StartFile is a file of Elixir that is evaluated before the first input.
type StartFile struct{ Path, Text string }

// Begin evaluates the start files, after the banner; their output and errors go
// to do. A session starts whatever they do.
func (s *Shell) Begin(do func(Effect)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.do = do
	s.startUp()
}

func (s *Shell) startUp() {
	if s.cfg.StartFiles == nil {
		return
	}
	at := s.here.Load()
	for _, f := range s.cfg.StartFiles() {
		switch r := at.session.Load(f.Path, f.Text); r.Status {
		case elixir.Done, elixir.Respawned:
		default:
			s.print("Error while evaluating: " + f.Path + "\n" + r.Shown)
		}
	}
}
