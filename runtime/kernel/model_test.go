package kernel

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"otpsh/runtime/term"
)

// This file is the property test of signals: random programs, whose steps
// come one after the other, each to its end. A small model says what a world
// must look like after them; how processes are scheduled makes no difference.

// model is the world as the rules of signals have it.
type model struct {
	procs    []*actor
	monitors []*watch
	names    map[int]int
	answers  []string
	clock    int // the step that is carried out
}

type actor struct {
	dead   bool
	reason term.Term
	trap   bool
	links  map[int]bool
	mail   []letter
}

// letter is a message, with the step that brought it: within one step the
// order of messages is the schedule's.
type letter struct {
	step    int
	text    string
	monitor int // whose DOWN it is; -1: none's
}

type watch struct {
	owner, target int
	name          int // -1: by pid
	active        bool
}

func newModel() *model {
	m := &model{names: map[int]int{}}
	for range startPuppets {
		m.spawn()
	}
	return m
}

func (m *model) spawn() int {
	m.procs = append(m.procs, &actor{links: map[int]bool{}})
	return len(m.procs) - 1
}

// post puts a message into a mailbox.
func (m *model) post(to int, monitor int, format string, args ...any) {
	p := m.procs[to]
	p.mail = append(p.mail, letter{m.clock, fmt.Sprintf(format, args...), monitor})
}

func (m *model) step(s step) {
	m.clock++
	if s.actor >= len(m.procs) || s.target >= len(m.procs) || m.procs[s.actor].dead {
		return
	}
	me, p := s.actor, m.procs[s.actor]
	switch s.op {
	case opSpawn:
		child := m.spawn()
		if s.link {
			m.join(me, child)
		}
		if s.monitor {
			m.watch(&watch{owner: me, target: child, name: -1})
		}
	case opLink:
		m.link(me, s.target)
	case opUnlink:
		delete(p.links, s.target)
		delete(m.procs[s.target].links, me)
	case opMonitor:
		m.watch(&watch{owner: me, target: s.target, name: -1})
	case opMonitorName:
		target, ok := m.names[s.name]
		if !ok {
			target = -1
		}
		m.watch(&watch{owner: me, target: target, name: s.name})
	case opDemonitor:
		m.demonitor(s)
	case opExit:
		m.exit(me, s.target, reasons[s.reason])
	case opTrap:
		p.trap = s.link
	case opSend:
		m.send(s, s.target)
	case opSendName:
		if to, ok := m.names[s.name]; ok {
			m.send(s, to)
		}
	case opRegister:
		m.register(s)
	case opUnregister:
		_, ok := m.names[s.name]
		delete(m.names, s.name)
		m.answer(s, ok)
	case opStop:
		m.end(me, reasons[s.reason])
	}
}

func (m *model) answer(s step, what any) { m.answers = append(m.answers, fmt.Sprint(s, ": ", what)) }

func (m *model) join(a, b int) { m.procs[a].links[b], m.procs[b].links[a] = true, true }

func (m *model) link(a, b int) {
	switch {
	case a == b:
	case m.procs[b].dead:
		m.linkEnded(a, b, term.Noproc)
	default:
		m.join(a, b)
	}
}

// linkEnded is what the end of b does to a, which was linked to it.
func (m *model) linkEnded(a, b int, reason term.Term) {
	if m.procs[a].trap {
		m.post(a, -1, "EXIT %d %s", b, term.Dump(reason))
	} else if !term.Identical(reason, term.Normal) {
		m.end(a, reason)
	}
}

func (m *model) watch(w *watch) {
	m.monitors = append(m.monitors, w)
	if w.target == w.owner {
		return
	}
	w.active = true
	if w.target < 0 || m.procs[w.target].dead {
		m.down(len(m.monitors)-1, term.Noproc)
	}
}

func (m *model) down(monitor int, reason term.Term) {
	w := m.monitors[monitor]
	w.active = false
	who := fmt.Sprint(w.target)
	if w.name >= 0 {
		who = nameOf(w.name).Name()
	}
	m.post(w.owner, monitor, "DOWN %d %s %s", monitor, who, term.Dump(reason))
}

