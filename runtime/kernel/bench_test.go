package kernel

import (
	"testing"

	"otpsh/runtime/term"
)

// Bodies as small as can be, so that the benchmarks measure the kernel.

type tiny struct{ run func(p *Process) Verdict }

func (b *tiny) Run(p *Process, _ int) Verdict {
	v := b.run(p)
	p.Spend(1)
	return v
}
func (b *tiny) Interrupt(term.Atom, term.Term) {}
func (b *tiny) Footprint(int) int              { return 0 }
func (b *tiny) Stack() []term.Term             { return nil }
func (b *tiny) Initial() term.Term             { return term.Nil }
func (b *tiny) Fork(*Process) (Body, bool)     { return &tiny{b.run}, true }

func tinyBody(run func(p *Process) Verdict) func(*Process) Body {
	b := &tiny{run}
	return func(*Process) Body { return b }
}

func done(p *Process) Verdict {
	p.SetExit(term.Normal, nil, nil)
	return Exited
}

// each is a body that handles every message.
func each(f func(p *Process, m term.Term) bool) func(*Process) Body {
	return tinyBody(func(p *Process) Verdict {
		for {
			m, ok := p.Peek()
			if !ok {
				p.AwaitMessage(-1)
				return Waiting
			}
			p.Accept()
			if !f(p, m) {
				return done(p)
			}
		}
	})
}

func BenchmarkSpawnAndEnd(b *testing.B) {
	w := newTestWorld(b, Config{})
	pid, _ := w.Spawn(SpawnOptions{}, func() func(*Process) Body {
		n := 0
		child := tinyBody(done)
		return tinyBody(func(p *Process) Verdict {
			for range 100 {
				if n++; n > b.N {
					return done(p)
				}
				w.Spawn(SpawnOptions{Parent: p}, child)
			}
			return Yielded
		})
	}())
	w.Await(pid, nil)
}

func BenchmarkSend(b *testing.B) {
	w := newTestWorld(b, Config{})
	n := 0
	sink, _ := w.Spawn(SpawnOptions{}, each(func(*Process, term.Term) bool { n++; return n < b.N }))
	sent := 0
	w.Spawn(SpawnOptions{}, tinyBody(func(p *Process) Verdict {
		for range 1000 {
			if sent++; sent > b.N {
				return done(p)
			}
			p.Send(sink, term.Ok)
		}
		return Yielded
	}))
	w.Await(sink, nil)
}

func BenchmarkFanIn(b *testing.B) {
	w := newTestWorld(b, Config{})
	n := 0
	per := b.N/100 + 1
	sink, _ := w.Spawn(SpawnOptions{}, each(func(*Process, term.Term) bool { n++; return n < 100*per }))
	for range 100 {
		sent := 0
		w.Spawn(SpawnOptions{}, tinyBody(func(p *Process) Verdict {
			for range 1000 {
				if sent++; sent > per {
					return done(p)
				}
				p.Send(sink, term.Ok)
			}
			return Yielded
		}))
	}
	w.Await(sink, nil)
}

// BenchmarkCall is a call and its reply, one at a time, with a monitor and a
// timeout as GenServer.call has them.
func BenchmarkCall(b *testing.B) {
	for _, monitor := range []bool{false, true} {
		name := map[bool]string{false: "raw", true: "monitor"}[monitor]
		b.Run(name, func(b *testing.B) {
			w := newTestWorld(b, Config{})
			server, _ := w.Spawn(SpawnOptions{}, each(func(p *Process, m term.Term) bool {
				p.Send(m, term.Ok)
				return true
			}))
			n := 0
			var ref *term.Ref
			client, _ := w.Spawn(SpawnOptions{}, tinyBody(func(p *Process) Verdict {
				for {
					if n > 0 {
						if _, ok := p.Peek(); !ok {
							p.AwaitMessage(5e9)
							return Waiting
						}
						p.Accept()
						if monitor {
							p.Demonitor(ref, true, false)
						}
					}
					if n++; n > b.N {
						return done(p)
					}
					if monitor {
						ref = p.Monitor(server, MonitorOptions{Alias: AliasDemonitor})
						p.Send(server, ref)
					} else {
						p.Send(server, p.Self())
					}
				}
			}))
			w.Await(client, nil)
		})
	}
}

func BenchmarkRing(b *testing.B) {
	w := newTestWorld(b, Config{})
	var next term.Term
	var last term.PID
	first := term.PID(0)
	for i := range 1000 {
		to := next
		pid, _ := w.Spawn(SpawnOptions{}, each(func(p *Process, m term.Term) bool {
			n := m.(int)
			t := to
			if t == nil {
				t = last
			}
			p.Send(t, term.Int(n-1))
			return n > 0
		}))
		if i == 0 {
			first = pid
		}
		next, last = pid, pid
	}
	w.SendFrom(0, last, b.N)
	w.Await(first, nil)
}

// BenchmarkKill is spawn, monitor, kill, DOWN.
func BenchmarkKill(b *testing.B) {
	w := newTestWorld(b, Config{})
	n := 0
	child := each(func(*Process, term.Term) bool { return true })
	pid, _ := w.Spawn(SpawnOptions{}, tinyBody(func(p *Process) Verdict {
		for {
			if n > 0 {
				if _, ok := p.Peek(); !ok {
					p.AwaitMessage(-1)
					return Waiting
				}
				p.Accept()
			}
			if n++; n > b.N {
				return done(p)
			}
			pid, _ := w.Spawn(SpawnOptions{Parent: p, Monitor: true}, child)
			p.Exit(pid, term.Kill)
		}
	}))
	w.Await(pid, nil)
}

func BenchmarkFork(b *testing.B) {
	w := newTestWorld(b, Config{Simulated: true})
	child := each(func(*Process, term.Term) bool { return true })
	for range 1000 {
		w.Spawn(SpawnOptions{}, child)
	}
	w.Settle(0)
	for b.Loop() {
		if _, err := w.Fork(); err != nil {
			b.Fatal(err)
		}
	}
}
