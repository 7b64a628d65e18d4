package shell

import (
	"slices"
	"strings"
	"time"

	"otpsh/runtime/elixir"
	"otpsh/runtime/term"
)

// This file is where a session is: a world, with what belongs to it. A shell
// begins in one world, .sim goes to another and .live returns.

// A simulated world may run so many slices after an input, and so long by its
// own clock, before the next one is taken. Ctrl-C is looked for every
// settleChunk slices.
const (
	settleBound = 100_000
	settleTime  = 100 * time.Millisecond
	settleChunk = 100
)

// maxUndo is how many inputs can be undone.
const maxUndo = 50

// maxUndone is how long the text of an input that was undone may be.
const maxUndone = 60

// place is a world with its session, its number of inputs, and what is known
// of its processes.
type place struct {
	world   *elixir.World
	session *elixir.Session
	watch   *watch // nil with --strict
	count   int    // of the next input, as the prompt shows it
	number  int    // of the world, in the order in which they were entered
	noted   int    // how long the record was before the input that is taken
	before  []*place
	log     string        // of logModes; "": full
	first   term.PID      // the first evaluator; what was there before is the world's own
	value   term.Term     // of the last input that had one; nil: none yet
	account *account      // of the lesson that runs here; nil: none
	stop    chan struct{} // a value ends the advancing of the clock, and settling
}

func newPlace(w *elixir.World, cfg Config) *place {
	p := &place{world: w, session: w.NewSession(sessionFile), count: 1, stop: make(chan struct{}, 1)}
	p.session.Strict = cfg.Strict
	p.session.Setup("import IEx.Helpers")
	p.first = p.session.Evaluator()
	if !cfg.Strict {
		w.KeepPlaces()
		p.watch = newWatch(w, cfg, p.session.Evaluator)
	}
	return p
}

func (p *place) onNews(f func()) {
	p.session.OnDeath(f)
	if p.watch != nil {
		p.watch.onNews(f)
	}
}

func (p *place) interrupt() {
	select {
	case p.stop <- struct{}{}:
	default:
	}
	p.session.Interrupt()
}

// keep copies a simulated world before an input, so that the input can be
// undone. A world that is not at rest cannot be copied; that input then is
// undone together with the one before.
func (p *place) keep() {
	if p.watch == nil || !p.world.Simulated() {
		return
	}
	if copied, ok := p.fork(); ok {
		p.before = remembering(p.before, copied)
	}
}

// remembering is a list of places with one more, without those that are too many.
// It is a list of its own: an earlier one may be gone back to.
func remembering(before []*place, p *place) []*place {
	return append(slices.Clone(before[max(0, len(before)+1-maxUndo):]), p)
}

// fork is a copy of the place as it is now. It remembers no places of before: each
// would hold those before it, and so on.
func (p *place) fork() (*place, bool) {
	w, err := p.world.Fork()
	if err != nil {
		return nil, false
	}
	c := *p
	c.world, c.session, c.stop, c.before = w, p.session.In(w), make(chan struct{}, 1), nil
	c.watch = p.watch.in(w, c.session.Evaluator)
	if p.account != nil {
		c.account = p.account.in(&c)
	}
	return &c, true
}

// enter goes to a place.
func (s *Shell) enter(p *place) {
	if s.notify != nil {
		p.onNews(s.notify)
	}
	p.world.OnJump(s.jumped)
	if p.number == 0 {
		s.worlds++
		p.number = s.worlds
	}
	s.here.Store(p)
}

// jumped tells that virtual time passed at once.
func (s *Shell) jumped(j elixir.Jump) {
	if s.cfg.Strict || s.do == nil {
		return
	}
	for line := range strings.Lines(j.String()) {
		s.note("  %s", strings.TrimSuffix(line, "\n"))
	}
}

