// Package explore runs one program under many schedules, looks for one under
// which it fails, makes that schedule simpler, and can run it again: a
// schedule is a few numbers, and a simulated world does the same under the
// same ones.
//
// What it cannot do: it tries schedules at random and proves nothing about
// those it has not tried. Processes are switched only where a slice ends or a
// process waits; slices are as short as one reduction, so a switch may come
// between any two calls, but not within one native. Simpler means that fewer
// of the choices are random; the result need not be the simplest there is.
//
// It knows kernel and trace only. Whoever calls it makes the worlds.
package explore

import (
	"fmt"

	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// Schedule says which of a program's possible orders a run takes.
type Schedule struct {
	Seed    uint64 // 0: plain order, as a shell would run it
	Choices int    // how many choices the seed makes; 0: all
}

// Configure makes a world's configuration follow the schedule.
func (s Schedule) Configure(cfg kernel.Config) kernel.Config {
	cfg.Simulated, cfg.Seed, cfg.Preempt, cfg.Choices = true, s.Seed, s.Seed != 0, s.Choices
	return cfg
}

func (s Schedule) String() string {
	if s.Choices == 0 {
		return fmt.Sprintf("seed %d", s.Seed)
	}
	return fmt.Sprintf("seed %d, %d choices", s.Seed, s.Choices)
}

// Program makes a world that follows the schedule, with the program's first
// process in it; nothing has run yet.
type Program func(s Schedule) (w *kernel.World, main term.PID, err error)

// Run is one run of the program.
type Run struct {
	Schedule Schedule
	Outcome  kernel.Outcome
	Failure  string // why it counts as failed; "" when it does not
	Choices  int    // that the seed made
	Events   []trace.Event
}

// Options of a search.
type Options struct {
	Runs   int    // schedules to try; 0: 100
	First  uint64 // the first seed
	Cancel <-chan struct{}
	// Fails says why a run that has ended failed, "" when it did not. nil: a
	// reason other than :normal, or a deadlock, is a failure.
	Fails func(w *kernel.World, out kernel.Outcome) string
	// Shrink is how many more runs may be spent on a simpler failure; 0: 60.
	Shrink int
	// Progress is told of each run.
	Progress func(Run)
}

// Report is what a search found.
type Report struct {
	Runs     int
	Outcomes map[string]int // how often the program ended which way
	Failed   *Run           // the first failure, made simpler; nil when none was found
	Original Schedule       // the schedule under which it was found
}

// Search runs the program under one schedule after the other until one fails.
func Search(program Program, opts Options) (Report, error) {
	if opts.Runs == 0 {
		opts.Runs = 100
	}
	if opts.Shrink == 0 {
		opts.Shrink = 60
	}
	report := Report{Outcomes: map[string]int{}}
	for i := range uint64(opts.Runs) {
		r, err := Replay(program, Schedule{Seed: opts.First + i}, opts)
		if err != nil || r.Outcome.Status == kernel.Cancelled {
			return report, err
		}
		report.Runs++
		report.Outcomes[r.text()]++
		if r.Failure != "" {
			report.Original = r.Schedule
			report.Failed, err = shrink(program, r, opts)
			return report, err
		}
	}
	return report, nil
}

// Replay runs the program once.
func Replay(program Program, s Schedule, opts Options) (Run, error) {
	w, main, err := program(s)
	if err != nil {
		return Run{}, err
	}
	defer w.Stop()
	out := w.AwaitOutcome(main, opts.Cancel)
	r := Run{Schedule: s, Outcome: out, Choices: w.Choices(), Events: w.Trace().Recent()}
	if out.Status != kernel.Cancelled {
		fails := opts.Fails
		if fails == nil {
			fails = abnormal
		}
		r.Failure = fails(w, out)
	}
	if opts.Progress != nil {
		opts.Progress(r)
	}
	return r, nil
}

// abnormal is the failure of a run that did not end with :normal.
func abnormal(_ *kernel.World, out kernel.Outcome) string {
	switch {
	case out.Status == kernel.Deadlocked:
		return "deadlock: " + out.Deadlock.String()
	case out.Status == kernel.Ended && !term.Identical(out.Reason, term.Normal):
		return "it exited: " + term.Dump(out.Reason)
	}
	return ""
}

func (r Run) text() string {
	if r.Failure != "" {
		return r.Failure
	}
	return term.Dump(r.Outcome.Reason)
}

// shrink looks for a failure with fewer random choices: first by halves, then
// one by one, as far as the runs go.
func shrink(program Program, failed Run, opts Options) (*Run, error) {
	best := failed
	count := failed.Choices
	for step, left := count/2, opts.Shrink; step > 0 && count > 0 && left > 0; left-- {
		try := max(count-step, 1)
		if try == count {
			break
		}
		r, err := Replay(program, Schedule{Seed: failed.Schedule.Seed, Choices: try}, opts)
		if err != nil {
			return &best, err
		}
		if r.Outcome.Status == kernel.Cancelled {
			break
		}
		if r.Failure != "" {
			best, count = r, try
			step = min(step, max(count/2, 1))
		} else {
			step /= 2
		}
	}
	return &best, nil
}
