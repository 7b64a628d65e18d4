package lib

import (
	"runtime"
	"strconv"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is what :erlang tells about the system: system_info, statistics,
// memory. What it tells is what the BEAM of OTP 25 would, where a program can
// tell the difference.

// otpRelease and ertsVersion are those of the behaviour that we have.
const (
	otpRelease  = "25"
	ertsVersion = "13.1.5"
)

var erlangSystemNatives = vm.Natives{
	"system_info/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		name, ok := a[0].(term.Atom)
		if !ok {
			if t, ok := a[0].(*term.Tuple); ok && len(t.Elems) == 2 && isOption(t.Elems[0], "wordsize") &&
				(isOption(t.Elems[1], "internal") || isOption(t.Elems[1], "external")) {
				return term.Int(8), nil
			}
			return nil, vm.BadArg(1, "invalid system info item")
		}
		if f := systemInfo[name.Name()]; f != nil {
			return f(m), nil
		}
		return nil, vm.BadArg(1, "invalid system info item")
	},
	"statistics/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		if name, ok := a[0].(term.Atom); ok {
			if f := statistics[name.Name()]; f != nil {
				m.Account()
				return f(m), nil
			}
		}
		return nil, vm.BadArg(1, "invalid statistics item")
	},
	"memory/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		use := memoryUse(m)
		var b term.ListBuilder
		for _, k := range memoryKinds {
			b.Add(term.Tuple2(term.Intern(k), term.Int(use[k])))
		}
		return b.List(), nil
	},
	"memory/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		bad := vm.BadArg(1, "invalid memory type option")
		use := memoryUse(m)
		if k, ok := a[0].(term.Atom); ok {
			if n, ok := use[k.Name()]; ok {
				return term.Int(n), nil
			}
			return nil, bad
		}
		list, ok := term.Slice(a[0])
		if !ok {
			return nil, vm.BadArg(1, "not an atom or a list of atoms")
		}
		var b term.ListBuilder
		for _, e := range list {
			k, _ := e.(term.Atom)
			n, ok := use[k.Name()]
			if !ok {
				return nil, vm.BadArg(1, invalidOption)
			}
			b.Add(term.Tuple2(k, term.Int(n)))
		}
		return b.List(), nil
	},
}

var memoryKinds = []string{"total", "processes", "processes_used", "system", "atom", "atom_used", "binary", "code", "ets"}

// memoryUse is bytes by kind. A simulated world must tell the same on every
// machine: there it is made from what the world holds.
func memoryUse(m *vm.Machine) map[string]int {
	w := m.World()
	atoms := 48 * term.AtomCount()
	total := 16 << 20
	if w.Simulated() {
		atoms = 1 << 20
		total += 1024 * w.ProcessCount()
	} else {
		var s runtime.MemStats
		runtime.ReadMemStats(&s)
		total = int(s.HeapAlloc)
	}
	system := min(total/4, 8<<20)
	return map[string]int{
		"total": total, "processes": total - system, "processes_used": total - system, "system": system,
		"atom": atoms, "atom_used": atoms, "binary": system / 8, "code": system / 2, "ets": system / 16,
	}
}

func always(t term.Term) func(*vm.Machine) term.Term {
	return func(*vm.Machine) term.Term { return t }
}

func alwaysAtom(name string) func(*vm.Machine) term.Term { return always(term.Intern(name)) }

func schedulerCount(m *vm.Machine) term.Term { return term.Int(m.World().Schedulers()) }

