package lib

import (
	"maps"
	"slices"
	"sync"

	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :erlang.system_flag/2. Of the flags, backtrace_depth does what
// it does on the BEAM. The others tune what the BEAM alone has: they are
// remembered.

var erlangSystemFlagNatives = vm.Natives{
	"system_flag/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		name, _ := a[0].(term.Atom)
		valid := systemFlags[name.Name()]
		switch {
		case valid == nil:
			return nil, vm.BadArg(1, "invalid system flag")
		case !valid(a[1]):
			return nil, vm.BadArg(2, "invalid value for this system flag")
		case name.Name() == "backtrace_depth":
			return term.Int(m.Code().SetTraceDepth(a[1].(int))), nil
		}
		return flagsOf(m.World()).set(m, name.Name(), a[1]), nil
	},
}

// systemFlags are the flags that can be set, with what is a value.
var systemFlags = map[string]func(v term.Term) bool{
	"backtrace_depth":             atLeast(0),
	"fullsweep_after":             atLeast(0),
	"min_heap_size":               atLeast(0),
	"min_bin_vheap_size":          atLeast(0),
	"max_heap_size":               func(v term.Term) bool { _, isMap := v.(*term.Map); return isMap || atLeast(0)(v) },
	"schedulers_online":           atLeast(1),
	"dirty_cpu_schedulers_online": atLeast(1),
	"trace_control_word":          atLeast(0),
	"multi_scheduling":            oneOf("block", "unblock", "block_normal", "unblock_normal"),
	"microstate_accounting":       oneOf("true", "false", "reset"),
	"scheduler_wall_time":         oneOf("true", "false"),
	"time_offset":                 oneOf("finalize"),
}

func atLeast(least int) func(term.Term) bool {
	return func(v term.Term) bool { n, ok := v.(int); return ok && n >= least }
}

func oneOf(names ...string) func(term.Term) bool {
	return func(v term.Term) bool { a, ok := v.(term.Atom); return ok && slices.Contains(names, a.Name()) }
}

// flags are the flags that were set in a world.
type flags struct {
	mu     sync.Mutex
	values map[string]term.Term
}

func flagsOf(w *kernel.World) *flags {
	return w.AttachOnce("system flags", &flags{values: map[string]term.Term{}}).(*flags)
}

// Fork copies the flags.
func (f *flags) Fork(*kernel.World) kernel.Attachment {
	f.mu.Lock()
	defer f.mu.Unlock()
	return &flags{values: maps.Clone(f.values)}
}

// set remembers a flag, and gives what it was.
func (f *flags) set(m *vm.Machine, name string, v term.Term) term.Term {
	f.mu.Lock()
	defer f.mu.Unlock()
	old, known := f.values[name]
	if !known {
		old = initialFlag(m, name)
	}
	f.values[name] = v
	return old
}

// initialFlag is a flag that nobody has set: what system_info tells, else
// nothing.
func initialFlag(m *vm.Machine, name string) term.Term {
	if info := systemInfo[name]; info != nil {
		v := info(m)
		if named, ok := v.(*term.Tuple); ok {
			return named.Elems[1]
		}
		return v
	}
	if systemFlags[name](term.Int(0)) {
		return term.Int(0)
	}
	return term.False
}
