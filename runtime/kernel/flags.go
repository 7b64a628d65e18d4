package kernel

import (
	"otpsh/runtime/term"
)

// This file is process_flag.

// FlagError says what was wrong with a Flag.
type FlagError uint8

const (
	FlagSet     FlagError = iota
	FlagUnknown           // no such flag
	FlagBad               // not a value of this flag
)

var (
	nameTrap    = term.Intern("trap_exit")
	nameMaxHeap = term.Intern("max_heap_size")
	keySize     = term.Intern("size")
	keyKill     = term.Intern("kill")
	keyLogger   = term.Intern("error_logger")
)

// Flag sets a process flag and gives its old value; ok is false when there is
// no such flag or the value is not one of it: FlagStatus says which.
func (p *Process) Flag(name term.Atom, value term.Term) (old term.Term, ok bool) {
	old, err := p.FlagStatus(name, value)
	return old, err == FlagSet
}

// FlagStatus is Flag that tells what was wrong.
func (p *Process) FlagStatus(name term.Atom, value term.Term) (old term.Term, err FlagError) {
	switch name {
	case nameTrap:
		b, ok := boolean(value)
		if !ok {
			return nil, FlagBad
		}
		old = term.Bool(p.flags&flagTrap != 0)
		p.flags &^= flagTrap
		if b {
			p.flags |= flagTrap
		}
		return old, FlagSet
	case nameMaxHeap:
		m, ok := ParseMaxHeap(value)
		if !ok {
			return nil, FlagBad
		}
		return p.SetMaxHeap(m).Term(), FlagSet
	}
	if _, known := optionDefaults[name.Name()]; !known {
		return nil, FlagUnknown
	}
	if !ValidFlag(name.Name(), value) {
		return nil, FlagBad
	}
	old = p.option(name.Name())
	switch name.Name() {
	case "min_heap_size":
		value = heapSize(value.(int), minHeapWords)
	case "min_bin_vheap_size":
		value = heapSize(value.(int), minBinaryHeapWords)
	case "monitor_nodes": // counts how often it was asked for
		if more, _ := boolean(value); more {
			value = term.Int(old.(int) + 1)
		} else {
			value = term.Int(0)
		}
	}
	r := p.more()
	if r.options == nil {
		r.options = term.EmptyMap
	}
	r.options = r.options.Put(name, value)
	return old, FlagSet
}

// ErrorHandler is the module that deals with calls of functions that do not
// exist; error_handler, unless a flag says otherwise.
func (p *Process) ErrorHandler() term.Atom {
	module, _ := p.option("error_handler").(term.Atom)
	return module
}

// Trapping reports whether exit signals become messages.
func (p *Process) Trapping() bool { return p.flags&flagTrap != 0 }

func boolean(t term.Term) (value, ok bool) {
	a, _ := t.(term.Atom)
	return a == term.True, a == term.True || a == term.False
}

// ValidFlag reports whether a process flag, or an option of a spawn, may have
// the value.
func ValidFlag(name string, value term.Term) bool {
	a, isAtom := value.(term.Atom)
	n, isInt := value.(int)
	switch name {
	case "priority":
		return isAtom && (a.Name() == "low" || a.Name() == "normal" || a.Name() == "high" || a.Name() == "max")
	case "message_queue_data":
		return isAtom && (a.Name() == "on_heap" || a.Name() == "off_heap")
	case "min_heap_size", "min_bin_vheap_size", "fullsweep_after":
		return isInt && n >= 0
	case "save_calls":
		return isInt && n >= 0 && n <= 10000
	case "sensitive", "monitor_nodes":
		_, ok := boolean(value)
		return ok
	case "max_heap_size":
		_, ok := ParseMaxHeap(value)
		return ok
	}
	return isAtom // error_handler
}

// The least sizes of a heap, and of the binaries that it refers to, in words.
const (
	minHeapWords       = 233
	minBinaryHeapWords = 46422
)

// heapSize is the size that the BEAM's heap has for a wish in words: its sizes
// grow like Fibonacci's numbers, and by a fifth once they are large.
func heapSize(wish, least int) int {
	const large = 800_000
	before, size := 12, 38
	for size < max(wish, least) {
		if size < large {
			before, size = size, before+size+1
		} else {
			size += size / 5
		}
	}
	return size
}

// ParseMaxHeap reads a max_heap_size: an integer or a map.
func ParseMaxHeap(t term.Term) (MaxHeap, bool) {
	m := MaxHeap{Kill: true, Log: true}
	switch v := t.(type) {
	case int:
		m.Size = v
		return m, v == 0 || v >= minHeapWords
	case *term.Map:
		size, ok := v.GetAtom(keySize)
		n, isInt := size.(int)
		if !ok || !isInt || n < 0 || n > 0 && n < minHeapWords {
			return m, false
		}
		m.Size = n
		for key, to := range map[term.Atom]*bool{keyKill: &m.Kill, keyLogger: &m.Log} {
			if b, ok := v.GetAtom(key); ok {
				if *to, ok = boolean(b); !ok {
					return m, false
				}
			}
		}
		return m, true
	}
	return m, false
}

// Term is a max_heap_size as process_info tells it.
func (m MaxHeap) Term() term.Term {
	if m.Size == 0 {
		m.Kill, m.Log = true, true
	}
	return term.MapOf(keyLogger, term.Bool(m.Log), keyKill, term.Bool(m.Kill), keySize, term.Int(m.Size))
}
