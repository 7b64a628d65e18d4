// Functions and modules that can run, and how code becomes them.

package vm

import (
	"fmt"
	"strings"
	"sync/atomic"

	"otpsh/runtime/code"
	"otpsh/runtime/term"
)

// Func is a function that can be called: native, or with code that may be
// compiled only when it is called first. It belongs to one Module and never
// changes what it means.
type Func struct {
	Module, Name term.Atom
	Arity        int // arguments of a call
	Free         int // values that a closure adds

	private bool // only its own module may name it
	native  Native
	body    atomic.Pointer[body]
	owner   *Module
	compile func(by *CodeServer) ([]*code.Function, error)
	uniq    uint64
}

// body is a function's code, linked.
type body struct {
	code     []code.Instr
	consts   []term.Term
	sites    []site
	locals   []*Func // nil: not known when it was linked
	funs     []*Func
	switches []switchTable
	regs     int
	params   int // arguments and captured values
	fn       *Func
	src      *code.Function
}

// site is a remote call with its inline cache.
type site struct {
	module, name term.Atom
	arity        int
	cache        atomic.Pointer[cached]
}

type cached struct {
	generation *generation
	f          *Func
}

// FA is a function's name and arity.
type FA struct {
	Name  term.Atom
	Arity int
}

// Module is a module that can run. It does not change once it is installed.
type Module struct {
	Name term.Atom
	// Info is metadata of the layer above.
	Info  any
	funcs map[FA]*Func
}

// Link makes a module of code and natives. A native stands for the function
// of its name and arity even where there is code of it.
func Link(m *code.Module, natives map[string]Native) *Module {
	out := &Module{Name: m.Name, funcs: make(map[FA]*Func, len(m.Functions)+len(natives))}
	for key, native := range natives {
		name, arity := splitKey(key)
		out.funcs[FA{name, arity}] = &Func{Module: m.Name, Name: name, Arity: arity, native: native, owner: out}
	}
	var coded []*Func
	for _, f := range m.Functions {
		fa := FA{f.Name, f.Arity}
		if out.funcs[fa] != nil {
			continue
		}
		fn := &Func{Module: m.Name, Name: f.Name, Arity: f.Arity, owner: out}
		out.funcs[fa] = fn
		coded = append(coded, fn)
		fn.compile = func(*CodeServer) ([]*code.Function, error) { return []*code.Function{f}, nil }
	}
	// All functions are there before the first is linked, so that each finds
	// the others.
	for _, fn := range coded {
		fn.load(nil)
	}
	return out
}

// splitKey takes "name/arity" apart; a name may hold a slash.
func splitKey(key string) (term.Atom, int) {
	i := strings.LastIndexByte(key, '/')
	arity := 0
	if i < 0 {
		panic("vm: a native without arity: " + key)
	}
	if _, err := fmt.Sscan(key[i+1:], &arity); err != nil {
		panic("vm: a native without arity: " + key)
	}
	return term.Intern(key[:i]), arity
}

// AddLazy adds a function whose code is made at its first call, at no cost to
// the world. Only before the module is installed. compile is told the code
// server of the world that calls, nil when none does; it may be called twice
// when two processes call the function first at the same time.
func (m *Module) AddLazy(name term.Atom, arity int, compile func(by *CodeServer) ([]*code.Function, error)) {
	fa := FA{name, arity}
	if m.funcs[fa] == nil {
		m.funcs[fa] = &Func{Module: m.Name, Name: name, Arity: arity, owner: m, compile: compile}
	}
}

// Func is a function of the module; nil when there is none.
func (m *Module) Func(name term.Atom, arity int) *Func { return m.funcs[FA{name, arity}] }

// Hide makes functions private: calls from elsewhere do not find them. Only
// before the module is installed.
func (m *Module) Hide(functions ...FA) {
	for _, fa := range functions {
		if f := m.funcs[fa]; f != nil {
			f.private = true
		}
	}
}

// exported is a function that others may call; nil when there is none.
func (m *Module) exported(name term.Atom, arity int) *Func {
	f := m.funcs[FA{name, arity}]
	if f == nil || f.private {
		return nil
	}
	return f
}

// Functions are the names and arities of the module's functions, in no order.
func (m *Module) Functions() []FA {
	out := make([]FA, 0, len(m.funcs))
	for fa := range m.funcs {
		out = append(out, fa)
	}
	return out
}

// Code is the function's code, compiled now if need be; nil for a native.
func (f *Func) Code() *code.Function {
	if f.native != nil {
		return nil
	}
	b, err := f.load(nil)
	if err != nil {
		return nil
	}
	return b.src
}

// Compiled is the function's code if it has been made, without making it; nil
// for a native and for what nobody has called yet.
func (f *Func) Compiled() *code.Function {
	if b := f.body.Load(); b != nil {
		return b.src
	}
	return nil
}

// Private reports whether only the function's own module may name it.
func (f *Func) Private() bool { return f.private }

// File is where the function was written; "" when that is not known.
func (f *Func) File() string {
	if c := f.Code(); c != nil {
		return c.File
	}
	return ""
}

// Native reports whether the function is written in Go.
func (f *Func) Native() bool { return f.native != nil }

// Value is the function as a value, over captured values. It is compared with
// other function values by its module, name and captured values.
func (f *Func) Value(free []term.Term) term.Term {
	return &term.Fun{Module: f.Module, Name: f.Name, Arity: f.Arity, Free: free, Code: f, Uniq: f.uniq}
}

// CodeOf is the code behind a function value; nil for &Mod.name/arity.
func CodeOf(f *term.Fun) *Func {
	fn, _ := f.Code.(*Func)
	return fn
}

// load is the function's code, made and linked if it was not yet.
func (f *Func) load(by *CodeServer) (*body, error) {
	if b := f.body.Load(); b != nil {
		return b, nil
	}
	if f.compile == nil {
		return nil, fmt.Errorf("%s.%s/%d has no code", f.Module, f.Name, f.Arity)
	}
	functions, err := f.compile(by)
	if err != nil {
		return nil, err
	}
	b := f.owner.linkFunction(f, functions[0])
	// Of two that compiled it at the same time the first stays.
	if !f.body.CompareAndSwap(nil, b) {
		b = f.body.Load()
	}
	return b, nil
}

// linkFunction is the code of fn as it runs.
func (m *Module) linkFunction(fn *Func, f *code.Function) *body {
	b := &body{code: f.Code, consts: f.Consts, regs: f.Regs, params: f.Arity + f.Free, fn: fn, src: f}
	b.sites = make([]site, len(f.Sites))
	for i, s := range f.Sites {
		b.sites[i].module, b.sites[i].name, b.sites[i].arity = s.Module, s.Name, s.Arity
	}
	b.locals = make([]*Func, len(f.Locals))
	for i, l := range f.Locals {
		b.locals[i] = m.funcs[FA{l.Name, l.Arity}]
	}
	for i, g := range f.Funs {
		fun := &Func{Module: f.Module, Name: g.Name, Arity: g.Arity, Free: g.Free, owner: m, uniq: uniqOf(f.Module, g.Name, i)}
		fun.body.Store(m.linkFunction(fun, g))
		b.funs = append(b.funs, fun)
	}
	for _, s := range f.Switches {
		b.switches = append(b.switches, linkSwitch(s))
	}
	return b
}

// uniqOf is a number that stays the same for the same source.
func uniqOf(module, name term.Atom, i int) uint64 {
	h := term.Hash(module)*31 + term.Hash(name)*17 + uint64(i)
	return h >> 8 % (1 << 27)
}
