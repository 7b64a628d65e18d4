package kernel

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// This file carries random programs out in a world. A puppet is a process
// that does the steps which it is given from outside and never receives: its
// mailbox is the record of what reached it.

// stage is where the puppets of one program act. Processes and monitors are
// known by the order in which they came to be.
type stage struct {
	world *World
	after Verdict // a puppet's verdict after a step

	mu       sync.Mutex
	pids     []term.PID
	monitors []*watched
	ends     map[term.PID][]term.Term // exit reasons, from the trace
	answers  []string                 // what register, unregister and demonitor said
	done     []step                   // the steps that were carried out
}

// watched is a monitor that a puppet made.
type watched struct {
	ref     *term.Ref
	owner   term.PID
	own     bool // of the puppet itself: it never tells
	ended   bool // by demonitor
	flushed bool
}

type puppet struct {
	stage *stage
	steps []step
}

func newStage(w *World, after Verdict) *stage {
	s := &stage{after: after, ends: map[term.PID][]term.Term{}}
	s.attend(w)
	return s
}

// attend makes the stage one of a world.
func (s *stage) attend(w *World) {
	s.world = w
	w.Trace().Subscribe(trace.Of(trace.Exited), func(e trace.Event) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.ends[e.PID] = append(s.ends[e.PID], e.Term)
	})
}

// Fork copies the stage for a forked world.
func (s *stage) Fork(w *World) Attachment {
	c := &stage{after: s.after, pids: slices.Clone(s.pids), ends: maps.Clone(s.ends), answers: slices.Clone(s.answers), done: slices.Clone(s.done)}
	for _, m := range s.monitors {
		own := *m
		c.monitors = append(c.monitors, &own)
	}
	c.attend(w)
	return c
}

// told is everything that a stage and its world tell, as text.
func (s *stage) told() string {
	var b strings.Builder
	fmt.Fprintln(&b, s.answers, s.ends, term.Dump(s.world.Registered()))
	for _, pid := range s.pids {
		shot, alive := s.look(pid)
		fmt.Fprintln(&b, pid, alive, shot.trap, shot.links, shot.monitors, shot.monitoredBy, term.Dump(term.List(shot.mail...)))
	}
	for _, e := range s.world.Trace().Recent() {
		fmt.Fprintln(&b, e.Seq, e.Time, e)
	}
	return b.String()
}

func (s *stage) enter(pid term.PID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pids = append(s.pids, pid)
}

// spawn starts a puppet, from outside when parent is nil.
func (s *stage) spawn(parent *Process, link, monitor bool) {
	pid, ref := s.world.Spawn(SpawnOptions{Parent: parent, Link: link, Monitor: monitor}, func(*Process) Body {
		return &puppet{stage: s}
	})
	s.enter(pid)
	if ref != nil {
		s.watch(parent, ref)
	}
}

func (s *stage) watch(owner *Process, ref *term.Ref) {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := owner.rare == nil || !owner.rare.monitors.has(ref.ID)
	s.monitors = append(s.monitors, &watched{ref: ref, owner: owner.PID(), own: own})
}

// direct gives a puppet steps to do; nothing happens when it is dead.
func (s *stage) direct(actor int, steps ...step) {
	s.mu.Lock()
	pid := s.pids[actor]
	s.mu.Unlock()
	s.world.Interrupt(pid, term.Atom{}, steps)
}

func (b *puppet) Interrupt(_ term.Atom, steps term.Term) {
	b.steps = append(b.steps, steps.([]step)...)
}
func (b *puppet) Footprint(int) int  { return 1 }
func (b *puppet) Stack() []term.Term { return nil }
func (b *puppet) Initial() term.Term { return term.Nil }
func (b *puppet) Fork(p *Process) (Body, bool) {
	return &puppet{stage: p.World().Attachment("stage").(*stage), steps: slices.Clone(b.steps)}, true
}

