package kernel

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"otpsh/runtime/term"
)

// This file is the random programs of the property tests: steps over a
// handful of processes, and how a program that fails is made small.

type op int

const (
	opSpawn op = iota
	opLink
	opUnlink
	opMonitor
	opMonitorName
	opDemonitor
	opExit
	opTrap
	opSend
	opSendName
	opRegister
	opUnregister
	opStop
	ops
)

var opNames = [ops]string{"spawn", "link", "unlink", "monitor", "monitor name", "demonitor", "exit", "trap", "send", "send to name", "register", "unregister", "stop"}

// step is what one process does. Which fields count depends on op.
type step struct {
	op            op
	actor, target int // the number of a process; a step to one that is not there yet is none
	name          int
	reason        int
	link          bool // spawn: with a link; trap: on; demonitor: flush
	monitor       bool // spawn: with a monitor
	serial        int  // of the step in its program
}

const startPuppets, maxNames = 4, 3

var reasons = []term.Term{term.Normal, term.Kill, atom("custom"), term.Tuple2(atom("shutdown"), term.Int(1)), term.Killed, term.Noproc}

func nameOf(n int) term.Atom { return atom(fmt.Sprint("name", n)) }

func (s step) String() string {
	text := fmt.Sprintf("%d: %s", s.actor, opNames[s.op])
	switch s.op {
	case opSpawn:
		text += fmt.Sprintf(" link %t, monitor %t", s.link, s.monitor)
	case opLink, opUnlink, opMonitor, opSend:
		text += fmt.Sprint(" ", s.target)
	case opMonitorName, opSendName, opUnregister:
		text += " " + nameOf(s.name).Name()
	case opDemonitor:
		text += fmt.Sprintf(" number %d, flush %t", s.serial, s.link)
	case opExit:
		text += fmt.Sprintf(" %d, %s", s.target, term.Dump(reasons[s.reason]))
	case opTrap:
		text += fmt.Sprint(" ", s.link)
	case opRegister:
		text += fmt.Sprintf(" %d as %s", s.target, nameOf(s.name).Name())
	case opStop:
		text += " with " + term.Dump(reasons[s.reason])
	}
	return text
}

// program makes steps from a seed. It prefers what makes the others
// interesting: few ends, many links and monitors.
func program(seed uint64, steps int) []step {
	r := rand.New(rand.NewPCG(seed, 1))
	weights := [ops]int{opSpawn: 6, opLink: 14, opUnlink: 8, opMonitor: 12, opMonitorName: 5, opDemonitor: 7,
		opExit: 10, opTrap: 8, opSend: 8, opSendName: 4, opRegister: 8, opUnregister: 3, opStop: 3}
	var bag []op
	for o, n := range weights {
		bag = append(bag, slices.Repeat([]op{op(o)}, n)...)
	}
	out := make([]step, steps)
	for i := range out {
		out[i] = step{op: bag[r.IntN(len(bag))], actor: r.IntN(startPuppets + 2), target: r.IntN(startPuppets + 2),
			name: r.IntN(maxNames), reason: r.IntN(len(reasons)), link: r.IntN(2) == 0, monitor: r.IntN(3) == 0, serial: i}
		if out[i].op == opSpawn {
			out[i].target = 0 // there is always one
		}
		if r.IntN(4) == 0 { // sometimes to itself
			out[i].target = out[i].actor
		}
	}
	return out
}

// shrink drops steps as long as the rest still fails, and gives the smallest
// program found and what is wrong with it.
func shrink(steps []step, check func([]step) string) ([]step, string) {
	problem := check(steps)
	for size := len(steps) / 2; size > 0; {
		smaller := false
		for at := 0; at+size <= len(steps); {
			rest := slices.Delete(slices.Clone(steps), at, at+size)
			if p := check(rest); p != "" {
				steps, problem, smaller = rest, p, true
			} else {
				at += size
			}
		}
		if !smaller || size > len(steps) {
			size /= 2
		}
	}
	return steps, problem
}

func listing(steps []step) string {
	var b strings.Builder
	for _, s := range steps {
		fmt.Fprintln(&b, "  ", s)
	}
	return b.String()
}