func (m *model) demonitor(s step) {
	var own []int
	for i, w := range m.monitors {
		if w.owner == s.actor {
			own = append(own, i)
		}
	}
	if len(own) == 0 {
		return
	}
	i := own[s.serial%len(own)]
	w, p := m.monitors[i], m.procs[s.actor]
	m.answer(s, w.active)
	w.active = false
	if s.link {
		p.mail = slices.DeleteFunc(p.mail, func(l letter) bool { return l.monitor == i })
	}
}

func (m *model) exit(from, to int, reason term.Term) {
	p := m.procs[to]
	switch {
	case p.dead:
	case term.Identical(reason, term.Kill):
		m.end(to, term.Killed)
	case p.trap:
		m.post(to, -1, "EXIT %d %s", from, term.Dump(reason))
	case from != to && term.Identical(reason, term.Normal):
	default:
		m.end(to, reason)
	}
}

func (m *model) send(s step, to int) {
	if !m.procs[to].dead {
		m.post(to, -1, "letter %d from %d", s.serial, s.actor)
	}
}

func (m *model) register(s step) {
	_, taken := m.names[s.name]
	has := false
	for _, pid := range m.names {
		has = has || pid == s.target
	}
	switch {
	case has:
		m.answer(s, HasName)
	case taken:
		m.answer(s, NameTaken)
	case m.procs[s.target].dead:
		m.answer(s, NotAlive)
	default:
		m.names[s.name] = s.target
		m.answer(s, Registered)
	}
}

// end is the end of a process, and of those whom it takes along.
func (m *model) end(i int, reason term.Term) {
	p := m.procs[i]
	p.dead, p.reason = true, reason
	for name, pid := range m.names {
		if pid == i {
			delete(m.names, name)
		}
	}
	for n, w := range m.monitors {
		switch {
		case w.active && w.owner == i:
			w.active = false
		case w.active && w.target == i:
			m.down(n, reason)
		}
	}
	links := p.links
	p.links = nil
	for peer := range links {
		delete(m.procs[peer].links, i)
	}
	for peer := range links {
		if !m.procs[peer].dead {
			m.linkEnded(peer, i, reason)
		}
	}
}

// compare tells how the world differs from what the model says; "" when it
// does not.
func (m *model) compare(s *stage) string {
	if len(s.pids) != len(m.procs) || len(s.monitors) != len(m.monitors) {
		return fmt.Sprintf("%d processes and %d monitors were made, want %d and %d", len(s.pids), len(s.monitors), len(m.procs), len(m.monitors))
	}
	if d := differ("answers", s.answers, m.answers); d != "" {
		return d
	}
	for i, p := range m.procs {
		shot, alive := s.look(s.pids[i])
		ends := s.ends[s.pids[i]]
		switch {
		case alive == p.dead:
			return fmt.Sprintf("%d: alive %t, ended as %s; the model: %s", i, alive, term.Dump(term.List(ends...)), term.Dump(p.reason))
		case p.dead && (len(ends) != 1 || !term.Identical(ends[0], p.reason)):
			return fmt.Sprintf("%d ended with %s, want %s", i, term.Dump(term.List(ends...)), term.Dump(p.reason))
		case !p.dead:
			if d := m.compareLiving(s, i, shot); d != "" {
				return fmt.Sprintf("%d: %s", i, d)
			}
		}
	}
	var got, want []string
	s.world.Registered().Each(func(name, pid term.Term) bool {
		got = append(got, fmt.Sprint(name.(term.Atom).Name(), " ", s.number(pid.(term.PID))))
		return true
	})
	for name, i := range m.names {
		want = append(want, fmt.Sprint(nameOf(name).Name(), " ", i))
	}
	return differ("names", sorted(got), sorted(want))
}

func (m *model) compareLiving(s *stage, i int, shot picture) string {
	p := m.procs[i]
	if shot.trap != p.trap {
		return fmt.Sprintf("traps exits: %t, want %t", shot.trap, p.trap)
	}
	var links, holds, held, want []string
	for _, pid := range shot.links {
		links = append(links, fmt.Sprint(s.number(pid)))
	}
	for peer := range p.links {
		want = append(want, fmt.Sprint(peer))
	}
	if d := differ("links", sorted(links), sorted(want)); d != "" {
		return d
	}
	for n, w := range m.monitors {
		if w.active && w.owner == i {
			holds = append(holds, fmt.Sprint(n))
		}
		if w.active && w.target == i {
			held = append(held, fmt.Sprint(n))
		}
	}
	if d := differ("monitors", sorted(s.numbers(shot.monitors)), sorted(holds)); d != "" {
		return d
	}
	if d := differ("monitored by", sorted(s.numbers(shot.monitoredBy)), sorted(held)); d != "" {
		return d
	}
	return m.compareMail(s, p.mail, shot.mail)
}

