package kernel

import (
	"sync/atomic"
	"time"
)

// This file is time.

// virtualEpoch is the time of day at which every simulated world begins:
// 2025-01-01 00:00 UTC.
const virtualEpoch = 1735689600 * time.Second

// perReduction is how far one reduction moves a virtual clock.
const perReduction = 10 * time.Nanosecond

// clock is the virtual clock.
type clock struct{ now atomic.Int64 }

func (c *clock) spend(reductions int) { c.now.Add(int64(reductions) * int64(perReduction)) }

func (c *clock) read() time.Duration { return time.Duration(c.now.Load()) }

// Now is the monotonic time; it begins at 0 in a simulated world.
func (w *World) Now() time.Duration {
	if w.sim != nil {
		return w.clock.read()
	}
	return w.host.Monotonic()
}

// SystemTime is the time since the Unix epoch.
func (w *World) SystemTime() time.Duration {
	if w.sim != nil {
		return virtualEpoch + w.clock.read()
	}
	return time.Duration(w.host.Wall().UnixNano())
}
