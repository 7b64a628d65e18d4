// Package kernel is the World: processes, their mailboxes, signals, links and
// monitors, names, timers, clocks and schedulers. It has the BEAM's process
// semantics and knows nothing of the language: what a process executes is a
// Body, which the vm implements.
//
// Everything that reaches a process from outside is a signal in one ordered
// queue (signal.go). What belongs to a process is touched only by the
// scheduler that runs it, so a Process has no locks; that holds for every
// method of Process except PID, Self and World.
//
// A live world runs on several scheduler goroutines and the host's clock
// (live.go). A simulated world has one scheduler, driven by whoever calls
// Await, Settle or Advance, and a virtual clock (sim.go). The way out of a
// world is its Host, and nothing else.
package kernel

// This file is the World's own state: configuration, counters, attachments.

import (
	"encoding/binary"
	"runtime"
	"sync"
	"sync/atomic"

	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

// Slice is how many reductions a process runs before others get their turn.
const Slice = 4000

// Config says what kind of world to make.
type Config struct {
	Host      Host
	Simulated bool
	// Seed orders a simulated world: 0 runs processes in the order in which
	// they became runnable; another seed chooses the next one at random.
	Seed uint64
	// Preempt also varies, by the seed, how long each slice of a simulated
	// world is, so that races between two sends are found too.
	Preempt bool
	// Choices is how many choices of a simulated world are random; after them
	// it goes on in plain order. 0: all. Exploration looks for a small one.
	Choices    int
	Schedulers int // of a live world; 0: GOMAXPROCS
	Limits     Limits
}

// Limits are what a world allows; 0 in a Config means the default.
type Limits struct {
	Processes  int // at the same time; a spawn beyond fails with system_limit
	HeapWords  int // reachable from one process; beyond it is killed
	StackWords int // of one process's frames; the vm raises system_limit
	Mailbox    int // messages in one mailbox; beyond the process is killed
	TableWords int // of all ets tables; inserting beyond raises system_limit
	ParseDepth int // levels that source text may nest, at most those of runtime/syntax; deeper is a syntax error
	// ExpansionDepth is how many levels code may nest while macros are
	// expanded, at most those of runtime/expand; deeper is a compile error.
	ExpansionDepth int
	Memory         int // bytes that all processes together may hold; beyond the largest is killed; 0: no limit
}

// limitFields are the limits by name, each with the size of its unit: sizes
// are told in bytes.
var limitFields = []struct {
	name  string
	unit  int
	field func(*Limits) *int
}{
	{"expansion", 1, func(l *Limits) *int { return &l.ExpansionDepth }},
	{"heap", 8, func(l *Limits) *int { return &l.HeapWords }},
	{"mailbox", 1, func(l *Limits) *int { return &l.Mailbox }},
	{"memory", 1, func(l *Limits) *int { return &l.Memory }},
	{"parse", 1, func(l *Limits) *int { return &l.ParseDepth }},
	{"processes", 1, func(l *Limits) *int { return &l.Processes }},
	{"stack", 8, func(l *Limits) *int { return &l.StackWords }},
	{"tables", 8, func(l *Limits) *int { return &l.TableWords }},
}

// Set sets a limit by its name: a number of processes or messages, or bytes.
// False when there is no such limit.
func (l *Limits) Set(name string, value int) bool {
	for _, f := range limitFields {
		if f.name == name {
			*f.field(l) = max(1, value/f.unit)
			return true
		}
	}
	return false
}

// Each calls f with every limit by name, in numbers as Set takes them.
func (l *Limits) Each(f func(name string, value int)) {
	for _, field := range limitFields {
		f(field.name, *field.field(l)*field.unit)
	}
}

// Default limits.
const (
	DefaultProcesses  = 2_000_000
	DefaultHeapWords  = 256 << 20 // 2 GB
	DefaultStackWords = 128 << 20
	DefaultMailbox    = 10_000_000
	DefaultTableWords = 256 << 20
	DefaultParseDepth = 2500
	DefaultExpansion  = 10_000
)

// World holds processes and everything mutable that they share.
type World struct {
	cfg   Config
	host  Host
	pids  pidTable
	alive atomic.Int64
	// system is how many of them are the system's (SpawnSleeping).
	system int
	names  names
	clock  clock
	timer  timers

	ids     atomic.Uint64 // references
	uniques atomic.Int64
	random  atomic.Uint64 // state of a splitmix generator
	load    counters

	recorder *trace.Recorder
	live     *pool      // schedulers of a live world
	sim      *simulator // the scheduler of a simulated one

	mu         sync.Mutex // attachments, waiters, hooks
	attached   atomic.Pointer[map[string]Attachment]
	order      []string // keys of attachments in the order they came
	leader     atomic.Pointer[term.Term]
	waiters    waiters
	lastTotals map[string]int // of SinceLast
	guard      guard
	scratch    scratchTable
	exits      atomic.Pointer[[]func(p *Process, reason term.Term)]
	watchAll   atomic.Bool  // every process counts as having called WatchExit
	hostCalls  atomic.Int32 // in flight

	// OnCrash is told of a process that ends by an error, a throw or an exit
	// of its own, other than normal; set it before anything runs. It is called
	// in the dying process's context and must not block.
	OnCrash func(p *Process, class term.Atom, reason, stack term.Term)
	// OnDoomed is told of a process that a signal ends, while its body is as
	// the signal found it; as OnCrash otherwise.
	OnDoomed func(p *Process)
	// OnPanic is told of a Go panic in a Body: our bug. The process ends with
	// reason {:internal_error, text}.
	OnPanic func(p *Process, value any, stack []byte)
	// OnLimit is told of a process that is killed for reaching a limit: the
	// limit's name, what it has and what is allowed, in the units of
	// Limits.Set.
	OnLimit func(p *Process, limit string, has, max int)
	// OnJump is told, by whoever drives the world, when virtual time jumped by
	// more than a second because nothing could run.
	OnJump func(Jump)
}

// counters are what statistics tell.
type counters struct {
	reductions atomic.Uint64
	switches   atomic.Uint64
	spawned    atomic.Uint64
}

// NewWorld makes a world without processes. Its host may not be nil.
func NewWorld(cfg Config) *World {
	setDefault(&cfg.Limits.Processes, DefaultProcesses)
	setDefault(&cfg.Limits.HeapWords, DefaultHeapWords)
	setDefault(&cfg.Limits.StackWords, DefaultStackWords)
	setDefault(&cfg.Limits.Mailbox, DefaultMailbox)
	setDefault(&cfg.Limits.TableWords, DefaultTableWords)
	setDefault(&cfg.Limits.ParseDepth, DefaultParseDepth)
	setDefault(&cfg.Limits.ExpansionDepth, DefaultExpansion)
	setDefault(&cfg.Schedulers, runtime.GOMAXPROCS(0))
	if cfg.Simulated {
		cfg.Schedulers = 1
	}
	w := &World{cfg: cfg, host: cfg.Host}
	w.pids.init(firstPID)
	w.names.init()
	w.attached.Store(&map[string]Attachment{})
	w.waiters.init()
	w.timer.init(w)
	base := trace.Always
	if cfg.Simulated {
		base = trace.All
		w.random.Store(mix(cfg.Seed))
		w.sim = newSimulator(w)
	} else {
		var seed [8]byte
		w.host.Entropy(seed[:])
		w.random.Store(binary.LittleEndian.Uint64(seed[:]))
		w.ids.Store(w.Random() >> 6) // below scratchRef; looks like a real one
		w.live = newPool(w, cfg.Schedulers)
	}
	w.recorder = trace.NewRecorder(cfg.Schedulers+1, base)
	return w
}

func setDefault(n *int, def int) {
	if *n == 0 {
		*n = def
	}
}

// Host is the world's way out.
func (w *World) Host() Host { return w.host }

// Simulated reports whether time is virtual and the schedule seeded.
func (w *World) Simulated() bool { return w.cfg.Simulated }

// Limits are the world's limits, defaults filled in.
func (w *World) Limits() Limits { return w.cfg.Limits }

// Schedulers is the number of schedulers.
func (w *World) Schedulers() int { return w.cfg.Schedulers }

// Trace is the recorder of the world's events.
func (w *World) Trace() *trace.Recorder { return w.recorder }

// UniqueInteger is 1, 2, 3 ...: strictly monotonic.
func (w *World) UniqueInteger() int { return int(w.uniques.Add(1)) }

// NewRef is a reference that is like no other of this world.
func (w *World) NewRef() *term.Ref { return &term.Ref{ID: w.ids.Add(1)} }

// LastRef is the number of the youngest reference.
func (w *World) LastRef() uint64 { return w.ids.Load() }

// Random is a number of 64 random bits; from the seed when simulated.
func (w *World) Random() uint64 { return mix(w.random.Add(0x9e3779b97f4a7c15)) }

// mix is the finaliser of splitmix64.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Statistics are totals since the world began.
type Statistics struct {
	Reductions, Switches, Spawned uint64
	Processes                     int
	RunQueue                      int
}

// Statistics are the world's totals.
func (w *World) Statistics() Statistics {
	return Statistics{
		Reductions: w.load.reductions.Load(),
		Switches:   w.load.switches.Load(),
		Spawned:    w.load.spawned.Load(),
		Processes:  int(w.alive.Load()),
		RunQueue:   w.runQueue(),
	}
}

// SinceLast is how far a total has grown since it was last asked for under
// that key: the second number of several statistics.
func (w *World) SinceLast(key string, total int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.lastTotals == nil {
		w.lastTotals = map[string]int{}
	}
	d := total - w.lastTotals[key]
	w.lastTotals[key] = total
	return d
}

// Attachment is state that an upper layer keeps in a world: a module table,
// an application's environment, devices. It is forked with the world.
type Attachment interface {
	Fork(w *World) Attachment
}

// Attach keeps an attachment under a key, replacing what was there.
func (w *World) Attach(key string, a Attachment) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.attach(key, a)
}

