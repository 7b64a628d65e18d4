package kernel

import (
	"io"
	"iter"
	"testing"
	"time"

	"otpsh/runtime/term"
)

// This file lets a test write a process as straight Go code: its body is a
// coroutine.

type testHost struct {
	Host
	start time.Time
}

func (h *testHost) Monotonic() time.Duration { return time.Since(h.start) }
func (h *testHost) Wall() time.Time          { return time.Now() }
func (h *testHost) Entropy(b []byte)         { clear(b) }
func (h *testHost) Stdout() io.Writer        { return io.Discard }

func newTestWorld(t testing.TB, cfg Config) *World {
	if cfg.Host == nil {
		cfg.Host = &testHost{start: time.Now()}
	}
	w := NewWorld(cfg)
	w.OnPanic = func(p *Process, v any, stack []byte) { t.Errorf("panic in %v: %v\n%s", p.PID(), v, stack) }
	t.Cleanup(w.Stop)
	return w
}

// proc is what the code of a test process works with.
type proc struct {
	*Process
	yield func(Verdict) bool
	left  int
}

type exited struct{ class, reason term.Term }

type coBody struct {
	resume func() (Verdict, bool)
	stop   func()
	c      *proc
}

func code(f func(c *proc)) func(*Process) Body {
	return func(p *Process) Body {
		c := &proc{Process: p}
		b := &coBody{c: c}
		b.resume, b.stop = iter.Pull(func(yield func(Verdict) bool) {
			c.yield = yield
			defer func() {
				switch x := recover().(type) {
				case nil:
					p.SetExit(term.Normal, nil, nil)
				case exited:
					p.SetExit(x.class.(term.Atom), x.reason, term.Empty)
				case stopped:
				default:
					panic(x)
				}
			}()
			f(c)
		})
		return b
	}
}

type stopped struct{}

func (b *coBody) Run(p *Process, n int) Verdict {
	v, more := b.resume()
	if !more {
		return Exited
	}
	return v
}
func (b *coBody) Interrupt(term.Atom, term.Term) {}
func (b *coBody) Footprint(int) int              { return 10 }
func (b *coBody) Stack() []term.Term             { return nil }
func (b *coBody) Initial() term.Term             { return term.Nil }
func (b *coBody) Fork(p *Process) (Body, bool)   { return nil, false }

func (c *proc) wait(v Verdict) {
	if !c.yield(v) {
		panic(stopped{})
	}
}

// receive takes the first message for which match is true; nil after d.
func (c *proc) receive(d time.Duration, match func(term.Term) bool) term.Term {
	for {
		for m, ok := c.Peek(); ok; m, ok = c.Peek() {
			if match == nil || match(m) {
				c.Accept()
				return m
			}
			c.Skip()
		}
		if c.AwaitMessage(d) {
			return nil
		}
		c.wait(Waiting)
	}
}

func (c *proc) next() term.Term { return c.receive(-1, nil) }

// alive asks about another process.
func (c *proc) alive(pid term.PID) bool {
	id := c.Ask(pid, func(*Process) any { return nil })
	for {
		if _, alive, ready := c.Answer(id); ready {
			return alive
		}
		c.wait(Waiting)
	}
}

func (c *proc) exit(class term.Atom, reason term.Term) { panic(exited{class, reason}) }

func (c *proc) spawn(opts SpawnOptions, f func(c *proc)) (term.PID, *term.Ref) {
	opts.Parent = c.Process
	return c.World().Spawn(opts, code(f))
}

func atom(s string) term.Atom { return term.Intern(s) }

// worlds runs a test in a live world and in several simulated ones.
func worlds(t *testing.T, f func(t *testing.T, w *World)) {
	t.Run("live", func(t *testing.T) { f(t, newTestWorld(t, Config{Schedulers: 4})) })
	for seed := range uint64(3) {
		t.Run("simulated", func(t *testing.T) {
			f(t, newTestWorld(t, Config{Simulated: true, Seed: seed, Preempt: seed == 2}))
		})
	}
}

// run runs code as a process to its end and gives its exit reason.
func run(t *testing.T, w *World, f func(c *proc)) term.Term {
	t.Helper()
	pid, _ := w.Spawn(SpawnOptions{}, code(f))
	cancel := make(chan struct{})
	timer := time.AfterFunc(20*time.Second, func() { close(cancel) })
	defer timer.Stop()
	out := w.AwaitOutcome(pid, cancel)
	if out.Status != Ended {
		t.Fatalf("status %d, deadlock %v", out.Status, out.Deadlock)
	}
	return out.Reason
}

func wantTerm(t *testing.T, what string, got, want term.Term) {
	t.Helper()
	if !term.Identical(got, want) {
		t.Errorf("%s: got %s, want %s", what, term.Dump(got), term.Dump(want))
	}
}