// compareMail compares a mailbox, step by step: the messages that one step
// brought may be in any order.
func (m *model) compareMail(s *stage, want []letter, mail []term.Term) string {
	var got, expected []string
	for _, msg := range mail {
		got = append(got, s.text(msg))
	}
	slices.SortStableFunc(want, func(a, b letter) int { return cmp.Or(cmp.Compare(a.step, b.step), cmp.Compare(a.text, b.text)) })
	for from := 0; from < len(want); {
		to := from
		for to < len(want) && want[to].step == want[from].step {
			expected = append(expected, want[to].text)
			to++
		}
		if to <= len(got) {
			slices.Sort(got[from:to])
		}
		from = to
	}
	return differ("mailbox", got, expected)
}

func (s *stage) numbers(refs []uint64) []string {
	var out []string
	for _, ref := range refs {
		out = append(out, fmt.Sprint(s.monitor(ref)))
	}
	return out
}

// text is a message as the model writes it.
func (s *stage) text(msg term.Term) string {
	e := msg.(*term.Tuple).Elems
	switch {
	case e[0] == term.Term(term.EXIT):
		return fmt.Sprintf("EXIT %d %s", s.number(e[1].(term.PID)), term.Dump(e[2]))
	case e[0] == term.Term(term.DOWN):
		who := ""
		if pid, ok := e[3].(term.PID); ok {
			who = fmt.Sprint(s.number(pid))
		} else {
			who = e[3].(*term.Tuple).Elems[0].(term.Atom).Name()
		}
		return fmt.Sprintf("DOWN %d %s %s", s.monitor(e[1].(*term.Ref).ID), who, term.Dump(e[4]))
	}
	return fmt.Sprintf("letter %s from %d", term.Dump(e[2]), s.number(e[1].(term.PID)))
}

func sorted(list []string) []string { slices.Sort(list); return list }

func differ(what string, got, want []string) string {
	if slices.Equal(got, want) {
		return ""
	}
	return fmt.Sprintf("%s: %q, want %q", what, got, want)
}

// oneByOne carries a program out in a world, waiting after each step until
// nothing runs, and compares.
func oneByOne(t *testing.T, cfg Config, steps []step) string {
	cfg.Host = &testHost{start: time.Now()}
	w := NewWorld(cfg)
	defer w.Stop()
	w.OnPanic = func(_ *Process, v any, stack []byte) { t.Errorf("panic: %v\n%s", v, stack) }
	s, m := newStage(w, Waiting), newModel()
	for range startPuppets {
		s.spawn(nil, false, false)
	}
	for _, st := range steps {
		if st.actor < len(s.pids) {
			s.direct(st.actor, st)
			w.Settle(0)
		}
		m.step(st)
	}
	return m.compare(s)
}

// tryPrograms checks that many random programs, and shows the smallest form
// of the first that fails.
func tryPrograms(t *testing.T, programs, steps int, check func(seed uint64, steps []step) string) {
	for seed := range uint64(programs) {
		p := program(seed, steps)
		again := func(steps []step) string { return check(seed, steps) }
		if again(p) == "" {
			continue
		}
		small, problem := shrink(p, again)
		t.Fatalf("seed %d: %s\n%s", seed, problem, listing(small))
	}
}

// few is a number of programs, a tenth of it with -short.
func few(n int) int {
	if testing.Short() {
		return n / 10
	}
	return n
}

func TestSignalsAgainstModel(t *testing.T) {
	t.Run("simulated", func(t *testing.T) {
		tryPrograms(t, few(4000), 60, func(seed uint64, steps []step) string {
			return oneByOne(t, Config{Simulated: true, Seed: seed, Preempt: true}, steps)
		})
	})
	t.Run("live", func(t *testing.T) {
		tryPrograms(t, few(500), 60, func(_ uint64, steps []step) string {
			return oneByOne(t, Config{Schedulers: 4}, steps)
		})
	})
}
