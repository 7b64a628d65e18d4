package shell

import (
	"slices"

	"otpsh/runtime/observe"
	"otpsh/shell/view"
)

// This file is the commands that show processes.

// Style is how things are drawn; see shell/view.
type Style = view.Style

func psCommand(s *Shell, _ string) {
	at := s.here.Load()
	at.session.PID() // one that died is replaced by the next input, which this is
	s.print(s.cfg.Style.Processes(at.world.Snapshot()))
}

func treeCommand(s *Shell, args string) {
	at := s.here.Load()
	nodes := at.watch.model.Tree(at.world.Snapshot())
	if args != "" {
		who, err := s.resolve(args)
		if err != nil {
			s.refuse("%v", err)
			return
		}
		node, ok := find(nodes, func(n observe.Node) bool { return n.Process.PID == who.pid })
		if !ok {
			s.refuse("%s is in no tree; .tree shows them all", args)
			return
		}
		nodes = []observe.Node{node}
	}
	s.print(s.cfg.Style.Tree(nodes, at.world.Now()))
}

// find is the first node, from the top, that is wanted.
func find(nodes []observe.Node, wanted func(observe.Node) bool) (observe.Node, bool) {
	for queue := slices.Clone(nodes); len(queue) > 0; queue = queue[1:] {
		if wanted(queue[0]) {
			return queue[0], true
		}
		queue = append(queue, queue[0].Nodes...)
	}
	return observe.Node{}, false
}
