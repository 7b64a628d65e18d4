package explore

import (
	"testing"
	"time"

	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
)

type clockHost struct{ kernel.Host }

func (clockHost) Monotonic() time.Duration { return 0 }

// stepper is a process as a list of steps, each one slice; a step may wait.
type stepper struct {
	steps []func(p *kernel.Process) kernel.Verdict
}

func (b *stepper) Run(p *kernel.Process, _ int) kernel.Verdict {
	if len(b.steps) == 0 {
		return kernel.Exited
	}
	v := b.steps[0](p)
	if v != kernel.Waiting {
		b.steps = b.steps[1:]
	}
	return v
}
func (b *stepper) Interrupt(term.Atom, term.Term)                {}
func (b *stepper) Footprint(int) int                             { return 0 }
func (b *stepper) Stack() []term.Term                            { return nil }
func (b *stepper) Initial() term.Term                            { return term.Nil }
func (b *stepper) Fork(*kernel.Process) (kernel.Body, bool)      { return nil, false }
func steps(s ...func(p *kernel.Process) kernel.Verdict) *stepper { return &stepper{s} }
func body(b kernel.Body) func(*kernel.Process) kernel.Body {
	return func(*kernel.Process) kernel.Body { return b }
}

// lostUpdate is two processes that each read a number, and write it back
// increased one step later.
func lostUpdate(s Schedule) (*kernel.World, term.PID, error) {
	w := kernel.NewWorld(s.Configure(kernel.Config{Host: clockHost{}}))
	n, ended := 0, 0
	add := func(main term.PID) *stepper {
		read := 0
		return steps(
			func(*kernel.Process) kernel.Verdict { read = n; return kernel.Yielded },
			func(p *kernel.Process) kernel.Verdict {
				n = read + 1
				p.Send(main, term.Ok)
				return kernel.Yielded
			})
	}
	main, _ := w.Spawn(kernel.SpawnOptions{}, body(steps(
		func(p *kernel.Process) kernel.Verdict {
			for range 2 {
				w.Spawn(kernel.SpawnOptions{Parent: p}, body(add(p.PID())))
			}
			return kernel.Yielded
		},
		func(p *kernel.Process) kernel.Verdict {
			for _, ok := p.Peek(); ok; _, ok = p.Peek() {
				p.Accept()
				ended++
			}
			if ended < 2 {
				p.AwaitMessage(-1)
				return kernel.Waiting
			}
			if n != 2 {
				p.SetExit(term.Exit, term.Intern("lost"), term.Empty)
				return kernel.Exited
			}
			return kernel.Exited
		})))
	return w, main, nil
}

func TestSearchFindsAndReplays(t *testing.T) {
	report, err := Search(lostUpdate, Options{Runs: 200})
	if err != nil || report.Failed == nil {
		t.Fatalf("found nothing in %d runs: %v", report.Runs, err)
	}
	again, err := Replay(lostUpdate, report.Failed.Schedule, Options{})
	if err != nil || again.Failure != report.Failed.Failure {
		t.Fatalf("%v does not fail again: %q, %v", report.Failed.Schedule, again.Failure, err)
	}
	if len(again.Events) != len(report.Failed.Events) {
		t.Error("the replay went another way")
	}
}

func TestSearchOfACorrectProgram(t *testing.T) {
	program := func(s Schedule) (*kernel.World, term.PID, error) {
		w := kernel.NewWorld(s.Configure(kernel.Config{Host: clockHost{}}))
		pid, _ := w.Spawn(kernel.SpawnOptions{}, body(steps()))
		return w, pid, nil
	}
	report, err := Search(program, Options{Runs: 20})
	if err != nil || report.Failed != nil || report.Runs != 20 || report.Outcomes[":normal"] != 20 {
		t.Errorf("report %+v, %v", report, err)
	}
}
