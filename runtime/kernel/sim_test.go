package kernel

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// history runs a small program with races in it and gives what happened.
func history(t *testing.T, seed uint64) string {
	w := newTestWorld(t, Config{Simulated: true, Seed: seed, Preempt: true})
	var b strings.Builder
	w.Trace().Subscribe(trace.All, func(e trace.Event) { fmt.Fprintln(&b, e.Time, e) })
	run(t, w, func(me *proc) {
		for i := range 5 {
			me.spawn(SpawnOptions{}, func(q *proc) {
				q.receive(time.Duration(i%2)*time.Millisecond, func(term.Term) bool { return false })
				q.Send(me.Self(), term.Int(i))
			})
		}
		for range 5 {
			me.next()
		}
	})
	return b.String()
}

func TestSimulationRepeats(t *testing.T) {
	orders := map[string]bool{}
	for seed := range uint64(20) {
		h := history(t, seed)
		if h != history(t, seed) {
			t.Fatalf("seed %d: two runs differ", seed)
		}
		orders[h] = true
	}
	if len(orders) < 5 {
		t.Errorf("20 seeds gave %d histories", len(orders))
	}
}

// TestVirtualTime: an hour passes at once, and is told.
func TestVirtualTime(t *testing.T) {
	w := newTestWorld(t, Config{Simulated: true})
	var jumps []time.Duration
	w.OnJump = func(j Jump) { jumps = append(jumps, j.By) }
	run(t, w, func(me *proc) { me.receive(time.Hour, nil) })
	if len(jumps) != 1 || w.Now() < time.Hour || w.Now() > time.Hour+time.Second {
		t.Errorf("jumps %v, now %v", jumps, w.Now())
	}
}

// TestSettleAndAdvance: at rest time stands still.
func TestSettleAndAdvance(t *testing.T) {
	w := newTestWorld(t, Config{Simulated: true})
	ticks := 0
	pid, _ := w.Spawn(SpawnOptions{}, code(func(me *proc) {
		for {
			me.receive(time.Second, nil)
			ticks++
		}
	}))
	if _, rest := w.Settle(0); !rest || ticks != 0 {
		t.Fatalf("settle: rest %v, %d ticks", rest, ticks)
	}
	before := w.Now()
	w.Advance(3500 * time.Millisecond)
	if ticks != 3 || w.Now()-before != 3500*time.Millisecond {
		t.Errorf("%d ticks at %v", ticks, w.Now())
	}
	w.ExitFrom(0, pid, term.Kill)
	if n, rest := w.Settle(1); n != 1 || !rest || w.ProcessCount() != 0 {
		t.Errorf("after the kill: %d slices, rest %v, %d processes", n, rest, w.ProcessCount())
	}
	wantTerm(t, "reason", w.Await(pid, nil), term.Killed)
}

func TestDeadlock(t *testing.T) {
	w := newTestWorld(t, Config{Simulated: true})
	var server term.PID
	pid, _ := w.Spawn(SpawnOptions{}, code(func(me *proc) {
		server, _ = me.spawn(SpawnOptions{Name: atom("server")}, func(q *proc) { q.next(); q.next() })
		ref := me.Monitor(server, MonitorOptions{Alias: AliasDemonitor})
		me.Send(server, ref)
		me.next()
	}))
	out := w.AwaitOutcome(pid, nil)
	if out.Status != Deadlocked || len(out.Deadlock.Waiting) != 1 {
		t.Fatalf("outcome %+v", out)
	}
	first := out.Deadlock.Waiting[0]
	if first.PID != pid || len(first.For) != 1 || first.For[0] != server {
		t.Errorf("who waits for whom: %s", out.Deadlock)
	}
	if got, want := out.Deadlock.String(), trace.PIDText(pid)+" waits for server"; got != want {
		t.Errorf("told as %q, want %q", got, want)
	}
	// The world is still there: a message breaks the deadlock.
	w.SendFrom(0, pid, term.Ok)
	wantTerm(t, "later", w.Await(pid, nil), term.Normal)
}

// TestHostCalls: a simulated world carries them out one after the other, in
// the order in which they were asked for; in a live one they run side by side.
func TestHostCalls(t *testing.T) {
	worlds(t, func(t *testing.T, w *World) {
		reason := run(t, w, func(me *proc) {
			gate := make(chan struct{})
			var calls []string
			me.spawn(SpawnOptions{}, func(q *proc) {
				done := false
				q.Block(func() func(*Process) {
					if !w.Simulated() {
						<-gate
					}
					calls = append(calls, "slow")
					return func(*Process) { done = true }
				})
				q.Send(me.Self(), atom("started"))
				for !done {
					q.wait(Waiting)
				}
				q.Send(me.Self(), atom("slow"))
			})
			wantTerm(t, "start", me.next(), atom("started"))
			me.spawn(SpawnOptions{}, func(q *proc) {
				done := false
				q.Block(func() func(*Process) {
					calls = append(calls, "quick")
					close(gate)
					return func(*Process) { done = true }
				})
				for !done {
					q.wait(Waiting)
				}
				q.Send(me.Self(), atom("quick"))
			})
			me.next()
			me.next()
			want := []string{"quick", "slow"}
			if w.Simulated() {
				want = []string{"slow", "quick"}
			}
			if !slices.Equal(calls, want) {
				t.Errorf("host calls %q, want %q", calls, want)
			}
		})
		wantTerm(t, "reason", reason, term.Normal)
	})
}

