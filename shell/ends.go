package shell

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"otpsh/runtime/observe"
	"otpsh/runtime/term"
)

// This file is what is remembered of processes that are gone, for whoever asks
// for one: how it ended, when, and what would have helped.

// maxEnds is how many names of processes that are gone are remembered.
const maxEnds = 1000

// end is how a process ended.
type end struct {
	name  string // the atom's text
	pid   term.PID
	at    time.Duration
	how   string   // "was killed", "crashed", "gave up"
	why   string   // the reason in a word; "" when how says it
	under term.PID // its supervisor; 0: none
	with  bool     // it ended because that supervisor did
	led   bool     // it was a supervisor
	// counter: .spawn supervisor would make such a process of its name.
	counter bool
}

// ends are the ends of processes: the last of each name, and those of
// supervisors.
type ends struct {
	named map[string]end
	sups  map[term.PID]end
}

func newEnds() ends { return ends{map[string]end{}, map[term.PID]end{}} }

// isCounter notes that .spawn started a counter of a name, which .spawn could
// start under a supervisor instead.
func (w *watch) isCounter(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.counters) < maxEnds {
		w.counters[name] = true
	}
}

// startedBy notes the command that started a supervisor of a name.
func (w *watch) startedBy(name, command string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.commands) < maxEnds {
		w.commands[name] = command
	}
}

// remember takes up the end that news tell of.
func (w *watch) remember(n observe.News) {
	switch {
	case n.Ended():
		e := end{name: w.names[n.PID], pid: n.PID, at: n.At, under: n.Under, with: n.Under != 0 && w.ends.sups[n.Under].pid != 0, led: n.Led}
		e.how, e.why = ending(n.Reason)
		if w.asked[n.PID] == "kill" && e.how != "crashed" { // who survives an exit may crash later
			e.how, e.why = "was killed", ""
		}
		e.counter = w.counters[strings.TrimPrefix(e.name, "Elixir.")]
		if !n.Told { // else it was taken up when it was told
			w.ends.add(e)
		}
		w.ends.takenAlong(n)
	case n.Finished():
		w.ends.add(end{name: w.names[n.Supervisor], pid: n.Supervisor, at: n.At, how: "ended", led: true})
	case n.GaveUp():
		w.ends.add(end{name: w.names[n.Supervisor], pid: n.Supervisor, at: n.At, how: "gave up", led: true})
	}
}

// add puts an end in the place of an earlier one; what is full takes no more
// names.
func (s *ends) add(e end) {
	if _, again := s.named[e.name]; e.name != "" && (again || len(s.named) < maxEnds) {
		s.named[e.name] = e
	}
	if e.led && len(s.sups) < maxEnds {
		s.sups[e.pid] = e
	}
}

// takenAlong marks those that ended because their supervisor did.
func (s *ends) takenAlong(n observe.News) {
	if len(n.Took) == 0 {
		return
	}
	took := map[term.PID]bool{}
	for _, child := range n.Took {
		took[child.Old] = true
	}
	for name, e := range s.named {
		if took[e.pid] {
			e.with = true
			s.named[name] = e
		}
	}
}

// nameOf is the name that a process had when it ended, "" when none is known.
func (s *ends) nameOf(pid term.PID) string {
	for name, e := range s.named {
		if e.pid == pid {
			return name
		}
	}
	return ""
}

// ending is what a reason says in a few words.
func ending(reason term.Term) (how, why string) {
	switch r := reason.(type) {
	case term.Atom:
		switch r {
		case term.Killed:
			return "was killed", ""
		case term.Normal:
			return "ended", ""
		}
		return "ended", r.Name()
	case *term.Tuple:
		if len(r.Elems) == 0 {
			break
		}
		why := firstAtom(r.Elems[0])
		if name, ok := term.IsStruct(r.Elems[0]); ok {
			why = strings.TrimPrefix(name.Name(), "Elixir.")
		}
		if len(r.Elems) == 2 && term.IsProperList(r.Elems[1]) { // a stack trace
			return "crashed", why
		}
		return "ended", why
	}
	return "ended", ""
}

// firstAtom is an atom, or the one that a tuple begins with.
func firstAtom(t term.Term) string {
	if tuple, ok := t.(*term.Tuple); ok && len(tuple.Elems) > 0 {
		t = tuple.Elems[0]
	}
	if a, ok := t.(term.Atom); ok {
		return a.Name()
	}
	return ""
}

// lastOf is the end of the process that a word named.
func (w *watch) lastOf(word string) (end, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var names []string
	for name := range w.ends.named {
		names = append(names, name)
	}
	slices.Sort(names)
	name, err := oneOf(word, names)
	return w.ends.named[name], err == nil && name != ""
}

// told says what became of a process, and what would have helped or brings it
// back.
func (w *watch) told(e end) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	sup, gone := w.ends.sups[e.under]
	switch {
	case e.led:
		return w.became(e, e.name) + w.again(e.name)
	case e.with && gone:
		return w.became(sup, orElse(sup.name, "its supervisor")) + ", and took " + plainName(e.name) + " along" + w.again(sup.name)
	case e.under != 0:
		return w.became(e, e.name) + "; its supervisor has not started it again"
	}
	text := w.became(e, e.name) + "; a supervisor would bring it back"
	if e.counter {
		text += ": .spawn supervisor one_for_one " + plainName(e.name)
	}
	return text
}

// became is "counter crashed 3 s ago: RuntimeError".
func (w *watch) became(e end, name string) string {
	text := fmt.Sprintf("%s %s %d s ago", plainName(name), e.how, int((w.world.Now() - e.at).Seconds()))
	if e.why != "" {
		text += ": " + e.why
	}
	return text
}

// again is how to start a supervisor of a name once more, as far as it is known.
func (w *watch) again(name string) string {
	if command := w.commands[plainName(name)]; command != "" {
		return "; start it again: " + command
	}
	return ""
}

// plainName is the text of an atom without what stands before a module's.
func plainName(name string) string { return strings.TrimPrefix(name, "Elixir.") }
