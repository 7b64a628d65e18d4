package observe

import (
	"sort"

	"otpsh/runtime/term"
)

// Node is a process in the tree of supervision: a supervisor with its
// children, or a child that is none.
type Node struct {
	Process    Process
	Supervisor *Supervisor // nil: not one
	Child      *Child      // nil: nobody supervises it
	Nodes      []Node
}

// Tree puts processes under their supervisors. Roots are supervisors that
// nobody supervises, in the order in which they appeared.
func (m *Model) Tree(processes []Process) []Node {
	byPID := map[term.PID]Process{}
	for _, p := range processes {
		byPID[p.PID] = p
	}
	sups := map[term.PID]*Supervisor{}
	child := map[term.PID]bool{}
	all := m.Supervisors()
	for i := range all {
		sups[all[i].PID] = &all[i]
		for _, c := range all[i].Children {
			child[c.PID] = true
		}
	}
	var roots []Node
	for i := range all {
		if !child[all[i].PID] {
			roots = append(roots, build(all[i].PID, nil, sups, byPID))
		}
	}
	return roots
}

func build(pid term.PID, c *Child, sups map[term.PID]*Supervisor, byPID map[term.PID]Process) Node {
	n := Node{Process: byPID[pid], Supervisor: sups[pid], Child: c}
	n.Process.PID = pid
	if n.Supervisor != nil {
		for _, kid := range n.Supervisor.Children {
			n.Nodes = append(n.Nodes, build(kid.PID, kid, sups, byPID))
		}
	}
	return n
}

// ByPID orders processes by their number.
func ByPID(processes []Process) {
	sort.Slice(processes, func(i, j int) bool { return processes[i].PID < processes[j].PID })
}