// TestHostCallIsNotStarved: who waits for the host in a loop gets there.
func TestHostCallIsNotStarved(t *testing.T) {
	w := newTestWorld(t, Config{Simulated: true, Seed: 1})
	reason := run(t, w, func(me *proc) {
		answered := false
		me.spawn(SpawnOptions{}, func(q *proc) {
			done := false
			q.Block(func() func(*Process) { return func(*Process) { done = true } })
			for !done {
				q.wait(Waiting)
			}
			answered = true
		})
		for !answered {
			me.wait(Yielded)
		}
	})
	wantTerm(t, "reason", reason, term.Normal)
}

// TestCircle: only who leads into a circle is told of.
func TestCircle(t *testing.T) {
	waiter := func(pid term.PID, targets ...term.PID) Waiter { return Waiter{PID: pid, For: targets} }
	for _, c := range []struct {
		all  []Waiter
		want []term.PID
	}{
		{nil, nil},
		{[]Waiter{waiter(1, 2), waiter(2, 3)}, nil},
		{[]Waiter{waiter(1, 2), waiter(2, 1), waiter(3, 4)}, []term.PID{1, 2}},
		{[]Waiter{waiter(1, 2), waiter(2, 3), waiter(3, 2, 9), waiter(4, 9, 9)}, []term.PID{1, 2, 3}},
		{[]Waiter{waiter(1, 1)}, []term.PID{1}},
	} {
		var got []term.PID
		if d := circle(c.all); d != nil {
			for _, x := range d.Waiting {
				got = append(got, x.PID)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: circle %v, want %v", c.all, got, c.want)
		}
	}
}

// counter is a forkable body: it counts messages until it gets :stop.
type counter struct{ n int }

func (c *counter) Run(p *Process, _ int) Verdict {
	for {
		m, ok := p.Peek()
		if !ok {
			p.AwaitMessage(-1)
			return Waiting
		}
		p.Accept()
		if a, ok := m.(term.Atom); ok && a == atom("stop") {
			p.SetExit(term.Exit, term.Int(c.n), nil)
			return Exited
		}
		c.n++
	}
}
func (c *counter) Interrupt(term.Atom, term.Term) {}
func (c *counter) Footprint(int) int              { return 1 }
func (c *counter) Stack() []term.Term             { return nil }
func (c *counter) Initial() term.Term             { return term.Nil }
func (c *counter) Fork(*Process) (Body, bool)     { d := *c; return &d, true }

type box struct{ n int }

func (b *box) Fork(*World) Attachment { c := *b; return &c }

func TestFork(t *testing.T) {
	for _, simulated := range []bool{true, false} {
		w := newTestWorld(t, Config{Simulated: simulated})
		w.Attach("box", &box{1})
		pid, _ := w.Spawn(SpawnOptions{Name: atom("counter")}, func(*Process) Body { return &counter{} })
		w.SendFrom(0, pid, term.Ok)
		w.Settle(0)
		w.StartTimer(50*time.Millisecond, pid, term.Ok)
		f, err := w.Fork()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(f.Stop)
		f.Attachment("box").(*box).n = 2
		f.SendFrom(0, atom("counter"), term.Ok)
		f.SendFrom(0, pid, term.Ok)
		end := func(w *World) term.Term {
			w.Settle(0)
			w.StartTimer(100*time.Millisecond, pid, atom("stop"))
			return w.Await(pid, nil)
		}
		wantTerm(t, "fork", end(f), term.Int(4))
		wantTerm(t, "original", end(w), term.Int(2))
		if w.Attachment("box").(*box).n != 1 {
			t.Error("the attachment is shared")
		}
		if a, b := w.NewRef().ID, f.NewRef().ID; simulated && a != b {
			t.Errorf("counted references differ: %d %d", a, b)
		}
	}
}

// TestDetached: a helper process leaves no trace in the counts.
func TestDetached(t *testing.T) {
	w := newTestWorld(t, Config{Simulated: true})
	before := w.NewRef().ID
	reason := w.RunDetached(SpawnOptions{}, code(func(me *proc) {
		me.NewRef()
		me.Send(me.Self(), term.Ok)
		me.next()
		me.receive(time.Hour, nil)
		me.exit(term.Exit, atom("done"))
	}), nil)
	wantTerm(t, "reason", reason, atom("done"))
	if w.NewRef().ID != before+1 || w.Now() != 0 || w.ProcessCount() != 0 || len(w.Trace().Recent()) != 0 {
		t.Errorf("now %v, %d processes, events %v", w.Now(), w.ProcessCount(), w.Trace().Recent())
	}
	reason = w.RunDetached(SpawnOptions{}, code(func(me *proc) { me.next() }), nil)
	wantTerm(t, "waits for ever", reason, atom("deadlock"))
}

func TestPanicEndsTheProcessOnly(t *testing.T) {
	w := newTestWorld(t, Config{})
	var told any
	w.OnPanic = func(_ *Process, v any, _ []byte) { told = v }
	pid, _ := w.Spawn(SpawnOptions{}, tinyBody(func(*Process) Verdict { panic("bug") }))
	wantTerm(t, "reason", w.Await(pid, nil), term.Tuple2(internalError, term.Binary("bug")))
	if told != "bug" {
		t.Errorf("told %v", told)
	}
}