func (b *puppet) Run(p *Process, _ int) Verdict {
	for len(b.steps) > 0 {
		s := b.steps[0]
		b.steps = b.steps[1:]
		if b.stage.act(p, s) {
			return Exited
		}
		if p.Doomed() || b.stage.after == Yielded {
			return Yielded
		}
	}
	return Waiting
}

// act does one step; true when the puppet ends itself by it.
func (s *stage) act(p *Process, st step) (ends bool) {
	s.mu.Lock()
	known := st.target < len(s.pids)
	var target term.PID
	if known {
		target = s.pids[st.target]
		s.done = append(s.done, st)
	}
	s.mu.Unlock()
	if !known {
		return false
	}
	switch st.op {
	case opSpawn:
		s.spawn(p, st.link, st.monitor)
	case opLink:
		p.Link(target)
	case opUnlink:
		p.Unlink(target)
	case opMonitor:
		s.watch(p, p.Monitor(target, MonitorOptions{}))
	case opMonitorName:
		s.watch(p, p.Monitor(nameOf(st.name), MonitorOptions{}))
	case opDemonitor:
		s.demonitor(p, st)
	case opExit:
		p.Exit(target, reasons[st.reason])
	case opTrap:
		p.Flag(nameTrap, term.Bool(st.link))
	case opSend:
		p.Send(target, s.letter(p, st))
	case opSendName:
		p.Send(nameOf(st.name), s.letter(p, st))
	case opRegister:
		s.answer(st, s.world.Register(nameOf(st.name), target))
	case opUnregister:
		s.answer(st, s.world.Unregister(nameOf(st.name)))
	case opStop:
		if st.reason == 0 {
			p.SetExit(term.Normal, nil, nil)
		} else {
			p.SetExit(term.Exit, reasons[st.reason], nil)
		}
		return true
	}
	return false
}

func (s *stage) letter(p *Process, st step) term.Term {
	return term.Tuple3(atom("letter"), p.Self(), term.Int(st.serial))
}

func (s *stage) answer(st step, what any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers = append(s.answers, fmt.Sprint(st, ": ", what))
}

func (s *stage) demonitor(p *Process, st step) {
	s.mu.Lock()
	var own []*watched
	for _, m := range s.monitors {
		if m.owner == p.PID() {
			own = append(own, m)
		}
	}
	s.mu.Unlock()
	if len(own) == 0 {
		return
	}
	m := own[st.serial%len(own)]
	s.answer(st, p.Demonitor(m.ref, st.link, true))
	m.ended = true
	m.flushed = m.flushed || st.link
}

// picture is a living puppet as it is at rest.
type picture struct {
	trap                   bool
	links                  []term.PID
	monitors, monitoredBy  []uint64 // references
	monitorOf, monitoredOf []term.PID
	mail                   []term.Term
}

// look is the picture of a process; false when it is dead.
func (s *stage) look(pid term.PID) (picture, bool) {
	v, alive := s.world.Ask(pid, func(p *Process) any {
		shot := picture{trap: p.Trapping(), links: p.Links(), mail: p.Messages(1 << 20)}
		if p.rare != nil {
			p.rare.monitors.each(func(ref uint64, m monitor) {
				shot.monitors, shot.monitorOf = append(shot.monitors, ref), append(shot.monitorOf, m.target)
			})
		}
		p.watchers.each(func(ref uint64, by watcher) {
			shot.monitoredBy, shot.monitoredOf = append(shot.monitoredBy, ref), append(shot.monitoredOf, by.pid)
		})
		return shot
	})
	if !alive {
		return picture{}, false
	}
	return v.(picture), true
}

// number is the place of a process in the order of their beginning.
func (s *stage) number(pid term.PID) int { return slices.Index(s.pids, pid) }

// monitor is the number of a monitor by its reference.
func (s *stage) monitor(ref uint64) int {
	return slices.IndexFunc(s.monitors, func(m *watched) bool { return m.ref.ID == ref })
}
