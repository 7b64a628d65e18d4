package kernel

import (
	"testing"
	"time"

	"otpsh/runtime/term"
)

// unaffected is what a test reports for a process that an exit signal leaves
// alone.
var unaffected = atom("unaffected")

// TestExitSignals is the table of exit/2: reason by reason, for a process
// that traps exits and one that does not, from another and from itself.
func TestExitSignals(t *testing.T) {
	custom := term.Tuple2(term.Error, term.Binary("x"))
	died := func(r term.Term) term.Term { return term.Tuple2(atom("died"), r) }
	caught := func(r term.Term) term.Term { return term.Tuple2(atom("caught"), r) }
	table := []struct {
		name       string
		trap, self bool
		reason     term.Term
		want       term.Term
	}{
		{"normal", false, false, term.Normal, unaffected},
		{"normal to self", false, true, term.Normal, died(term.Normal)},
		{"normal, trapping", true, false, term.Normal, caught(term.Normal)},
		{"normal to self, trapping", true, true, term.Normal, caught(term.Normal)},
		{"kill", false, false, term.Kill, died(term.Killed)},
		{"kill, trapping", true, false, term.Kill, died(term.Killed)},
		{"kill to self, trapping", true, true, term.Kill, died(term.Killed)},
		{"killed", false, false, term.Killed, died(term.Killed)},
		{"killed, trapping", true, false, term.Killed, caught(term.Killed)},
		{"custom", false, false, custom, died(custom)},
		{"custom to self", false, true, custom, died(custom)},
		{"custom, trapping", true, false, custom, caught(custom)},
		{"noproc", false, false, term.Noproc, died(term.Noproc)},
	}
	for _, c := range table {
		t.Run(c.name, func(t *testing.T) {
			worlds(t, func(t *testing.T, w *World) {
				var got term.Term
				run(t, w, func(me *proc) {
					pid, ref := me.spawn(SpawnOptions{Monitor: true}, func(q *proc) {
						q.Flag(nameTrap, term.Bool(c.trap))
						q.Send(me.Self(), atom("ready"))
						if c.self {
							q.Exit(q.PID(), c.reason)
							if q.Doomed() {
								q.wait(Yielded)
							}
						}
						m := q.next().(*term.Tuple)
						q.Send(me.Self(), caught(m.Elems[2]))
						q.next()
					})
					me.next()
					if !c.self {
						me.Exit(pid, c.reason)
					}
					me.alive(pid) // signals are in order: the exit was taken in
					got = unaffected
					if m := me.receive(50*time.Millisecond, nil); m != nil {
						got = m
						if e := m.(*term.Tuple).Elems; len(e) == 5 && term.Identical(e[1], ref) {
							got = died(e[4])
						}
					}
				})
				wantTerm(t, c.name, got, c.want)
			})
		})
	}
}

// TestLinks is how the end of one process reaches a linked one.
func TestLinks(t *testing.T) {
	stack := term.Empty
	table := []struct {
		name          string
		trap          bool
		class, reason term.Term
		want          term.Term // reason in {:EXIT, _, reason}, or {:died, reason}
	}{
		{"normal", false, term.Normal, nil, unaffected},
		{"normal, trapping", true, term.Normal, nil, term.Normal},
		{"exit", false, term.Exit, atom("boom"), term.Tuple2(atom("died"), atom("boom"))},
		{"exit, trapping", true, term.Exit, atom("boom"), atom("boom")},
		{"exit kill is no kill", true, term.Exit, term.Kill, term.Kill},
		{"exit kill, not trapping", false, term.Exit, term.Kill, term.Tuple2(atom("died"), term.Kill)},
		{"error", true, term.Error, term.Badarg, term.Tuple2(term.Badarg, stack)},
		{"throw", true, term.Throw, term.Int(1), term.Tuple2(term.Tuple2(nocatch, term.Int(1)), stack)},
	}
	for _, c := range table {
		t.Run(c.name, func(t *testing.T) {
			worlds(t, func(t *testing.T, w *World) {
				var got term.Term
				run(t, w, func(me *proc) {
					pid, _ := me.spawn(SpawnOptions{Monitor: true}, func(q *proc) {
						q.Flag(nameTrap, term.Bool(c.trap))
						child, ref := q.spawn(SpawnOptions{Link: true, Monitor: true}, func(r *proc) {
							r.exit(c.class.(term.Atom), c.reason)
						})
						_ = child
						isDown := func(m term.Term) bool { return m.(*term.Tuple).Elems[0] == term.Term(term.DOWN) }
						q.receive(-1, isDown)
						_ = ref
						m := q.receive(0, nil)
						if m == nil {
							q.exit(term.Exit, unaffected)
						}
						q.exit(term.Exit, term.Tuple2(atom("got"), m.(*term.Tuple).Elems[2]))
					})
					_ = pid
					r := me.next().(*term.Tuple).Elems[4]
					got = term.Tuple2(atom("died"), r)
					if x, ok := r.(*term.Tuple); ok && term.Identical(x.Elems[0], atom("got")) {
						got = x.Elems[1]
					} else if term.Identical(r, unaffected) {
						got = unaffected
					}
				})
				wantTerm(t, c.name, got, c.want)
			})
		})
	}
}