// AttachOnce keeps an attachment unless there is one under the key, and gives
// the one that there is.
func (w *World) AttachOnce(key string, a Attachment) Attachment {
	w.mu.Lock()
	defer w.mu.Unlock()
	if old := (*w.attached.Load())[key]; old != nil {
		return old
	}
	w.attach(key, a)
	return a
}

func (w *World) attach(key string, a Attachment) {
	old := *w.attached.Load()
	m := make(map[string]Attachment, len(old)+1)
	for k, v := range old {
		m[k] = v
	}
	if m[key] == nil {
		w.order = append(w.order, key)
	}
	m[key] = a
	w.attached.Store(&m)
}

// Attachment is what Attach kept under the key; nil when nothing was.
func (w *World) Attachment(key string) Attachment { return (*w.attached.Load())[key] }

// SetGroupLeader sets the group leader of processes that are started from
// outside without one.
func (w *World) SetGroupLeader(leader term.Term) { w.leader.Store(&leader) }

// OnExit adds a hook that is called, in its context, when a process ends that
// had called WatchExit: how tables learn that their owner is gone. The process
// can no longer be looked up then, and its links and monitors have not been
// told yet.
func (w *World) OnExit(f func(p *Process, reason term.Term)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var hooks []func(p *Process, reason term.Term)
	if old := w.exits.Load(); old != nil {
		hooks = append(hooks, *old...)
	}
	hooks = append(hooks, f)
	w.exits.Store(&hooks)
}

// WatchAllExits has the hooks of OnExit called for every process from now on:
// for who has put something into the hands of another process.
func (w *World) WatchAllExits() { w.watchAll.Store(true) }
