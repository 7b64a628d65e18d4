package term

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// Atom is an interned name. Two atoms are the same exactly when they are ==
// as Go values. It is one pointer wide, so that boxing it in a Term does not
// allocate. The zero Atom is no atom; use IsZero to ask.
type Atom struct{ cell *atomCell }

type atomCell struct {
	name  string
	hash  uint64 // of the name: the same in every run
	index uint32
}

// atomSalt tells the hash of an atom from that of a binary of the same bytes.
const atomSalt = 0x6c62272e07bb0142

// atomTable is the only mutable global of the runtime: atoms are never freed
// and mean the same in every world.
var atomTable = struct {
	sync.RWMutex
	byName map[string]Atom
	count  atomic.Uint32
	limit  uint32
}{byName: make(map[string]Atom, 4096), limit: MaxAtoms}

// MaxAtoms bounds the atom table: at the limit TryIntern reports false. Intern
// has a reserve beyond it, so that what a program has filled the table with
// does not keep the house from naming things; where that ends too it panics
// with an AtomLimit. No atom is ever freed.
const (
	MaxAtoms    = 1 << 20
	atomReserve = 1 << 17
)

// LimitAtoms lowers the limit of the table to n, but not below what it holds.
func LimitAtoms(n int) {
	atomTable.Lock()
	defer atomTable.Unlock()
	atomTable.limit = uint32(min(max(n, int(atomTable.count.Load())), MaxAtoms))
}

// AtomLimitNow is the number of atoms that programs may make.
func AtomLimitNow() int {
	atomTable.RLock()
	defer atomTable.RUnlock()
	return int(atomTable.limit)
}

// AtomLimit is the panic of Intern at MaxAtoms; the VM turns it into the
// system_limit error of the process that asked.
type AtomLimit struct{}

func (AtomLimit) Error() string { return fmt.Sprintf("the atom table is full (%d atoms)", MaxAtoms) }

// Intern returns the atom of that name, making it if need be.
func Intern(name string) Atom {
	a, ok := intern(name, atomReserve)
	if !ok {
		panic(AtomLimit{})
	}
	return a
}

// TryIntern is Intern for what a program makes an atom of: it reports false
// at MaxAtoms.
func TryIntern(name string) (Atom, bool) { return intern(name, 0) }

// intern makes an atom while the table is not beyond its limit by more than
// the reserve.
func intern(name string, reserve uint32) (Atom, bool) {
	if a, ok := Existing(name); ok {
		return a, true
	}
	atomTable.Lock()
	defer atomTable.Unlock()
	if a, ok := atomTable.byName[name]; ok {
		return a, true
	}
	n := atomTable.count.Load()
	if n >= atomTable.limit+reserve {
		return Atom{}, false
	}
	// The name is copied: it may be a slice of a large source text.
	name = string(append([]byte(nil), name...))
	a := Atom{&atomCell{name: name, hash: mix(hashString(name) ^ atomSalt), index: n}}
	atomTable.byName[name] = a
	atomTable.count.Store(n + 1)
	return a, true
}

// Existing returns the atom of that name if it was interned before.
func Existing(name string) (Atom, bool) {
	atomTable.RLock()
	a, ok := atomTable.byName[name]
	atomTable.RUnlock()
	return a, ok
}

// AtomCount is the number of atoms interned so far.
func AtomCount() int { return int(atomTable.count.Load()) }

// Name is the text of the atom, without a colon: "ok", "Elixir.Enum"; "" for
// the zero Atom, which is what a failed type assertion gives.
func (a Atom) Name() string {
	if a.cell == nil {
		return ""
	}
	return a.cell.name
}

// Index is a small number, unique to the atom in this run of the program.
func (a Atom) Index() uint32 { return a.cell.index }

// IsZero reports whether a is the zero Atom, which is no atom.
func (a Atom) IsZero() bool { return a.cell == nil }

// String is Name, for Go's own printing; "<no atom>" for the zero Atom.
func (a Atom) String() string {
	if a.cell == nil {
		return "<no atom>"
	}
	return a.cell.name
}

// Atoms that Go code names often.
var (
	Nil       = Intern("nil")
	True      = Intern("true")
	False     = Intern("false")
	Ok        = Intern("ok")
	Error     = Intern("error")
	Exit      = Intern("exit")
	Throw     = Intern("throw")
	Normal    = Intern("normal")
	Kill      = Intern("kill")
	Killed    = Intern("killed")
	Noproc    = Intern("noproc")
	Infinity  = Intern("infinity")
	Undefined = Intern("undefined")
	EXIT      = Intern("EXIT")
	DOWN      = Intern("DOWN")
	Process   = Intern("process")
	Badarg    = Intern("badarg")
	Badarith  = Intern("badarith")
	Struct    = Intern("__struct__")
	Exception = Intern("__exception__")
	Elixir    = Intern("Elixir")
)

// Bool is the atom true or false.
func Bool(b bool) Atom {
	if b {
		return True
	}
	return False
}

// Alias is the module atom of an Elixir alias: Alias("Enum") is
// :"Elixir.Enum".
func Alias(name string) Atom { return Intern("Elixir." + name) }
