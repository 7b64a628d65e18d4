package main

import (
	"fmt"
	"runtime/debug"
	"strconv"
	"strings"

	"otpsh/runtime/kernel"
	"otpsh/runtime/term"

	"github.com/pbnjay/memory"
)

// This file is the flag --limit and what is allowed without it.

// Of the machine's memory programs may fill this part before the largest
// process is ended; the collector works harder from the next part on.
const (
	memoryPart    = 0.6
	collectorPart = 0.75
)

// defaultLimits are the kernel's, and a limit of memory that fits the machine.
func defaultLimits() kernel.Limits {
	total := memory.TotalMemory()
	if total == 0 {
		return kernel.Limits{} // this system does not tell
	}
	debug.SetMemoryLimit(int64(float64(total) * collectorPart))
	return kernel.Limits{Memory: int(float64(total) * memoryPart)}
}

// setLimit reads NAME=NUMBER; the number may end in K, M or G.
func (o *options) setLimit(text string) error {
	name, value, ok := strings.Cut(text, "=")
	n, valid := parseSize(value)
	if !ok || !valid {
		return fmt.Errorf("--limit takes NAME=NUMBER, as in heap=512M, not %q", text)
	}
	if name == "atoms" {
		term.LimitAtoms(n)
		return nil
	}
	if !o.limits.Set(name, n) {
		return fmt.Errorf("there is no limit named %q; there are %s", name, strings.Join(limitNames(), ", "))
	}
	return nil
}

func limitNames() []string {
	names := []string{"atoms"}
	(&kernel.Limits{}).Each(func(name string, _ int) { names = append(names, name) })
	return names
}

// parseSize is a whole number above 0, in units of 1024, 1024² or 1024³ where
// it ends in K, M or G.
func parseSize(text string) (int, bool) {
	shift := 0
	if i := strings.IndexAny(text, "KMG"); i >= 0 && i == len(text)-1 {
		shift = 10 * (1 + strings.IndexByte("KMG", text[i]))
		text = text[:i]
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 1<<62>>shift {
		return 0, false
	}
	return n << shift, true
}
