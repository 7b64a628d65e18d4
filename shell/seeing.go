package shell

import (
	"otpsh/runtime/observe"
	"otpsh/shell/view"
)

// This file is the commands that show processes.

// Style is how things are drawn; see shell/view.
type Style = view.Style

func psCommand(s *Shell, _ string) []Effect {
	return []Effect{Print{s.cfg.Style.Processes(s.world.Snapshot())}}
}

func treeCommand(s *Shell, args string) []Effect {
	if s.watch == nil {
		return s.refuse(".tree is not there with --strict")
	}
	nodes := s.watch.model.Tree(s.world.Snapshot())
	if args != "" {
		who, err := s.resolve(args)
		if err != nil {
			return s.refuse("%v", err)
		}
		var kept []observe.Node
		for _, n := range nodes {
			if n.Process.PID == who.pid {
				kept = append(kept, n)
			}
		}
		nodes = kept
	}
	if len(nodes) == 0 {
		return []Effect{Print{"no supervisor here; .spawn supervisor one_for_one counter starts one\n"}}
	}
	return []Effect{Print{s.cfg.Style.Tree(nodes, s.world.Now())}}
}
