package view

// This file is the tree of supervision.

import (
	"fmt"
	"strings"
	"time"

	"otpsh/runtime/observe"
)

// branch is a node that waits to be drawn.
type branch struct {
	node   observe.Node
	words  [3]string // of the columns that are aligned among siblings
	widths [3]int
	indent string // of its children
	parent string // its name; "" at the top
	lead   string // what stands before it
	depth  int
	more   int // drawn as "… and N more" when not 0
}

// Tree is the supervisors with their children, one process a line; now is the
// world's clock, for what is left of each restart budget.
func (s Style) Tree(nodes []observe.Node, now time.Duration) string {
	if len(nodes) == 0 {
		return s.Dim("no supervisors; .spawn supervisor one_for_one counter starts one") + "\n"
	}
	var b strings.Builder
	var stack []branch
	for i := len(nodes) - 1; i >= 0; i-- {
		stack = append(stack, branch{node: nodes[i], words: treeWords(nodes[i])})
	}
	for len(stack) > 0 {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if s.words {
			b.WriteString(s.treeLineInWords(top, now))
		} else {
			b.WriteString(s.treeLine(top, now))
		}
		b.WriteByte('\n')
		stack = append(stack, s.below(top)...)
	}
	return b.String()
}

// below are the children of a node that was drawn, the last one first.
func (s Style) below(parent branch) []branch {
	var kids []branch
	more := 0
	for _, n := range parent.node.Nodes {
		// A dynamic supervisor forgets a child that is gone.
		if n.Process.PID == 0 && n.Child != nil && n.Child.ID == ":undefined" {
			continue
		}
		if len(kids) == maxSiblings || parent.depth == maxDepth {
			more++
			continue
		}
		kids = append(kids, branch{node: n, words: treeWords(n), depth: parent.depth + 1, parent: parent.words[0]})
	}
	if more > 0 {
		kids = append(kids, branch{more: more, depth: parent.depth + 1})
	}
	var widths [3]int
	for _, k := range kids {
		for i, w := range k.words {
			widths[i] = max(widths[i], columns(w))
		}
	}
	out := make([]branch, len(kids))
	for i, k := range kids {
		k.lead, k.indent = parent.indent+"├─ ", parent.indent+"│  "
		if i == len(kids)-1 {
			k.lead, k.indent = parent.indent+"└─ ", parent.indent+"   "
		}
		k.widths = widths
		out[len(kids)-1-i] = k
	}
	return out
}

// treeWords are a node's name, its module or strategy, and its pid.
func treeWords(n observe.Node) [3]string {
	pid := PIDText(n.Process.PID)
	if n.Process.PID == 0 {
		pid = "not running"
	}
	name := nodeName(n)
	kind := ""
	switch {
	case n.Supervisor != nil:
		kind = clean(n.Supervisor.Strategy)
	case n.Child != nil && clean(n.Child.Module) != name:
		kind = clean(n.Child.Module)
	}
	return [3]string{name, kind, pid}
}

// nodeName is what to call a node: its registered name, its id, its label,
// its module.
func nodeName(n observe.Node) string {
	if name := bare(n.Process.Name); name != "" {
		return name
	}
	if n.Child != nil && n.Child.ID != "" && n.Child.ID != ":undefined" {
		return bare(n.Child.ID)
	}
	if label := clean(n.Process.Label); label != "" {
		return label
	}
	if n.Child != nil && n.Child.Module != "" {
		return clean(n.Child.Module)
	}
	return "(no name)"
}

// treeLine is one process of the tree.
func (s Style) treeLine(b branch, now time.Duration) string {
	if b.more > 0 {
		return s.Dim(fmt.Sprintf("%s… and %d more", b.lead, b.more))
	}
	inks := [3]ink{strong, plain, dim}
	if b.node.Process.PID == 0 {
		inks[2] = alarm
	}
	var parts []string
	for i, word := range b.words {
		if b.widths[i] == 0 && word == "" {
			continue
		}
		parts = append(parts, s.paint(inks[i], word)+strings.Repeat(" ", max(0, b.widths[i]-columns(word))))
	}
	parts = append(parts, s.treeFacts(b.node, now)...)
	return s.Dim(b.lead) + strings.TrimRight(strings.Join(parts, "  "), " ")
}

// treeFacts are what stands behind the pid.
func (s Style) treeFacts(n observe.Node, now time.Duration) []string {
	var facts []string
	if n.Supervisor != nil {
		facts = append(facts, s.gauge(*n.Supervisor, now))
	}
	if c := n.Child; c != nil {
		if c.Restart != "" && n.Supervisor == nil {
			facts = append(facts, clean(c.Restart))
		}
		if c.Restarts > 0 {
			facts = append(facts, s.paint(note, fmt.Sprintf(s.Sign("restarted %d×", "restarts so far: %d"), c.Restarts)))
		}
	}
	if n.Supervisor == nil && n.Process.PID != 0 {
		mailbox := fmt.Sprintf("mailbox %d", n.Process.Mailbox)
		if n.Process.Mailbox > 0 {
			mailbox = s.Note(mailbox)
		}
		facts = append(facts, mailbox)
	}
	return facts
}

// gauge is how much of a supervisor's restart budget is used.
func (s Style) gauge(sup observe.Supervisor, now time.Duration) string {
	if sup.GaveUp {
		return s.Error("gave up")
	}
	if sup.Period == 0 {
		return ""
	}
	used := sup.Used(now)
	within := " in " + duration(sup.Period)
	switch {
	case sup.Max == 0:
		return "restarts none allowed"
	case sup.Max > maxGauge || s.words:
		return fmt.Sprintf("restarts %d of %d%s", used, sup.Max, within)
	}
	used = min(used, sup.Max)
	dots := strings.Repeat("●", used)
	if dots != "" {
		dots = s.Note(dots)
	}
	if used == sup.Max {
		dots = s.Error(strings.Repeat("●", used))
	}
	return "restarts " + dots + strings.Repeat("○", sup.Max-used) + within
}
