package trace

import (
	"time"

	"otpsh/runtime/term"
)

// This file is the snapshot: what a world's processes are at one moment.

// Snapshot is a picture of a world. In a live world each process was asked in
// turn, so two of them may differ by what happened in between.
type Snapshot struct {
	Time      time.Duration
	Simulated bool
	Processes []ProcessInfo // by pid
	Timers    []TimerInfo   // by time
}

// ProcessInfo is one process of a snapshot.
type ProcessInfo struct {
	PID         term.PID
	Name        term.Atom // registered; zero when none
	Label       string
	Parent      term.PID // 0: started from outside
	Initial     term.Term
	Status      string // running, runnable, waiting, suspended
	Current     term.Term
	Links       []term.PID
	Monitors    []term.PID
	MonitoredBy []term.PID
	Queue       int
	Messages    []term.Term // at most the first 100
	Reductions  uint64
	Words       int
	TrapExit    bool
	GroupLeader term.Term
	Dictionary  *term.Map
}

// TimerInfo is one timer that is set.
type TimerInfo struct {
	Ref  *term.Ref // nil: the timeout of a receive
	Dest term.Term
	Msg  term.Term
	At   time.Duration
}
