package kernel

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"otpsh/runtime/term"
)

// This file is the property test of signals that cross: all processes do
// their steps of a random program at once. What then holds whatever the
// schedule was is checked when the world is at rest.

// atOnce carries a program out in a world and checks it. after says whether a
// process lets others run after a step of its own.
func atOnce(t *testing.T, cfg Config, after Verdict, steps []step) string {
	cfg.Host = &testHost{start: time.Now()}
	w := NewWorld(cfg)
	defer w.Stop()
	w.OnPanic = func(_ *Process, v any, stack []byte) { t.Errorf("panic: %v\n%s", v, stack) }
	s := newStage(w, after)
	for range startPuppets {
		s.spawn(nil, false, false)
	}
	scripts := make([][]step, startPuppets)
	for _, st := range steps {
		if st.actor < startPuppets {
			scripts[st.actor] = append(scripts[st.actor], st)
		}
	}
	for i, script := range scripts {
		s.direct(i, script...)
	}
	w.Settle(0)
	return s.check()
}

// check tells which rule is broken; "" when none is.
func (s *stage) check() string {
	alive := map[term.PID]picture{}
	for i, pid := range s.pids {
		shot, ok := s.look(pid)
		if ok {
			alive[pid] = shot
		}
		if n := len(s.ends[pid]); ok != (n == 0) || n > 1 {
			return fmt.Sprintf("%d: alive %t, and ended %d times", i, ok, n)
		}
	}
	for pid, shot := range alive {
		for _, rule := range []func(term.PID, picture, map[term.PID]picture) string{s.checkLinks, s.checkMonitors, s.checkDowns, s.checkLetters} {
			if problem := rule(pid, shot, alive); problem != "" {
				return fmt.Sprintf("%d: %s", s.number(pid), problem)
			}
		}
	}
	return s.checkEnds(alive) + s.checkNames(alive)
}

// checkLinks: a link has two ends, both alive.
func (s *stage) checkLinks(pid term.PID, shot picture, alive map[term.PID]picture) string {
	for _, peer := range shot.links {
		if other, ok := alive[peer]; !ok || !slices.Contains(other.links, pid) {
			return fmt.Sprintf("linked to %d (alive: %t), which is not linked to it", s.number(peer), ok)
		}
	}
	return ""
}

// checkMonitors: a monitor is known at both its ends, both alive.
func (s *stage) checkMonitors(pid term.PID, shot picture, alive map[term.PID]picture) string {
	for i, ref := range shot.monitors {
		if !slices.Contains(alive[shot.monitorOf[i]].monitoredBy, ref) {
			return fmt.Sprintf("monitor %d of %d is not known there", s.monitor(ref), s.number(shot.monitorOf[i]))
		}
	}
	for i, ref := range shot.monitoredBy {
		if !slices.Contains(alive[shot.monitoredOf[i]].monitors, ref) {
			return fmt.Sprintf("monitored by %d through %d, who does not know", s.number(shot.monitoredOf[i]), s.monitor(ref))
		}
	}
	return ""
}

// checkDowns: a monitor that was not ended is there still, or told once. One
// that was ended told at most once, and not at all if that was flushed. What
// it told is how its process ended, or that it was gone.
func (s *stage) checkDowns(pid term.PID, shot picture, _ map[term.PID]picture) string {
	told := map[int]int{}
	for _, msg := range shot.mail {
		e := msg.(*term.Tuple).Elems
		if e[0] != term.Term(term.DOWN) {
			continue
		}
		told[s.monitor(e[1].(*term.Ref).ID)]++
		target, ok := e[3].(term.PID)
		if ends := s.ends[target]; ok && !term.Identical(e[4], term.Noproc) && (len(ends) == 0 || !term.Identical(e[4], ends[0])) {
			return fmt.Sprintf("%s, but it ended with %s", s.text(msg), term.Dump(term.List(ends...)))
		}
	}
	for i, m := range s.monitors {
		held, n := slices.Contains(shot.monitors, m.ref.ID), told[i]
		if m.owner != pid {
			continue
		}
		switch {
		case held && (n > 0 || m.ended), n > 1, m.flushed && n > 0:
			return fmt.Sprintf("monitor %d: held %t, ended %t, flushed %t, told %d times", i, held, m.ended, m.flushed, n)
		case !held && !m.ended && n == 0 && !m.own:
			return fmt.Sprintf("monitor %d is gone without a word", i)
		}
	}
	return ""
}

// checkLetters: what a process sent to a living one arrives, in order.
func (s *stage) checkLetters(pid term.PID, shot picture, _ map[term.PID]picture) string {
	var want, got []string
	for from := range startPuppets {
		for _, st := range s.done {
			if st.op == opSend && st.actor == from && st.target == s.number(pid) {
				want = append(want, fmt.Sprint(from, " ", st.serial))
			}
		}
		for _, msg := range shot.mail {
			e := msg.(*term.Tuple).Elems
			if e[0] == term.Term(atom("letter")) && e[1] == term.Term(s.pids[from]) && s.sentByPID(e[2]) {
				got = append(got, fmt.Sprint(from, " ", e[2]))
			}
		}
	}
	return differ("letters", got, want)
}

