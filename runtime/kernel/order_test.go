package kernel

import (
	"testing"
	"time"

	"otpsh/runtime/term"
)

// TestSignalOrder is the guarantee that everything rests on: signals from one
// process to another arrive in the order they were sent, whatever their kind.
// Several senders number their messages; each also changes links and monitors
// in between, whose signals go the same way, and ends: its exit comes last.
func TestSignalOrder(t *testing.T) {
	const senders, messages = 8, 400
	worlds(t, func(t *testing.T, w *World) {
		run(t, w, func(me *proc) {
			me.Flag(nameTrap, term.True)
			next := map[term.PID]int{}
			for range senders {
				pid, _ := me.spawn(SpawnOptions{}, func(q *proc) {
					for i := range messages {
						switch i % 7 {
						case 3:
							q.Link(me.PID())
						case 5:
							q.Unlink(me.PID())
						case 6:
							r := q.Monitor(me.PID(), MonitorOptions{})
							q.Demonitor(r, true, false)
						}
						q.Send(me.Self(), term.NewTuple(q.Self(), term.Int(i)))
						if i%50 == 49 {
							q.wait(Yielded)
						}
					}
					q.Link(me.PID())
					q.exit(term.Exit, atom("last"))
				})
				next[pid] = 0
			}
			for left := senders; left > 0; {
				m := me.next().(*term.Tuple)
				if len(m.Elems) == 3 {
					from := m.Elems[1].(term.PID)
					if next[from] != messages {
						t.Fatalf("the exit of %v overtook %d messages", from, messages-next[from])
					}
					left--
					continue
				}
				from := m.Elems[0].(term.PID)
				if got := m.Elems[1].(int); got != next[from] {
					t.Fatalf("from %v: message %d, expected %d", from, got, next[from])
				}
				next[from]++
			}
		})
	})
}

// TestSelectiveReceive: what is skipped stays in order.
func TestSelectiveReceive(t *testing.T) {
	worlds(t, func(t *testing.T, w *World) {
		run(t, w, func(me *proc) {
			for i := range 10 {
				me.Send(me.Self(), term.Int(i))
			}
			odd := func(m term.Term) bool { return m.(int)%2 == 1 }
			for _, want := range []int{1, 3, 5, 7, 9} {
				wantTerm(t, "odd", me.receive(0, odd), term.Int(want))
			}
			if me.receive(0, odd) != nil {
				t.Error("no odd one is left")
			}
			for _, want := range []int{0, 2, 4, 6, 8} {
				wantTerm(t, "rest", me.next(), term.Int(want))
			}
			if me.MessageCount() != 0 {
				t.Error("the mailbox is not empty")
			}
		})
	})
}

func TestReceiveTimeouts(t *testing.T) {
	worlds(t, func(t *testing.T, w *World) {
		run(t, w, func(me *proc) {
			for _, d := range []time.Duration{0, time.Millisecond, 20 * time.Millisecond, 5 * time.Millisecond} {
				before := w.Now()
				if me.receive(d, nil) != nil {
					t.Fatal("a message out of nothing")
				}
				if passed := w.Now() - before; passed < d {
					t.Errorf("after %v only %v passed", d, passed)
				}
			}
			// A long receive that ends early leaves its entry behind, which
			// must not end a later one.
			me.Send(me.Self(), term.Ok)
			for range 3 {
				other, _ := me.spawn(SpawnOptions{}, func(q *proc) { q.Send(me.Self(), term.Ok) })
				_ = other
				if me.receive(30*time.Millisecond, nil) == nil {
					t.Error("timeout too early")
				}
			}
			me.next()
			before := w.Now()
			if m := me.receive(60*time.Millisecond, nil); m != nil {
				t.Errorf("unexpected %s", term.Dump(m))
			}
			if passed := w.Now() - before; passed < 60*time.Millisecond {
				t.Errorf("the entry of an earlier receive ended a later one after %v", passed)
			}
		})
	})
}

