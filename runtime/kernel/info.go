package kernel

import (
	"fmt"
	"slices"
	"strings"

	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// This file is what can be asked about a process: the items of process_info,
// and snapshots.

// StandardInfo are the items of process_info/1, in its order.
var StandardInfo = atoms("registered_name", "current_function", "initial_call", "status", "message_queue_len",
	"links", "dictionary", "trap_exit", "error_handler", "priority", "group_leader", "total_heap_size",
	"heap_size", "stack_size", "reductions", "garbage_collection", "suspending")

func atoms(names ...string) []term.Atom {
	out := make([]term.Atom, len(names))
	for i, n := range names {
		out[i] = term.Intern(n)
	}
	return out
}

// infoItem tells one item; self: the process asks about itself.
type infoItem func(p *Process, self bool) term.Term

var infoItems = map[string]infoItem{
	"registered_name": func(p *Process, _ bool) term.Term {
		if name, ok := p.world.NameOf(p.PID()); ok {
			return name
		}
		return term.Empty
	},
	"current_function":   func(p *Process, _ bool) term.Term { return p.currentFunction() },
	"current_location":   func(p *Process, _ bool) term.Term { return p.currentLocation() },
	"current_stacktrace": func(p *Process, _ bool) term.Term { return term.List(p.body.Stack()...) },
	"initial_call":       func(p *Process, _ bool) term.Term { return initialCall(p.Initial()) },
	"status":             func(p *Process, self bool) term.Term { return term.Intern(p.status(self)) },
	"message_queue_len":  func(p *Process, _ bool) term.Term { return term.Int(int(p.count)) },
	"messages":           func(p *Process, _ bool) term.Term { return term.List(p.Messages(int(p.count))...) },
	"links":              func(p *Process, _ bool) term.Term { return pidList(p.Links()) },
	"monitors":           func(p *Process, _ bool) term.Term { return tagged(p.Monitors()) },
	"monitored_by":       func(p *Process, _ bool) term.Term { return pidList(p.MonitoredBy()) },
	"dictionary":         func(p *Process, _ bool) term.Term { return pairs(p.Dict()) },
	"trap_exit":          func(p *Process, _ bool) term.Term { return term.Bool(p.flags&flagTrap != 0) },
	"error_handler":      func(p *Process, _ bool) term.Term { return p.option("error_handler") },
	"priority":           func(p *Process, _ bool) term.Term { return p.option("priority") },
	"message_queue_data": func(p *Process, _ bool) term.Term { return p.option("message_queue_data") },
	"min_heap_size":      func(p *Process, _ bool) term.Term { return p.option("min_heap_size") },
	"min_bin_vheap_size": func(p *Process, _ bool) term.Term { return p.option("min_bin_vheap_size") },
	"fullsweep_after":    func(p *Process, _ bool) term.Term { return p.option("fullsweep_after") },
	"group_leader":       func(p *Process, _ bool) term.Term { return p.leader },
	"total_heap_size":    func(p *Process, _ bool) term.Term { return term.Int(p.Words()) },
	"heap_size":          func(p *Process, _ bool) term.Term { return term.Int(p.Words()) },
	"stack_size":         func(p *Process, _ bool) term.Term { return term.Int(len(p.body.Stack())) },
	"memory":             func(p *Process, _ bool) term.Term { return term.Int(p.Words()*8 + recordBytes) },
	"reductions":         func(p *Process, _ bool) term.Term { return term.Int(int(p.reductions)) },
	"catchlevel":         func(p *Process, _ bool) term.Term { return term.Int(0) },
	"binary":             func(p *Process, _ bool) term.Term { return term.Empty },
	"trace":              func(p *Process, _ bool) term.Term { return term.Int(0) },
	"suspending":         func(p *Process, _ bool) term.Term { return p.suspendingList() },
	"parent":             func(p *Process, _ bool) term.Term { return p.parentTerm() },
	"last_calls":         func(p *Process, _ bool) term.Term { return term.False },
	"sequential_trace_token": func(p *Process, _ bool) term.Term {
		return term.Empty
	},
	"garbage_collection": func(p *Process, _ bool) term.Term {
		return term.List(
			term.Tuple2(term.Intern("max_heap_size"), p.MaxHeap().Term()),
			term.Tuple2(term.Intern("min_bin_vheap_size"), p.option("min_bin_vheap_size")),
			term.Tuple2(term.Intern("min_heap_size"), p.option("min_heap_size")),
			term.Tuple2(term.Intern("fullsweep_after"), p.option("fullsweep_after")),
			term.Tuple2(term.Intern("minor_gcs"), term.Int(0)))
	},
	"garbage_collection_info": func(p *Process, _ bool) term.Term {
		words := p.Words()
		sizes := map[string]int{"heap_block_size": words, "heap_size": words, "stack_size": len(p.body.Stack())}
		var b term.ListBuilder
		for _, name := range collectorSizes {
			b.Add(term.Tuple2(term.Intern(name), term.Int(sizes[name])))
		}
		return b.List()
	},
	"max_heap_size": func(p *Process, _ bool) term.Term { return p.MaxHeap().Term() },
	"backtrace":     func(p *Process, _ bool) term.Term { return term.Binary(p.backtrace()) },
}

// collectorSizes are the names of garbage_collection_info; only those of the
// heap and the stack mean something here.
var collectorSizes = []string{"old_heap_block_size", "heap_block_size", "mbuf_size", "recent_size", "stack_size", "old_heap_size",
	"heap_size", "bin_vheap_size", "bin_vheap_block_size", "bin_old_vheap_size", "bin_old_vheap_block_size"}

// backtrace is the stack as text, a frame a line, innermost first.
func (p *Process) backtrace() string {
	var b strings.Builder
	for _, frame := range p.body.Stack() {
		if t, ok := frame.(*term.Tuple); ok && len(t.Elems) >= 3 {
			module, _ := t.Elems[0].(term.Atom)
			name, _ := t.Elems[1].(term.Atom)
			arity, _ := arityOf(t.Elems[2]).(int)
			fmt.Fprintf(&b, "Return addr (%s:%s/%d)\n", module.Name(), name.Name(), arity)
		}
	}
	return b.String()
}

// recordBytes is what a process takes besides its terms.
const recordBytes = 256

// Info is an item of process_info; false when there is no such item. A
// process calls it for itself, or has it called on another with Ask.
func (p *Process) Info(item term.Atom) (term.Term, bool) { return p.info(item, true) }

// InfoOther is Info for a process that is not the one that asks.
func (p *Process) InfoOther(item term.Atom) (term.Term, bool) { return p.info(item, false) }

// KnownInfo reports whether there is an item of that name.
func KnownInfo(item term.Atom) bool {
	_, ok := infoItems[item.Name()]
	return ok
}

func (p *Process) info(item term.Atom, self bool) (term.Term, bool) {
	f, ok := infoItems[item.Name()]
	if !ok {
		return nil, false
	}
	return f(p, self), true
}

func (p *Process) status(self bool) string {
	switch {
	case self:
		return "running"
	case p.rare != nil && p.rare.suspended > 0:
		return "suspended"
	case p.flags&flagYielded != 0:
		return "runnable"
	}
	return "waiting"
}

// Words is the memory of the process's terms, in words, counted to its limit.
func (p *Process) Words() int { return p.body.Footprint(p.world.cfg.Limits.HeapWords) }

// currentFunction is {m, f, a} of the innermost frame.
func (p *Process) currentFunction() term.Term {
	if st := p.body.Stack(); len(st) > 0 {
		if t, ok := st[0].(*term.Tuple); ok && len(t.Elems) >= 3 {
			return term.NewTuple(t.Elems[0], t.Elems[1], arityOf(t.Elems[2]))
		}
	}
	return term.Undefined
}

func (p *Process) currentLocation() term.Term {
	if st := p.body.Stack(); len(st) > 0 {
		return st[0]
	}
	return term.Undefined
}

// arityOf is an arity that may be given as a list of arguments.
func arityOf(a term.Term) term.Term {
	if n, ok := term.ListLen(a); ok {
		return term.Int(n)
	}
	return a
}

var applyCall = term.NewTuple(term.Intern("erlang"), term.Intern("apply"), term.Int(2))

// initialCall is what the BEAM tells. Of a process that runs a function value,
// whose generated name begins with "-", that is the call of apply.
func initialCall(t term.Term) term.Term {
	mfa, ok := t.(*term.Tuple)
	if !ok || len(mfa.Elems) != 3 {
		return t
	}
	if name, ok := mfa.Elems[1].(term.Atom); ok && strings.HasPrefix(name.Name(), "-") {
		return applyCall
	}
	return term.NewTuple(mfa.Elems[0], mfa.Elems[1], arityOf(mfa.Elems[2]))
}

func (p *Process) suspendingList() term.Term {
	var out []term.Term
	if p.rare != nil {
		p.rare.suspending.each(func(pid term.PID, n int) {
			out = append(out, term.NewTuple(pid, term.Int(n), term.Int(0)))
		})
	}
	return term.List(out...)
}

func (p *Process) parentTerm() term.Term {
	if p.parent == 0 {
		return term.Undefined
	}
	return p.parent
}

func pidList(pids []term.PID) term.Term {
	out := make([]term.Term, len(pids))
	for i, pid := range pids {
		out[i] = pid
	}
	return term.List(out...)
}

func tagged(of []term.Term) term.Term {
	out := make([]term.Term, len(of))
	for i, t := range of {
		out[i] = term.Tuple2(term.Process, t)
	}
	return term.List(out...)
}

func pairs(m *term.Map) term.Term {
	var b term.ListBuilder
	m.Each(func(k, v term.Term) bool {
		b.Add(term.Tuple2(k, v))
		return true
	})
	return b.List()
}

// optionDefaults are flags that are kept and told; of these only error_handler
// changes anything here.
var optionDefaults = map[string]term.Term{
	"error_handler":      term.Intern("error_handler"),
	"priority":           term.Normal,
	"message_queue_data": term.Intern("on_heap"),
	"min_heap_size":      term.Int(minHeapWords),
	"min_bin_vheap_size": term.Int(minBinaryHeapWords),
	"fullsweep_after":    term.Int(65535),
	"save_calls":         term.Int(0),
	"sensitive":          term.False,
	"monitor_nodes":      term.Int(0),
}

func (p *Process) option(name string) term.Term {
	if p.rare != nil && p.rare.options != nil {
		if v, ok := p.rare.options.GetAtom(term.Intern(name)); ok {
			return v
		}
	}
	return optionDefaults[name]
}

// Snapshot is a picture of the world's processes and timers. From outside the
// world's processes; in a live world each is asked in turn.
func (w *World) Snapshot() trace.Snapshot {
	s := trace.Snapshot{Time: w.Now(), Simulated: w.cfg.Simulated}
	for _, pid := range w.Processes() {
		if v, ok := w.Ask(pid, func(q *Process) any { return q.picture() }); ok {
			s.Processes = append(s.Processes, v.(trace.ProcessInfo))
		}
	}
	s.Timers = w.timer.picture()
	return s
}

// pictureMessages is how many messages of a mailbox a snapshot holds.
const pictureMessages = 100

func (p *Process) picture() trace.ProcessInfo {
	i := trace.ProcessInfo{
		PID: p.PID(), Label: p.Label(), Parent: p.parent, Initial: p.Initial(), Status: p.status(false),
		Current: p.currentLocation(), Links: p.Links(), MonitoredBy: p.MonitoredBy(), Queue: int(p.count),
		Messages: p.Messages(pictureMessages), Reductions: p.reductions, Words: p.Words(),
		TrapExit: p.flags&flagTrap != 0, GroupLeader: p.leader, Dictionary: p.Dict(),
	}
	i.Name, _ = p.world.NameOf(p.PID())
	if p.rare != nil {
		for _, e := range p.rare.monitors.entries {
			i.Monitors = append(i.Monitors, e.val.target)
		}
	}
	return i
}

func (t *timers) picture() []trace.TimerInfo {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []trace.TimerInfo
	for _, e := range t.heap {
		i := trace.TimerInfo{Ref: e.ref, Dest: e.dest, Msg: e.msg, At: e.at}
		if e.ref == nil {
			i.Dest = e.pid
		}
		out = append(out, i)
	}
	slices.SortFunc(out, func(a, b trace.TimerInfo) int { return int(a.At - b.At) })
	return out
}