func (s *stage) sentByPID(serial term.Term) bool {
	return slices.ContainsFunc(s.done, func(st step) bool { return st.op == opSend && term.Identical(term.Int(st.serial), serial) })
}

// checkEnds: whom somebody killed is dead; and nobody ends without a reason.
func (s *stage) checkEnds(alive map[term.PID]picture) string {
	reason := map[string]bool{term.Dump(term.Killed): true, term.Dump(term.Noproc): true}
	for _, st := range s.done {
		if st.op == opStop || st.op == opExit {
			reason[term.Dump(reasons[st.reason])] = true
		}
		if _, lives := alive[s.pids[min(st.target, len(s.pids)-1)]]; lives && st.op == opExit && st.target < startPuppets && term.Identical(reasons[st.reason], term.Kill) {
			return fmt.Sprintf("%v did not kill", st)
		}
	}
	for pid, ends := range s.ends {
		if !reason[term.Dump(ends[0])] {
			return fmt.Sprintf("%d ended with %s, which nobody said", s.number(pid), term.Dump(ends[0]))
		}
	}
	return ""
}

// checkNames: a name is a living process's, and a process has one at most.
func (s *stage) checkNames(alive map[term.PID]picture) (problem string) {
	owner := map[term.PID]term.Term{}
	s.world.Registered().Each(func(name, v term.Term) bool {
		pid := v.(term.PID)
		_, lives := alive[pid]
		if own, ok := s.world.NameOf(pid); !lives || owner[pid] != nil || !ok || term.Term(own) != name {
			problem = fmt.Sprintf("%s is %d, alive %t, known there as %s", term.Dump(name), s.number(pid), lives, own)
		}
		owner[pid] = name
		return true
	})
	return problem
}

func TestSignalsThatCross(t *testing.T) {
	t.Run("simulated", func(t *testing.T) {
		tryPrograms(t, few(4000), 60, func(seed uint64, steps []step) string {
			return atOnce(t, Config{Simulated: true, Seed: seed + 1, Preempt: true}, Yielded, steps)
		})
	})
	t.Run("live", func(t *testing.T) {
		tryPrograms(t, few(2000), 60, func(_ uint64, steps []step) string {
			for _, after := range []Verdict{Yielded, Waiting, Waiting} {
				if problem := atOnce(t, Config{Schedulers: 4}, after, steps); problem != "" {
					return problem
				}
			}
			return ""
		})
	})
}

// TestUnlinkAgainstLink: a link that the other end made before it learned of
// an unlink is gone at both ends. The other end's steps are carried out while
// the first one runs, as another scheduler would.
func TestUnlinkAgainstLink(t *testing.T) {
	for _, again := range []bool{false, true} {
		w := newTestWorld(t, Config{Simulated: true})
		s := newStage(w, Waiting)
		s.spawn(nil, false, false)
		s.spawn(nil, false, false)
		w.Settle(0)
		p, q := w.Lookup(s.pids[0]), w.Lookup(s.pids[1])
		p.Link(q.PID())
		q.Link(p.PID())
		p.Unlink(q.PID())
		if again {
			p.Link(q.PID())
		}
		w.Settle(0)
		if problem := s.check(); problem != "" || (p.Links() != nil) != again {
			t.Errorf("linked again %t: links %v, %s", again, p.Links(), problem)
		}
		p.Unlink(q.PID())
		w.Settle(0)
		q.Link(p.PID())
		w.Settle(0)
		if problem := s.check(); problem != "" || p.Links() == nil {
			t.Errorf("linked anew: links %v, %s", p.Links(), problem)
		}
	}
}

// TestBehindTheEnd: an exit signal comes first, then a monitor and a link of
// the same process: they find nobody.
func TestBehindTheEnd(t *testing.T) {
	worlds(t, func(t *testing.T, w *World) {
		run(t, w, func(me *proc) {
			me.Flag(nameTrap, term.True)
			for range 50 {
				pid, _ := me.spawn(SpawnOptions{}, func(q *proc) { q.next() })
				me.Exit(pid, atom("boom"))
				ref := me.Monitor(pid, MonitorOptions{})
				wantTerm(t, "monitor", me.next(), term.NewTuple(term.DOWN, ref, term.Process, pid, term.Noproc))
				pid, _ = me.spawn(SpawnOptions{}, func(q *proc) { q.next() })
				me.Exit(pid, atom("boom"))
				me.Link(pid)
				wantTerm(t, "link", me.next(), term.NewTuple(term.EXIT, pid, term.Noproc))
			}
		})
	})
}
