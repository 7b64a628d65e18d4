package lib

import (
	"math"
	"math/big"
	"runtime"
	"sync"
	"sync/atomic"

	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :atomics, :counters and :persistent_term: the state that
// processes of a world share without messages.
//
// An array is reached by the number of its reference, so that a reference in
// a term that two forked worlds share means each world's own array. It goes
// when the reference that was first given out is garbage.

// atomicArray is the array behind one reference.
type atomicArray struct {
	cells  []atomic.Int64
	signed bool
}

// sharedState is what these modules keep in a world.
type sharedState struct {
	arrays  sync.Map                 // uint64 to *atomicArray
	terms   atomic.Pointer[term.Map] // persistent terms
	writing sync.Mutex               // of terms
}

const sharedKey = "shared"

// shared is the state of a world, made when first needed.
func shared(w *kernel.World) *sharedState {
	if s, ok := w.Attachment(sharedKey).(*sharedState); ok {
		return s
	}
	return w.AttachOnce(sharedKey, newSharedState()).(*sharedState)
}

func newSharedState() *sharedState {
	s := &sharedState{}
	s.terms.Store(term.EmptyMap)
	return s
}

// Fork copies the arrays; the persistent terms are shared.
func (s *sharedState) Fork(*kernel.World) kernel.Attachment {
	f := newSharedState()
	f.terms.Store(s.terms.Load())
	s.arrays.Range(func(id, v any) bool {
		a := v.(*atomicArray)
		c := &atomicArray{cells: make([]atomic.Int64, len(a.cells)), signed: a.signed}
		for i := range a.cells {
			c.cells[i].Store(a.cells[i].Load())
		}
		f.arrays.Store(id, c)
		return true
	})
	return f
}

// newArray makes an array and its reference.
func newArray(m *vm.Machine, size int, signed bool) *term.Ref {
	s := shared(m.World())
	ref := m.Process().NewRef()
	s.arrays.Store(ref.ID, &atomicArray{cells: make([]atomic.Int64, size), signed: signed})
	runtime.AddCleanup(ref, func(id uint64) { s.arrays.Delete(id) }, ref.ID)
	return ref
}

func findArray(m *vm.Machine, t term.Term) *atomicArray {
	ref, ok := t.(*term.Ref)
	if !ok {
		return nil
	}
	s, ok := m.World().Attachment(sharedKey).(*sharedState)
	if !ok {
		return nil
	}
	v, ok := s.arrays.Load(ref.ID)
	if !ok {
		return nil
	}
	return v.(*atomicArray)
}

const notAtomics = "invalid atomics reference"

// maxArray is the largest array, in cells.
const maxArray = 1 << 28

// cell finds the array and cell of arguments 1 and 2.
func cell(m *vm.Machine, ref, index term.Term) (*atomicArray, *atomic.Int64, error) {
	arr := findArray(m, ref)
	if arr == nil {
		return nil, nil, vm.BadArg(1, notAtomics)
	}
	i, ok := index.(int)
	switch {
	case !isInteger(index):
		return nil, nil, vm.BadArg(2, notInteger)
	case !ok || i < 1 || i > len(arr.cells):
		return nil, nil, vm.BadArg(2, outOfRange)
	}
	return arr, &arr.cells[i-1], nil
}

// word is an integer as it lies in a cell.
func (a *atomicArray) word(t term.Term, position int) (int64, error) {
	switch n := t.(type) {
	case int:
		if n < 0 && !a.signed {
			return 0, vm.BadArg(position, outOfRange)
		}
		return int64(n), nil
	case *big.Int:
		if !a.signed && n.IsUint64() {
			return int64(n.Uint64()), nil
		}
		return 0, vm.BadArg(position, outOfRange)
	}
	return 0, vm.BadArg(position, notInteger)
}

// increment is an integer to add, for which any 64 bits do.
func increment(t term.Term, position int) (int64, error) {
	switch n := t.(type) {
	case int:
		return int64(n), nil
	case *big.Int:
		if n.IsUint64() {
			return int64(n.Uint64()), nil
		}
		return 0, vm.BadArg(position, outOfRange)
	}
	return 0, vm.BadArg(position, notInteger)
}

func (a *atomicArray) value(n int64) term.Term {
	if a.signed || n >= 0 {
		return term.Int(int(n))
	}
	return new(big.Int).SetUint64(uint64(n))
}

// adding is add, sub, add_get and sub_get.
func adding(sign int64, get bool) vm.Native {
	return func(m *vm.Machine, a []term.Term) (term.Term, error) {
		arr, c, err := cell(m, a[0], a[1])
		if err != nil {
			return nil, err
		}
		n, err := increment(a[2], 3)
		if err != nil {
			return nil, err
		}
		sum := c.Add(sign * n)
		if get {
			return arr.value(sum), nil
		}
		return term.Ok, nil
	}
}

func getCell(m *vm.Machine, a []term.Term) (term.Term, error) {
	arr, c, err := cell(m, a[0], a[1])
	if err != nil {
		return nil, err
	}
	return arr.value(c.Load()), nil
}

func putCell(m *vm.Machine, a []term.Term) (term.Term, error) {
	arr, c, err := cell(m, a[0], a[1])
	if err != nil {
		return nil, err
	}
	n, err := arr.word(a[2], 3)
	if err != nil {
		return nil, err
	}
	c.Store(n)
	return term.Ok, nil
}

// arraySize reads the size that new is given.
func arraySize(t term.Term) (int, error) {
	n, ok := t.(int)
	switch {
	case !isInteger(t):
		return 0, vm.BadArg(1, notInteger)
	case !ok || n < 1:
		return 0, vm.BadArg(1, outOfRange)
	case n > maxArray:
		return 0, systemLimit()
	}
	return n, nil
}

var atomicsNatives = vm.Natives{
	"new/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		n, err := arraySize(a[0])
		if err != nil {
			return nil, err
		}
		signed := true
		err = eachOption(a[1], 2, func(o term.Term) bool {
			v, ok := optionValue(o, "signed")
			b, isBool := asBool(v)
			signed = b
			return ok && isBool
		})
		if err != nil {
			return nil, err
		}
		bump(m, n/100)
		return newArray(m, n, signed), nil
	},
	"get/2":     getCell,
	"put/3":     putCell,
	"add/3":     adding(1, false),
	"sub/3":     adding(-1, false),
	"add_get/3": adding(1, true),
	"sub_get/3": adding(-1, true),
	"exchange/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		arr, c, err := cell(m, a[0], a[1])
		if err != nil {
			return nil, err
		}
		n, err := arr.word(a[2], 3)
		if err != nil {
			return nil, err
		}
		return arr.value(c.Swap(n)), nil
	},
	"compare_exchange/4": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		arr, c, err := cell(m, a[0], a[1])
		if err != nil {
			return nil, err
		}
		old, err := arr.word(a[2], 3)
		if err != nil {
			return nil, err
		}
		n, err := arr.word(a[3], 4)
		if err != nil {
			return nil, err
		}
		for {
			if c.CompareAndSwap(old, n) {
				return term.Ok, nil
			}
			if now := c.Load(); now != old {
				return arr.value(now), nil
			}
		}
	},
	"info/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		arr := findArray(m, a[0])
		if arr == nil {
			return nil, vm.BadArg(1, notAtomics)
		}
		low, high := term.Term(math.MinInt64), term.Term(math.MaxInt64)
		if !arr.signed {
			low, high = term.Int(0), new(big.Int).SetUint64(math.MaxUint64)
		}
		return term.MapOf(term.Intern("size"), term.Int(len(arr.cells)), term.Intern("max"), high,
			term.Intern("min"), low, term.Intern("memory"), term.Int(8*len(arr.cells)+40)), nil
	},
}

