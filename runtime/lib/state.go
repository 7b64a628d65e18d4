package lib

import (
	"sync"

	"otpsh/runtime/diag"
	"otpsh/runtime/expand"
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
)

// state is what the library keeps in a World: modules whose bodies run now,
// what expansions share, and where diagnostics go.
type state struct {
	world   *kernel.World
	library *Library // of the library's own world; else nil

	mu         sync.Mutex
	open       map[term.Atom]*definition
	late       map[term.Atom]*definition // library modules whose functions are being expanded
	cache      *expand.Cache
	collect    func(diag.Diagnostic)
	collectors map[term.PID][]*collector // Code.with_diagnostics that run, by process, innermost last
	units      int                       // evaluation units made so far, for their names
	device     term.PID                  // the built-in terminal device
	errors     term.PID                  // its standard error
	args       []string                  // System.argv
	files      openedFiles
	asked      map[int]func(term.Term) // questions of the host
	questions  int
	compiling  compiling
	texts      map[string]WrittenIn // of what is being compiled, by file
	account    Account              // of the lesson that runs here; nil: none
	logApart   bool                 // the default log goes to standard error
}

const stateKey = "lib"

// worldState is the library's part of a world.
func worldState(w *kernel.World) *state {
	s, _ := w.Attachment(stateKey).(*state)
	return s
}

// attach puts the library's part into a new world.
func attach(w *kernel.World) *state {
	s := &state{world: w, open: map[term.Atom]*definition{}, late: map[term.Atom]*definition{}, collectors: map[term.PID][]*collector{}, asked: map[int]func(term.Term){}, cache: expand.NewCache(), compiling: newCompiling(), texts: map[string]WrittenIn{}}
	w.Attach(stateKey, s)
	return s
}

// Fork copies the state for a forked world. A world at rest defines no
// module, and the cache holds only what can be computed again.
func (s *state) Fork(w *kernel.World) kernel.Attachment {
	s.mu.Lock()
	defer s.mu.Unlock()
	watchEnds(w)
	return &state{world: w, open: map[term.Atom]*definition{}, late: map[term.Atom]*definition{}, collectors: map[term.PID][]*collector{}, asked: map[int]func(term.Term){}, cache: expand.NewCache(), collect: s.collect, units: s.units, device: s.device, errors: s.errors, args: s.args, questions: s.questions, compiling: s.compiling.fork(), texts: map[string]WrittenIn{}, logApart: s.logApart}
}

// OnDiagnostic sets where a world's compile-time errors and warnings go.
func OnDiagnostic(w *kernel.World, f func(diag.Diagnostic)) {
	s := worldState(w)
	s.mu.Lock()
	s.collect = f
	s.mu.Unlock()
}

// LogApart has the default log of a world, and of its forks, go to standard
// error, so that it can be told from what a program prints.
func LogApart(w *kernel.World) {
	s := worldState(w)
	s.mu.Lock()
	s.logApart = true
	s.mu.Unlock()
}

func (s *state) defining(name term.Atom) *definition {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.open[name]; d != nil {
		return d
	}
	return s.late[name]
}

// expandLate makes a finished library module one that is being defined, as it
// was at one of its clauses, while that is expanded; it gives what ends that.
func (s *state) expandLate(d *definition) (end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.late[d.name]
	s.late[d.name] = d
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.late[d.name] = before
	}
}

// begin registers a module whose body starts to run; it gives the one of that
// name that is running already, if there is one.
func (s *state) begin(d *definition) (other *definition) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if other := s.open[d.name]; other != nil {
		return other
	}
	s.open[d.name] = d
	return nil
}

func (s *state) end(d *definition) {
	s.mu.Lock()
	delete(s.open, d.name)
	s.mu.Unlock()
}

func (s *state) nextUnit() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.units++
	return s.units - 1
}

// ask registers a question of the host; the answer is handed to f, once, on
// the scheduler that runs the process that answers.
func (s *state) ask(f func(term.Term)) (id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.questions++
	s.asked[s.questions] = f
	return s.questions
}

func (s *state) answer(id int, t term.Term) {
	s.mu.Lock()
	f := s.asked[id]
	delete(s.asked, id)
	s.mu.Unlock()
	if f != nil {
		f(t)
	}
}

// Ask registers a question of the host to a process of the world; the process
// answers by :otpsh_code.answer(id, term), and f gets that on its scheduler.
func Ask(w *kernel.World, f func(term.Term)) (id int) { return worldState(w).ask(f) }
