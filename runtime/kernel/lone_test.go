package kernel

import (
	"testing"
	"time"
)

// The only process that waits behind one that keeps its scheduler for long is
// run by another scheduler, which has woken for something else.
func TestALoneProcessDoesNotStarve(t *testing.T) {
	w := newTestWorld(t, Config{Schedulers: 2})
	ran, done := make(chan struct{}), make(chan struct{})
	w.Spawn(SpawnOptions{}, code(func(c *proc) {
		c.spawn(SpawnOptions{}, func(*proc) { close(ran) })
		<-ran // a native that waits for the machine
		close(done)
	}))
	deadline := time.After(20 * time.Second)
	for {
		select {
		case <-done:
			return
		case <-deadline:
			t.Fatal("the child never ran")
		case <-time.After(2 * time.Millisecond): // others come and go
			w.Spawn(SpawnOptions{}, code(func(*proc) {}))
		}
	}
}
