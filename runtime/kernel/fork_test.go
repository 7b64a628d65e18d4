package kernel

import (
	"testing"

	"otpsh/runtime/term"
)

// TestForkOfHelpers: what a helper is about to do is not lost by a fork, and
// its references are none of those that were given before.
func TestForkOfHelpers(t *testing.T) {
	w := newTestWorld(t, Config{Simulated: true})
	w.Spawn(SpawnOptions{Detached: true}, code(func(*proc) {}))
	if _, err := w.Fork(); err != ErrNotAtRest {
		t.Errorf("a helper waits to run: %v", err)
	}
	w.Settle(0)
	fresh := func(w *World) (ref *term.Ref) {
		w.RunDetached(SpawnOptions{}, code(func(me *proc) { ref = me.NewRef() }), nil)
		return ref
	}
	before := fresh(w)
	f, err := w.Fork()
	if err != nil {
		t.Fatal(err)
	}
	if after := fresh(f); after.ID == before.ID {
		t.Errorf("reference %d is given twice", after.ID)
	}
}

// TestForkOfSignals: a fork in the middle of things, with signals on their
// way and messages that a receive has passed over.
func TestForkOfSignals(t *testing.T) {
	for seed := range uint64(20) {
		steps := program(seed, 40)
		run := func(w *World, s *stage) string { w.Settle(0); return s.told() }
		w, s := halfWay(t, seed, steps)
		want := run(w, s)
		w, s = halfWay(t, seed, steps)
		f, err := w.Fork()
		if err != nil {
			t.Fatal(err)
		}
		copied := f.Attachment("stage").(*stage)
		if got := run(f, copied); got != want {
			t.Errorf("seed %d: the fork\n%s\nwant\n%s", seed, got, want)
		}
		if got := run(w, s); got != want {
			t.Errorf("seed %d: the original\n%s\nwant\n%s", seed, got, want)
		}
	}
}

// halfWay is a world in which the puppets have begun to carry a program out.
func halfWay(t *testing.T, seed uint64, steps []step) (*World, *stage) {
	w := newTestWorld(t, Config{Simulated: true, Seed: seed})
	s := newStage(w, Yielded)
	w.Attach("stage", s)
	for range startPuppets {
		s.spawn(nil, false, false)
	}
	for _, st := range steps {
		if st.actor < startPuppets {
			s.direct(st.actor, st)
		}
	}
	for range 20 {
		w.Step()
	}
	return w, s
}