// Settle lets what an input has set going come to rest before the next prompt:
// a simulated world runs, within a bound; in a live world that is waited for, no
// longer than patience.
func (s *Shell) Settle(patience time.Duration) {
	at := s.here.Load()
	if !at.world.Simulated() {
		cancel := make(chan struct{})
		timer := time.AfterFunc(patience, func() { close(cancel) })
		at.world.Kernel().WaitQuiet(cancel)
		timer.Stop()
		return
	}
	if slices, rest := at.settle(); !rest && s.do != nil {
		s.note("  the world is still busy after %d slices; .step goes on", slices)
	}
}

// settle runs what can run, within the bounds.
func (p *place) settle() (slices int, rest bool) {
	k := p.world.Kernel()
	p.forgetStop()
	for began := k.Now(); slices < settleBound && k.Now()-began < settleTime; {
		n, rest := k.Settle(settleChunk)
		slices += n
		if rest {
			return slices, true
		}
		select {
		case <-p.stop:
			return slices, false
		default:
		}
	}
	return slices, false
}

// forgetStop forgets a wish to stop that an earlier command left.
func (p *place) forgetStop() {
	select {
	case <-p.stop:
	default:
	}
}

// The commands of time and worlds.

func simCommand(s *Shell, _ string) {
	switch {
	case s.lesson != nil:
		s.refuse("this is the lesson's world; .leave returns to your session")
	case s.here.Load().world.Simulated():
		s.refuse("this is a simulated world already")
	case s.cfg.Simulate == nil:
		s.refuse("no simulated world can be started from here")
	default:
		s.live = s.here.Load()
		next := newPlace(s.cfg.Simulate(), s.cfg)
		next.logAs(s.live.log)
		s.enter(next)
		s.note("  a fresh simulated world: its clock stands still until .advance 60s; .live returns to your live one")
		s.startUp()
	}
}

func liveCommand(s *Shell, _ string) {
	switch {
	case s.lesson != nil:
		s.refuse("this is the lesson's world; .leave returns to your session")
		return
	case !s.here.Load().world.Simulated():
		s.note("  you are in the live world")
		return
	case s.live == nil:
		s.refuse("this session began in a simulated world: there is no live one to return to")
		return
	}
	s.here.Store(s.live)
	s.live = nil
	s.note("  back in the live world, as you left it")
}

// simulated refuses a command in a live world.
func (s *Shell) simulated(command string) bool {
	if s.here.Load().world.Simulated() {
		return true
	}
	s.refuse(".%s needs a simulated world: .sim starts a fresh one (your live one waits; .live returns)", command)
	return false
}

func advanceCommand(s *Shell, args string) {
	if !s.simulated("advance") {
		return
	}
	d, err := time.ParseDuration(args)
	if err != nil || d <= 0 {
		s.refuse("by how much? .advance 60s, .advance 500ms, .advance 2m")
		return
	}
	at := s.here.Load()
	at.keep()
	at.forgetStop()
	began := at.world.Now()
	stopped := !at.world.Kernel().Advance(d, at.stop)
	if passed := at.world.Now() - began; passed > time.Second {
		s.jumped(elixir.Jump{By: passed})
	}
	if stopped {
		s.refuse("stopped; it is %s", clockText(at.world.Now()))
	}
}

func stepCommand(s *Shell, _ string) {
	if !s.simulated("step") {
		return
	}
	at := s.here.Load()
	before := at.before
	at.keep()
	if !at.world.Step() {
		at.before = before // nothing happened that could be undone
		s.note("  nothing can run; .advance 1s lets time pass")
	}
}

func undoCommand(s *Shell, _ string) {
	if !s.simulated("undo") {
		return
	}
	at := s.here.Load()
	n := len(at.before)
	if n == 0 {
		s.refuse("there is nothing to undo")
		return
	}
	back := at.before[n-1]
	back.before = at.before[:n-1]
	undone := s.record.undo(back.number, back.noted)
	s.enter(back)
	s.note("  undone: %s", s.cfg.Style.Short(strings.Join(strings.Fields(undone), " "), maxUndone))
}