var systemInfo = map[string]func(m *vm.Machine) term.Term{
	"schedulers":                   schedulerCount,
	"schedulers_online":            schedulerCount,
	"logical_processors":           schedulerCount,
	"logical_processors_available": schedulerCount,
	"logical_processors_online":    schedulerCount,
	"dirty_cpu_schedulers":         schedulerCount,
	"dirty_cpu_schedulers_online":  schedulerCount,
	"dirty_io_schedulers":          always(term.Int(10)),
	"scheduler_id":                 always(term.Int(1)),
	"process_count":                func(m *vm.Machine) term.Term { return term.Int(m.World().ProcessCount()) },
	"process_limit":                func(m *vm.Machine) term.Term { return term.Int(m.World().Limits().Processes) },
	"atom_count":                   func(*vm.Machine) term.Term { return term.Int(term.AtomCount()) },
	"atom_limit":                   func(*vm.Machine) term.Term { return term.Int(term.AtomLimitNow()) },
	"port_count":                   always(term.Int(0)),
	"port_limit":                   always(term.Int(65536)),
	"ets_limit":                    always(term.Int(8192)),
	"otp_release":                  func(*vm.Machine) term.Term { return toCharlist(otpRelease) },
	"version":                      func(*vm.Machine) term.Term { return toCharlist(ertsVersion) },
	"system_version": func(m *vm.Machine) term.Term {
		n := strconv.Itoa(m.World().Schedulers())
		return toCharlist("Erlang/OTP " + otpRelease + " [erts-" + ertsVersion + "] [otpsh] [64-bit] [smp:" + n + ":" + n + "]\n")
	},
	"system_architecture": func(*vm.Machine) term.Term { return toCharlist("x86_64-pc-linux-gnu") },
	"machine":             func(*vm.Machine) term.Term { return toCharlist("BEAM") },
	"os_type":             always(term.NewTuple(term.Intern("unix"), term.Intern("linux"))),
	"emu_flavor":          alwaysAtom("emu"),
	"emu_type":            alwaysAtom("opt"),
	"build_type":          alwaysAtom("opt"),
	"wordsize":            always(term.Int(8)),
	"endian":              alwaysAtom("little"),
	"smp_support":         always(term.True),
	"threads":             always(term.True),
	"kernel_poll":         always(term.True),
	"debug_compiled":      always(term.False),
	"thread_pool_size":    always(term.Int(1)),
	"time_offset":         alwaysAtom("final"),
	"time_warp_mode":      alwaysAtom("no_time_warp"),
	"tolerant_timeofday":  alwaysAtom("enabled"),
	"multi_scheduling":    alwaysAtom("enabled"),
	"message_queue_data":  alwaysAtom("on_heap"),
	"start_time":          always(term.Int(0)),
	"creation":            always(term.Int(0)),
	"compat_rel":          always(term.Int(25)),
	"min_heap_size":       always(term.NewTuple(term.Intern("min_heap_size"), term.Int(233))),
	"fullsweep_after":     always(term.NewTuple(term.Intern("fullsweep_after"), term.Int(65535))),
	"min_bin_vheap_size":  always(term.NewTuple(term.Intern("min_bin_vheap_size"), term.Int(46422))),
	"garbage_collection": always(term.List(
		term.Tuple2(term.Intern("max_heap_size"), term.Int(0)),
		term.Tuple2(term.Intern("min_bin_vheap_size"), term.Int(46422)),
		term.Tuple2(term.Intern("min_heap_size"), term.Int(233)),
		term.Tuple2(term.Intern("fullsweep_after"), term.Int(65535)))),
	"time_correction":       always(term.True),
	"lock_checking":         always(term.False),
	"ets_always_compress":   always(term.False),
	"port_parallelism":      always(term.False),
	"trace_control_word":    always(term.Int(0)),
	"modified_timing_level": always(term.Undefined),
	"scheduler_bind_type":   alwaysAtom("unbound"),
	"scheduler_bindings": func(m *vm.Machine) term.Term {
		bindings := make([]term.Term, m.World().Schedulers())
		for i := range bindings {
			bindings[i] = term.Intern("unbound")
		}
		return term.NewTuple(bindings...)
	},
	"max_heap_size": always(term.MapOf(term.Intern("size"), term.Int(0), term.Intern("kill"), term.True,
		term.Intern("error_logger"), term.True)),
}

// sinceLast is a total and how far it has grown since it was last asked for.
func sinceLast(m *vm.Machine, key string, total int) term.Term {
	return term.NewTuple(term.Int(total), term.Int(m.World().SinceLast(key, total)))
}

func reductionsTotal(m *vm.Machine) int { return int(m.World().Statistics().Reductions) }

var statistics = map[string]func(m *vm.Machine) term.Term{
	"reductions":       func(m *vm.Machine) term.Term { return sinceLast(m, "reductions", reductionsTotal(m)) },
	"exact_reductions": func(m *vm.Machine) term.Term { return sinceLast(m, "exact_reductions", reductionsTotal(m)) },
	"runtime":          func(m *vm.Machine) term.Term { return sinceLast(m, "runtime", reductionsTotal(m)/100_000) },
	"wall_clock":       func(m *vm.Machine) term.Term { return sinceLast(m, "wall_clock", int(m.World().Now()/1e6)) },
	"context_switches": func(m *vm.Machine) term.Term {
		return term.NewTuple(term.Int(int(m.World().Statistics().Switches)), term.Int(0))
	},
	"run_queue":                   func(m *vm.Machine) term.Term { return term.Int(m.World().Statistics().RunQueue) },
	"total_run_queue_lengths":     func(m *vm.Machine) term.Term { return term.Int(m.World().Statistics().RunQueue) },
	"total_active_tasks":          func(m *vm.Machine) term.Term { return term.Int(m.World().Statistics().RunQueue + 1) },
	"total_run_queue_lengths_all": func(m *vm.Machine) term.Term { return term.Int(m.World().Statistics().RunQueue) },
	"total_active_tasks_all":      func(m *vm.Machine) term.Term { return term.Int(m.World().Statistics().RunQueue + 1) },
	"garbage_collection": func(*vm.Machine) term.Term {
		return term.NewTuple(term.Int(0), term.Int(0), term.Int(0))
	},
	"io": func(*vm.Machine) term.Term {
		return term.NewTuple(term.NewTuple(term.Intern("input"), term.Int(0)), term.NewTuple(term.Intern("output"), term.Int(0)))
	},
}
