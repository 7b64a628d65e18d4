// Package trace is what can be told about a running world: typed events, the
// recorder that keeps the recent ones, and snapshots of processes. It knows
// nothing of how a world works. Other packages may add kinds of events here;
// a kind needs a name, a tier, and a sentence in String.
package trace

// This file is the event: its kinds, and its text.

import (
	"fmt"
	"time"

	"otpsh/runtime/term"
)

// Kind says what happened.
type Kind uint8

// Kinds of events. PID is whom it happened to, Peer the other process.
const (
	None            Kind = iota
	Spawned              // PID started by Peer; Term is its initial call
	Exited               // PID ended with reason Term
	Crashed              // PID ended abnormally with reason Term
	Sent                 // PID sent Term to Peer
	Received             // PID took Term in; Send is the number of its sending
	Linked               // PID linked itself to Peer
	Unlinked             // PID removed its link to Peer
	Monitored            // PID monitors Peer by Ref
	Demonitored          // PID no longer monitors by Ref
	Registered           // PID got the name Name
	Unregistered         // PID lost the name Name
	LinkFired            // PID got the exit of Peer, to which it was linked, with reason Term
	ChildStarted         // supervisor PID started child Peer, of id Term
	ChildRestarted       // supervisor PID restarted child Peer, of id Term
	ChildGaveUp          // supervisor PID reached its restart intensity; Term is the child's id
	ChildTerminated      // supervisor PID stopped child Peer, of id Term
	TimerSet             // PID set timer Ref; After says for when
	TimerFired           // timer Ref went off for PID
	TimerCancelled       // timer Ref was cancelled
	DeadLetter           // PID sent Term to Peer (or to Name), which does not exist
	LateReply            // a message Term came to PID by alias Ref that is no longer active
	TimePassed           // virtual time jumped by After
	LimitReached         // PID is ended for reaching the limit Name; Term is {what it has, what it may have}
	Mark                 // put by a library: Name says what, Term is its data
	Held                 // server PID is about to end; Term is its state
	ChildFailed          // supervisor PID could not start the child of id Term
	AutoShutdown         // supervisor PID ends since significant child Term ended
	kinds
)

// Kinds is a set of kinds.
type Kinds uint32

// Of is the set of these kinds.
func Of(ks ...Kind) Kinds {
	var s Kinds
	for _, k := range ks {
		s |= 1 << k
	}
	return s
}

// Has reports whether k is in the set.
func (s Kinds) Has(k Kind) bool { return s&(1<<k) != 0 }

// All is every kind.
const All Kinds = 1<<kinds - 1

// Always are the kinds that are recorded whether or not somebody subscribed:
// they are rare, and one wants to see them after the fact.
var Always = Of(Crashed, LinkFired, ChildStarted, ChildRestarted, ChildGaveUp, ChildTerminated, ChildFailed, AutoShutdown, DeadLetter, LateReply, LimitReached, Mark, Held)

// Event is one thing that happened. Fields that a kind does not name are zero.
type Event struct {
	Seq  uint64        // order of recording; events of one process are in order
	Send uint64        // Received: the Seq of the message's Sent event; 0 when that was not recorded
	Time time.Duration // of the world's clock
	Kind Kind
	PID  term.PID
	Peer term.PID
	Name term.Atom
	Ref  *term.Ref
	// After is a delay.
	After time.Duration
	Term  term.Term
}

var kindNames = [kinds]string{
	"none", "spawned", "exited", "crashed", "sent", "received", "linked", "unlinked", "monitored", "demonitored",
	"registered", "unregistered", "link fired", "child started", "child restarted", "child gave up",
	"child terminated", "timer set", "timer fired", "timer cancelled", "dead letter", "late reply", "time passed",
	"limit reached", "mark", "held", "child failed to start", "auto shutdown",
}

func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// PIDText is a pid as the language prints it.
func PIDText(p term.PID) string { return "#PID" + term.FormatPID(p) }

// String is the event as one line without its time.
func (e Event) String() string {
	p, q := PIDText(e.PID), PIDText(e.Peer)
	t := term.Dump(e.Term)
	switch e.Kind {
	case Spawned:
		return fmt.Sprintf("%s spawned %s as %s", q, p, t)
	case Exited, Crashed:
		return fmt.Sprintf("%s %s: %s", p, e.Kind, t)
	case Sent:
		return fmt.Sprintf("%s sent %s to %s", p, t, q)
	case Received:
		return fmt.Sprintf("%s received %s", p, t)
	case Linked, Unlinked, Monitored:
		return fmt.Sprintf("%s %s %s", p, e.Kind, q)
	case Demonitored, TimerCancelled:
		return fmt.Sprintf("%s %s", p, e.Kind)
	case Registered, Unregistered:
		return fmt.Sprintf("%s %s as %s", p, e.Kind, e.Name)
	case LinkFired:
		return fmt.Sprintf("%s got the exit of its link %s: %s", p, q, t)
	case ChildStarted, ChildRestarted, ChildTerminated, ChildGaveUp, ChildFailed, AutoShutdown:
		return fmt.Sprintf("%s of %s: %s %s", e.Kind, p, t, q)
	case TimerSet:
		return fmt.Sprintf("%s timer set for %s", p, e.After)
	case TimerFired:
		return fmt.Sprintf("timer fired for %s", p)
	case DeadLetter:
		if !e.Name.IsZero() {
			q = e.Name.Name()
		}
		return fmt.Sprintf("%s sent %s to %s, which does not exist", p, t, q)
	case LateReply:
		return fmt.Sprintf("late reply to %s dropped: %s", p, t)
	case TimePassed:
		return fmt.Sprintf("%s passed at once", e.After)
	case LimitReached:
		return fmt.Sprintf("%s reached the limit %s: %s", p, e.Name, t)
	case Held:
		return fmt.Sprintf("%s held %s", p, t)
	case Mark:
		return fmt.Sprintf("%s %s %s", p, e.Name, t)
	}
	return e.Kind.String()
}