func TestTimers(t *testing.T) {
	worlds(t, func(t *testing.T, w *World) {
		run(t, w, func(me *proc) {
			for _, ms := range []int{30, 10, 20} {
				w.StartTimer(time.Duration(ms)*time.Millisecond, me.Self(), term.Int(ms))
			}
			never := w.StartTimer(time.Hour, me.Self(), term.Ok)
			for _, want := range []int{10, 20, 30} {
				wantTerm(t, "timer", me.next(), term.Int(want))
			}
			if left, ok := w.ReadTimer(never); !ok || left > time.Hour || left < time.Hour-time.Minute {
				t.Errorf("read: %v %v", left, ok)
			}
			if _, ok := w.CancelTimer(never); !ok {
				t.Error("cancel")
			}
			if _, ok := w.CancelTimer(never); ok {
				t.Error("cancelled twice")
			}
			ref := w.StartTimerAt(w.Now()+time.Millisecond, me.Self(), term.Ok, true)
			wantTerm(t, "start_timer", me.next(), term.NewTuple(timeoutTag, ref, term.Ok))
		})
	})
}

func TestSuspend(t *testing.T) {
	worlds(t, func(t *testing.T, w *World) {
		run(t, w, func(me *proc) {
			pid, _ := me.spawn(SpawnOptions{}, func(q *proc) {
				for {
					q.next()
					q.Send(me.Self(), term.Ok)
				}
			})
			ask := me.SuspendProcess(pid)
			for {
				if _, _, ready := me.Answer(ask); ready {
					break
				}
				me.wait(Waiting)
			}
			me.Send(pid, term.Ok)
			if me.receive(20*time.Millisecond, nil) != nil {
				t.Error("a suspended process answered")
			}
			if !me.ResumeProcess(pid) || me.ResumeProcess(pid) {
				t.Error("resume")
			}
			me.next()
		})
	})
}

func TestNames(t *testing.T) {
	worlds(t, func(t *testing.T, w *World) {
		run(t, w, func(me *proc) {
			pid, ref := me.spawn(SpawnOptions{Monitor: true}, func(q *proc) { q.next() })
			name := atom("the_name")
			if w.Register(name, pid) != Registered || w.Register(name, me.PID()) != NameTaken {
				t.Error("a name is for one process")
			}
			if w.Register(atom("other"), pid) != HasName {
				t.Error("a process has one name")
			}
			if w.Register(term.Undefined, me.PID()) != NameInvalid {
				t.Error(":undefined")
			}
			if !me.Send(name, term.Ok) {
				t.Error("send by name")
			}
			me.receive(-1, func(m term.Term) bool { return term.Identical(m.(*term.Tuple).Elems[1], ref) })
			if me.Send(name, term.Ok) {
				t.Error("the name outlived its process")
			}
			if w.Register(name, pid) != NotAlive {
				t.Error("a dead process got a name")
			}
			if !me.Send(term.Tuple2(name, NodeName), term.Ok) {
				t.Error("{name, node} of nobody is no error")
			}
		})
	})
}

func TestProcessLimit(t *testing.T) {
	w := newTestWorld(t, Config{Simulated: true, Limits: Limits{Processes: 3, Mailbox: 10}})
	reason := run(t, w, func(me *proc) {
		var last term.PID
		for range 2 {
			last, _ = me.spawn(SpawnOptions{}, func(q *proc) { q.wait(Waiting) })
		}
		if pid, _ := me.spawn(SpawnOptions{}, func(*proc) {}); pid != 0 {
			t.Error("a process beyond the limit")
		}
		r := me.Monitor(last, MonitorOptions{})
		for range 11 {
			me.Send(last, term.Ok)
		}
		wantTerm(t, "mailbox", me.next(), term.NewTuple(term.DOWN, r, term.Process, last, term.Killed))
	})
	wantTerm(t, "reason", reason, term.Normal)
}