func TestLinkToTheDead(t *testing.T) {
	worlds(t, func(t *testing.T, w *World) {
		reason := run(t, w, func(me *proc) {
			pid, _ := me.spawn(SpawnOptions{Monitor: true}, func(*proc) {})
			me.next()
			me.Flag(nameTrap, term.True)
			me.Link(pid)
			wantTerm(t, "trapping", me.next(), term.NewTuple(term.EXIT, pid, term.Noproc))
			me.Flag(nameTrap, term.False)
			me.Link(pid)
			me.next()
		})
		wantTerm(t, "not trapping", reason, term.Noproc)
	})
}

// TestUnlink: after it, nothing of the other's end arrives.
func TestUnlink(t *testing.T) {
	worlds(t, func(t *testing.T, w *World) {
		run(t, w, func(me *proc) {
			me.Flag(nameTrap, term.True)
			for range 50 {
				pid, ref := me.spawn(SpawnOptions{Link: true, Monitor: true}, func(q *proc) { q.exit(term.Exit, atom("late")) })
				me.Unlink(pid)
				m := me.next().(*term.Tuple)
				if len(m.Elems) == 3 { // it came before the unlink
					m = me.next().(*term.Tuple)
				}
				wantTerm(t, "down", m.Elems[1], ref)
				if m := me.receive(0, nil); m != nil {
					t.Fatalf("after unlink: %s", term.Dump(m))
				}
			}
		})
	})
}

func TestMonitors(t *testing.T) {
	worlds(t, func(t *testing.T, w *World) {
		run(t, w, func(me *proc) {
			wait := func(q *proc) { q.exit(term.Exit, q.next()) }
			pid, _ := me.spawn(SpawnOptions{}, wait)
			r1, r2 := me.Monitor(pid, MonitorOptions{}), me.Monitor(pid, MonitorOptions{Tag: atom("tag")})
			me.Send(pid, atom("bye"))
			a, b := me.next(), me.next()
			if term.Identical(a.(*term.Tuple).Elems[0], atom("tag")) {
				a, b = b, a
			}
			wantTerm(t, "down", a, term.NewTuple(term.DOWN, r1, term.Process, pid, atom("bye")))
			wantTerm(t, "tagged", b, term.NewTuple(atom("tag"), r2, term.Process, pid, atom("bye")))

			r := me.Monitor(pid, MonitorOptions{})
			wantTerm(t, "dead", me.next(), term.NewTuple(term.DOWN, r, term.Process, pid, term.Noproc))
			r = me.Monitor(atom("nobody"), MonitorOptions{})
			who := term.Tuple2(atom("nobody"), NodeName)
			wantTerm(t, "name", me.next(), term.NewTuple(term.DOWN, r, term.Process, who, term.Noproc))

			pid, _ = me.spawn(SpawnOptions{Name: atom("svc")}, wait)
			r = me.Monitor(atom("svc"), MonitorOptions{})
			me.Send(atom("svc"), atom("x"))
			who = term.Tuple2(atom("svc"), NodeName)
			wantTerm(t, "by name", me.next(), term.NewTuple(term.DOWN, r, term.Process, who, atom("x")))
			if _, ok := w.Whereis(atom("svc")); ok {
				t.Error("the name is still there after DOWN")
			}

			pid, _ = me.spawn(SpawnOptions{}, wait)
			r = me.Monitor(pid, MonitorOptions{})
			if !me.Demonitor(r, false, true) || me.Demonitor(r, false, true) {
				t.Error("demonitor info")
			}
			me.Send(pid, atom("y"))
			for me.alive(pid) {
				me.wait(Yielded)
			}
			if m := me.receive(0, nil); m != nil {
				t.Errorf("after demonitor: %s", term.Dump(m))
			}
			pid, r = me.spawn(SpawnOptions{Monitor: true}, func(*proc) {})
			for me.MessageCount() == 0 {
				me.Peek()
				me.wait(Yielded)
			}
			if me.Demonitor(r, true, true) || me.MessageCount() != 0 {
				t.Error("flush left the message")
			}
		})
	})
}

func TestAliases(t *testing.T) {
	worlds(t, func(t *testing.T, w *World) {
		run(t, w, func(me *proc) {
			echo := func(q *proc) {
				for {
					q.Send(q.next(), atom("reply"))
				}
			}
			pid, _ := me.spawn(SpawnOptions{}, echo)
			ask := func(ref *term.Ref) term.Term {
				me.Send(pid, ref)
				me.Send(pid, me.Self())
				first := me.next()
				if second := me.receive(0, nil); second != nil {
					return second
				}
				_ = first
				return nil
			}
			for _, mode := range []AliasMode{AliasUnalias, AliasReply} {
				ref := me.Alias(mode)
				first := ask(ref)
				if first == nil {
					first = me.receive(time.Second, nil)
				}
				wantTerm(t, "active", first, atom("reply"))
				if mode == AliasUnalias && !me.Unalias(ref) {
					t.Error("unalias")
				}
				me.Send(pid, ref)
				me.alive(pid)
				me.Send(pid, me.Self())
				me.next()
				if m := me.receive(20*time.Millisecond, nil); m != nil {
					t.Errorf("mode %d: late message %s", mode, term.Dump(m))
				}
			}
			ref := me.Monitor(pid, MonitorOptions{Alias: AliasReplyDemon})
			me.Send(pid, ref)
			wantTerm(t, "reply", me.next(), atom("reply"))
			if len(me.Monitors()) != 0 {
				t.Error("a reply by a :reply_demonitor alias ends its monitor")
			}
		})
	})
}
