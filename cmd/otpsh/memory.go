// When the garbage collector runs.

package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// The heap may grow to heapFloor bytes, or to 2.4 times what lives in it,
// before it is collected: a short program hardly ever collects, a long one
// stays bounded. Go knows only a proportion, which is set anew after each
// collection. A floor of 32 MB costs loops that make small maps up to a half
// more time, one of 300 MB as much, for fresh pages. Of a hundred thousand idle
// servers each takes 1,190 bytes of the machine, 1,480 when the heap may grow to
// five times what lives: a collection leaves spans half empty. Programs that
// build large maps pay for that, a tenth of their time.
const (
	heapFloor   = 64 << 20
	leastGrowth = 140     // percent of what lives
	goLeastLive = 4 << 20 // what Go takes to live at first
)

// tuneCollector sets the collector, and keeps it set.
func tuneCollector() {
	growth := heapFloor / goLeastLive * 100
	debug.SetGCPercent(growth)
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	var watch func()
	watch = func() {
		// The next collection finds this object, to which nothing refers.
		runtime.SetFinalizer(&struct{ next *int }{}, func(any) {
			metrics.Read(live)
			// Setting it stops the world: small changes are left alone.
			if g := growthOver(live[0].Value.Uint64()); g > growth+growth/4 || g < growth-growth/4 {
				debug.SetGCPercent(g)
				growth = g
			}
			watch()
		})
	}
	watch()
}

// growthOver is the percentage that the heap may grow over what lives.
func growthOver(live uint64) int {
	return max(leastGrowth, int(heapFloor*100/max(live, goLeastLive))-100)
}
