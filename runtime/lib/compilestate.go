package lib

import (
	"slices"

	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is what a world remembers of compiling: the compiler's options,
// the files that were required, and, while a process compiles a text, the
// modules that it defines.

// compiling is that memory. state.mu guards it.
type compiling struct {
	options  *term.Map // what Code.put_compiler_option has set
	required []string  // absolute paths, oldest first
	paths    []string  // directories of the code path
	// units by process: the lists of modules of the texts that it compiles
	// now, innermost last.
	units map[term.PID][]*moduleSet
	// unverified by process: the modules of a file that is compiled together
	// with others, until they are checked against those.
	unverified map[term.PID]*moduleSet
}

type compiledModule struct {
	name   term.Atom
	object term.Term
}

func newCompiling() compiling {
	return compiling{options: term.EmptyMap, units: map[term.PID][]*moduleSet{}, unverified: map[term.PID]*moduleSet{}}
}

// fork copies it for a world at rest, which compiles nothing.
func (c *compiling) fork() compiling {
	n := newCompiling()
	n.options, n.required, n.paths = c.options, slices.Clone(c.required), slices.Clone(c.paths)
	return n
}

// moduleSet are the modules that a text has defined so far, oldest first.
type moduleSet struct {
	modules []compiledModule
	verify  []*definition // modules to be checked against others when the text is done
	files   bool          // of several files, whose modules may name each other
}

// beginFiles begins the compilation of several files by the process: what their modules
// get wrong about others is looked for when the last is done.
func beginFiles(m *vm.Machine, _ []term.Term) (term.Term, error) {
	found, _ := worldState(m.World()).collectModules(m.Process().PID())
	found.files = true
	return term.Ok, nil
}

// endFiles ends it.
func endFiles(m *vm.Machine, _ []term.Term) (term.Term, error) {
	s, pid := worldState(m.World()), m.Process().PID()
	return inProcess(m, func(c caller) (term.Term, error) {
		found := s.endModules(pid)
		return term.Ok, found.runVerify(newCompileHost(c, m.World()))
	})
}

// collectModules begins a set of the modules that the process defines, and
// gives what ends it.
func (s *state) collectModules(pid term.PID) (found *moduleSet, end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found = &moduleSet{}
	s.compiling.units[pid] = append(s.compiling.units[pid], found)
	return found, func() { s.endModules(pid) }
}

// endModules ends the innermost set of the process, and gives it.
func (s *state) endModules(pid term.PID) *moduleSet {
	s.mu.Lock()
	defer s.mu.Unlock()
	units := s.compiling.units[pid]
	last := units[len(units)-1]
	if units = units[:len(units)-1]; len(units) == 0 {
		delete(s.compiling.units, pid)
	} else {
		s.compiling.units[pid] = units
	}
	return last
}

// defined tells the texts that the process compiles of a module.
func (s *state) defined(pid term.PID, name term.Atom, object term.Term) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, set := range s.compiling.units[pid] {
		set.modules = append(set.modules, compiledModule{name, object})
	}
}

// verifyLater leaves the module's @after_verify to the end of the text, or of the files,
// that the process compiles; false when it compiles none.
func (s *state) verifyLater(pid term.PID, d *definition) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	units := s.compiling.units[pid]
	if len(units) == 0 {
		return false
	}
	set := units[len(units)-1]
	for _, outer := range units {
		if outer.files {
			set = outer
			break
		}
	}
	set.verify = append(set.verify, d)
	return true
}

// runVerify warns of what the modules get wrong about others, and calls the
// hooks that waited for the end of the text.
func (set *moduleSet) runVerify(h *compileHost) error {
	for _, d := range set.verify {
		worldState(h.world).reportAll(h.process(), (&verifier{definition: d, host: h}).warnings())
		if err := d.afterVerify(h); err != nil {
			return err
		}
	}
	return nil
}

// list is [{module, object code}, ...].
func (set *moduleSet) list() term.Term {
	var b term.ListBuilder
	for _, m := range set.modules {
		b.Add(term.Tuple2(m.name, m.object))
	}
	return b.List()
}

// compilerOption is what Code.put_compiler_option has set; false when nothing
// was.
func compilerOption(w *kernel.World, name string) (term.Term, bool) {
	s := worldState(w)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.compiling.options.GetAtom(term.Intern(name))
}

// compileStateNatives are the functions of :otpsh_code about that memory.
var compileStateNatives = vm.Natives{
	// option(name, default)
	"option/2": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		name, _ := args[0].(term.Atom)
		if v, ok := compilerOption(m.World(), name.Name()); ok {
			return v, nil
		}
		return args[1], nil
	},
	"put_option/2": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		s := worldState(m.World())
		s.mu.Lock()
		defer s.mu.Unlock()
		s.compiling.options = s.compiling.options.Put(args[0], args[1])
		return term.Ok, nil
	},
	"required_files/0": listOf(func(c *compiling) []string { return c.required }),
	"require/1": changeList(func(c *compiling, file string) bool {
		if slices.Contains(c.required, file) {
			return false
		}
		c.required = append(c.required, file)
		return true
	}),
	"unrequire/1": changeList(func(c *compiling, file string) bool {
		before := len(c.required)
		c.required = slices.DeleteFunc(c.required, func(f string) bool { return f == file })
		return len(c.required) < before
	}),
	"paths/0": listOf(func(c *compiling) []string { return c.paths }),
	"add_path_first/1": changeList(func(c *compiling, dir string) bool {
		c.paths = append([]string{dir}, slices.DeleteFunc(c.paths, func(d string) bool { return d == dir })...)
		return true
	}),
	"add_path_last/1": changeList(func(c *compiling, dir string) bool {
		if !slices.Contains(c.paths, dir) {
			c.paths = append(c.paths, dir)
		}
		return true
	}),
	"delete_path/1": changeList(func(c *compiling, dir string) bool {
		before := len(c.paths)
		c.paths = slices.DeleteFunc(c.paths, func(d string) bool { return d == dir })
		return len(c.paths) < before
	}),
}

// listOf is a native that gives a list of paths.
func listOf(of func(*compiling) []string) vm.Native {
	return func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		s := worldState(m.World())
		s.mu.Lock()
		defer s.mu.Unlock()
		var b term.ListBuilder
		for _, path := range of(&s.compiling) {
			b.Add(term.Binary(path))
		}
		return b.List(), nil
	}
}

// changeList is a native that changes a list by one path, and tells whether
// it did.
func changeList(change func(*compiling, string) bool) vm.Native {
	return func(m *vm.Machine, args []term.Term) (term.Term, error) {
		path, ok := args[0].(term.Binary)
		if !ok {
			return nil, vm.BadArg(1, notBinary)
		}
		s := worldState(m.World())
		s.mu.Lock()
		defer s.mu.Unlock()
		return term.Bool(change(&s.compiling, string(path))), nil
	}
}
