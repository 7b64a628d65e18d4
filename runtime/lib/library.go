package lib

import (
	"fmt"
	"strings"
	"sync"

	"otpsh/runtime/diag"
	"otpsh/runtime/expand"
	"otpsh/runtime/kernel"
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// Library is the standard library as compiled so far: it is filled module by
// module and function by function as programs need them, and shared by all
// worlds, which never change it.
type Library struct {
	world *kernel.World // where library modules' bodies and macros run

	// mu is held by whoever compiles. Compiling runs macros in the library's
	// world, which load and compile more of the library: code that runs there
	// holds it already.
	mu      sync.Mutex
	loading map[term.Atom]bool
	failed  map[term.Atom]error
	reports []string // errors of our own code

	store       Store // nil: nothing is kept
	running     term.Atom
	origins     map[term.Atom]term.Atom   // module to the module whose source defines it
	definitions map[term.Atom]*definition // of modules whose source has run
	images      map[term.Atom]*image      // of modules that came from the store
}

var library struct {
	once  sync.Once
	it    *Library
	store Store
}

// UseStore sets where compiled modules of the library are kept between runs
// of the program. Only before the first world is made.
func UseStore(s Store) { library.store = s }

// theLibrary compiles each thing once for the whole program.
func theLibrary() *Library {
	library.once.Do(func() {
		l := newLibrary(library.store)
		library.it = l
	})
	return library.it
}

func newLibrary(store Store) *Library {
	l := &Library{
		loading: map[term.Atom]bool{}, failed: map[term.Atom]error{}, store: store,
		origins: map[term.Atom]term.Atom{}, definitions: map[term.Atom]*definition{}, images: map[term.Atom]*image{},
	}
	l.world = kernel.NewWorld(kernel.Config{Host: silentHost{}, Simulated: true, Seed: 1})
	l.world.Attach(vm.CodeKey, vm.NewCodeServer(nil, inside{l}))
	own := attach(l.world)
	own.library = l
	own.collect = func(d diag.Diagnostic) {
		if d.Severity == diag.Error {
			l.reports = append(l.reports, d.Render(false))
		}
	}
	// Kernel first, alone: while it is not there, its own body sees only
	// the macros written in Go.
	if _, err := l.compile(moduleKernel); err != nil {
		panic(fmt.Sprintf("the library's Kernel does not compile: %s", describe(err)))
	}
	return l
}

// Attach puts the library into a new world; args are what System.argv gives.
func Attach(w *kernel.World, args []string) {
	l := theLibrary()
	w.Attach(vm.CodeKey, vm.NewCodeServer(vm.Code(l.world), l))
	attach(w).args = args
	watchEnds(w)
	startDevices(w)
	startSystem(w)
}

// watchEnds has the library told of processes that end abnormally.
func watchEnds(w *kernel.World) { w.OnCrash, w.OnDoomed = reportCrash, tellHeld }

// enter takes the lock for code of another world, and gives what releases it.
func (l *Library) enter(by *vm.CodeServer) (leave func()) {
	if by == vm.Code(l.world) {
		return func() {}
	}
	l.mu.Lock()
	return l.mu.Unlock
}

// Load finds a module of the library for a world, compiling it if this is its
// first use.
func (l *Library) Load(name term.Atom) (*vm.Module, bool, error) {
	if m := vm.Code(l.world).Installed(name); m != nil {
		return m, true, nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	m, err := l.compile(name)
	return m, m != nil, err
}

// inside loads modules for code of the library's own world, which runs while
// the lock is held.
type inside struct{ l *Library }

func (i inside) Load(name term.Atom) (*vm.Module, bool, error) {
	m, err := i.l.compile(name)
	return m, m != nil, err
}

// compile makes a module of the library once; mu is held. A module that is
// being compiled is not there yet.
func (l *Library) compile(name term.Atom) (*vm.Module, error) {
	if m := vm.Code(l.world).Installed(name); m != nil {
		return m, nil
	}
	src, inElixir := sources()[name]
	natives := nativesOf(name)
	if !inElixir && natives == nil || l.loading[name] {
		return nil, nil
	}
	if err := l.failed[name]; err != nil {
		return nil, err
	}
	if m := l.fromStore(name); inElixir && m != nil {
		return m, nil
	}
	l.loading[name] = true
	defer delete(l.loading, name)
	var err error
	if inElixir {
		err = l.run(name, src)
	} else {
		err = l.installNatives(name)
	}
	if err != nil {
		err = fmt.Errorf("%s of the library does not compile: %s\n%s", InspectAtom(name), describe(err), strings.Join(l.reports, "\n"))
		l.failed[name] = err
		return nil, err
	}
	return vm.Code(l.world).Installed(name), nil
}

// installNatives makes a module that is all Go.
func (l *Library) installNatives(name term.Atom) error {
	d := newDefinition(name, "", 0)
	d.library = true
	m, err := d.compile(newCompileHost(scratchCaller{l.world}, l.world))
	if err == nil {
		vm.Code(l.world).Install(m)
	}
	return err
}

// run evaluates the source of one library module.
func (l *Library) run(name term.Atom, src source) error {
	outer := l.running
	l.running = name
	defer func() { l.running = outer }()
	quoted, _, serr := syntax.Parse(src.text, syntax.Options{File: src.file, Line: src.line, Columns: true, Reserve: true})
	if serr != nil {
		return serr
	}
	h := newCompileHost(scratchCaller{l.world}, l.world)
	env := expand.NewEnv(h, src.placeOf(name))
	_, _, err := evaluate(h, quoted, env, nil, nil, fileUnit)
	return err
}

// scratchCaller calls the language at once, on a scratch process of the
// library's own world.
type scratchCaller struct{ world *kernel.World }

func (s scratchCaller) apply(module, name term.Atom, args ...term.Term) (term.Term, error) {
	v, exc := vm.RunSync(s.world, module, name, args...)
	if exc != nil {
		return nil, exc
	}
	return v, nil
}

func (s scratchCaller) call(fun term.Term, args ...term.Term) (term.Term, error) {
	return s.apply(atomErlang, term.Intern("apply"), fun, term.List(args...))
}

func (scratchCaller) tick() {}

func (scratchCaller) process() term.PID { return 0 }

// describe is an error of compiling the library, for whoever works on it.
func describe(err error) string {
	switch e := err.(type) {
	case *vm.Exception:
		s := InspectPlain(e.Reason, 120, 50)
		for _, f := range e.Frames() {
			s += "\n    " + describeFrame(f)
		}
		return s
	case *expand.RaiseError:
		return InspectPlain(e.Exception, 120, 50)
	}
	return err.Error()
}