// counterArray is the reference inside a counters array.
func counterArray(t term.Term) term.Term {
	c, ok := t.(*term.Tuple)
	if ok && len(c.Elems) == 2 && (isOption(c.Elems[0], "atomics") || isOption(c.Elems[0], "write_concurrency")) {
		return c.Elems[1]
	}
	return nil
}

// counting is a native of :counters made from the one of :atomics.
func counting(f vm.Native) vm.Native {
	return func(m *vm.Machine, a []term.Term) (term.Term, error) {
		inner := append([]term.Term{counterArray(a[0])}, a[1:]...)
		return f(m, inner)
	}
}

var countersNatives = vm.Natives{
	"new/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		n, err := arraySize(a[0])
		if err != nil {
			return nil, err
		}
		kind := term.Intern("atomics")
		err = eachOption(a[1], 2, func(o term.Term) bool {
			kind, _ = o.(term.Atom)
			return isOption(o, "atomics") || isOption(o, "write_concurrency")
		})
		if err != nil {
			return nil, err
		}
		return term.NewTuple(kind, newArray(m, n, true)), nil
	},
	"get/2": counting(getCell),
	"put/3": counting(putCell),
	"add/3": counting(adding(1, false)),
	"sub/3": counting(adding(-1, false)),
	"info/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		arr := findArray(m, counterArray(a[0]))
		if arr == nil {
			return nil, vm.BadArg(1, notAtomics)
		}
		return term.MapOf(term.Intern("size"), term.Int(len(arr.cells)),
			term.Intern("memory"), term.Int(8*len(arr.cells)+40)), nil
	},
}

var persistentTermNatives = vm.Natives{
	"get/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		return mapPairs(shared(m.World()).terms.Load()), nil
	},
	"get/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		if v, ok := shared(m.World()).terms.Load().Get(a[0]); ok {
			return v, nil
		}
		return nil, vm.BadArg(1, "no persistent term stored with this key")
	},
	"get/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		if v, ok := shared(m.World()).terms.Load().Get(a[0]); ok {
			return v, nil
		}
		return a[1], nil
	},
	"put/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s := shared(m.World())
		s.writing.Lock()
		defer s.writing.Unlock()
		s.terms.Store(s.terms.Load().Put(a[0], a[1]))
		return term.Ok, nil
	},
	"erase/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s := shared(m.World())
		s.writing.Lock()
		defer s.writing.Unlock()
		old := s.terms.Load()
		s.terms.Store(old.Delete(a[0]))
		return yes(old.Has(a[0]))
	},
	"info/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		n := shared(m.World()).terms.Load().Len()
		return term.MapOf(term.Intern("count"), term.Int(n), term.Intern("memory"), term.Int(64*n)), nil
	},
}
