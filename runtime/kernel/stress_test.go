package kernel

import (
	"testing"

	"otpsh/runtime/term"
)

// TestEveryMonitorTellsOnce: processes end in every way while others link to,
// monitor, name, kill and suspend them. Each monitor brings exactly one
// message, and nothing is left over in the end.
func TestEveryMonitorTellsOnce(t *testing.T) {
	const rounds, width = 40, 30
	worlds(t, func(t *testing.T, w *World) {
		run(t, w, func(me *proc) {
			for round := range rounds {
				var pids []term.PID
				refs := map[uint64]bool{}
				for i := range width {
					pid, ref := me.spawn(SpawnOptions{Monitor: true}, func(q *proc) { life(q, i, round) })
					pids = append(pids, pid)
					refs[ref.ID] = true
				}
				for i, pid := range pids {
					me.Send(pid, pids[(i*7+round)%width])
					if i%3 == 0 {
						refs[me.Monitor(pid, MonitorOptions{}).ID] = true
					}
					if i%5 == 0 {
						w.Register(atom("somebody"), pid)
					}
				}
				for i, pid := range pids {
					if i%2 == 0 {
						me.Exit(pid, term.Kill)
					} else {
						me.Send(pid, atom("end"))
					}
				}
				for len(refs) > 0 {
					m := me.next().(*term.Tuple)
					id := m.Elems[1].(*term.Ref).ID
					if !refs[id] {
						t.Fatalf("round %d: a monitor told twice, or one that is not: %s", round, term.Dump(m))
					}
					delete(refs, id)
				}
				if m := me.receive(0, nil); m != nil {
					t.Fatalf("left over: %s", term.Dump(m))
				}
			}
		})
		w.Settle(0)
		if n := w.ProcessCount(); n != 0 {
			t.Errorf("%d processes are left", n)
		}
		if n := w.Registered().Len(); n != 0 {
			t.Errorf("%d names are left", n)
		}
	})
}

// life is what a process of the test does: it gets another pid, meddles with
// it, and ends.
func life(q *proc, i, round int) {
	other := q.next().(term.PID)
	q.Flag(nameTrap, term.Bool(i%4 == 0))
	switch (i + round) % 6 {
	case 0:
		q.Link(other)
	case 1:
		q.Demonitor(q.Monitor(other, MonitorOptions{}), true, false)
	case 2:
		q.Link(other)
		q.Unlink(other)
	case 3:
		q.Monitor(other, MonitorOptions{Alias: AliasDemonitor})
	case 4:
		q.alive(other)
	case 5:
		q.Exit(other, atom("boom"))
	}
	q.receive(-1, func(m term.Term) bool { return term.Identical(m, atom("end")) })
	if i%3 == 0 {
		q.exit(term.Exit, atom("done"))
	}
}

// TestSpawnTree: many processes at once, over several schedulers.
func TestSpawnTree(t *testing.T) {
	worlds(t, func(t *testing.T, w *World) {
		var tree func(depth int, to term.PID) func(q *proc)
		tree = func(depth int, to term.PID) func(q *proc) {
			return func(q *proc) {
				sum := 1
				if depth > 0 {
					for range 2 {
						q.spawn(SpawnOptions{Link: true}, tree(depth-1, q.PID()))
					}
					for range 2 {
						sum += q.next().(int)
					}
				}
				q.Send(to, term.Int(sum))
			}
		}
		run(t, w, func(me *proc) {
			me.spawn(SpawnOptions{Link: true}, tree(9, me.PID()))
			wantTerm(t, "processes", me.next(), term.Int(1023))
		})
	})
}
