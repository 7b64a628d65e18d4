package lib

import (
	"crypto/md5"
	"fmt"

	"otpsh/runtime/code"
	"otpsh/runtime/compile"
	"otpsh/runtime/core"
	"otpsh/runtime/expand"
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file turns what a module's body has defined into a module that runs.

// compile makes the runnable module. A library module's functions are left
// to their first call.
func (d *definition) compile(h *compileHost) (*vm.Module, error) {
	source, exports := d.file, h.Exports
	if d.library {
		exports = nil
	} else {
		source = absolutePath(h.world, source)
	}
	info := d.info(source, exports)
	natives := reflection(d.name, info)
	for key, f := range nativesOf(d.name) {
		natives[key] = f
	}
	if d.library {
		m := vm.Link(&code.Module{Name: d.name}, natives)
		m.Info = info
		for _, fa := range d.order {
			if d.functions[fa] != nil {
				d.addLazy(h, m, fa)
			}
		}
		return m, nil
	}
	var functions []*core.Function
	for _, fa := range d.order {
		if f := d.functions[fa]; f != nil && len(f.clauses) > 0 {
			functions = append(functions, d.coreFunction(f))
		}
	}
	compiled, err := compile.Module(d.name, functions)
	if err != nil {
		return nil, compileError(d.file, d.line, err.Error())
	}
	if encoded, err := code.Encode(compiled); err == nil {
		sum := md5.Sum(encoded)
		info.Object += term.Binary(sum[:])
	}
	m := vm.Link(compiled, natives)
	m.Info = info
	m.Hide(d.private()...)
	return m, nil
}

// private are the functions and macros that other modules cannot call, under
// the names of compiled code.
func (d *definition) private() []vm.FA {
	var out []vm.FA
	for _, fa := range d.order {
		switch f := d.functions[fa]; {
		case f == nil:
		case f.kind == expand.Defp:
			out = append(out, vm.FA{Name: fa.Name, Arity: fa.Arity})
		case f.kind == expand.Defmacrop:
			out = append(out, vm.FA{Name: macroFunction(fa.Name), Arity: fa.Arity + 1})
		}
	}
	return out
}

// coreFunction is the function as the compiler takes it; a macro has the
// caller as first argument and a name of its own.
func (d *definition) coreFunction(f *function) *core.Function {
	c := &core.Function{Module: d.name, Name: f.fa.Name, Arity: f.fa.Arity, File: f.file, Line: f.pos.Line, Clauses: f.clauses}
	if f.kind == expand.Defmacro || f.kind == expand.Defmacrop {
		c.Name = macroFunction(f.fa.Name)
		c.Arity++
	}
	core.NameFuns(c)
	return c
}

// addLazy leaves a library function to its first call.
func (d *definition) addLazy(h *compileHost, m *vm.Module, fa expand.FA) {
	c := d.coreFunction(d.functions[fa])
	world := h.world
	m.AddLazy(c.Name, c.Arity, func(by *vm.CodeServer) ([]*code.Function, error) {
		defer worldState(world).library.enter(by)()
		return d.compileLate(world, fa)
	})
}

// compileLate compiles one function of a library module; the caller has
// entered the library.
func (d *definition) compileLate(world *kernel.World, fa expand.FA) ([]*code.Function, error) {
	clauses, err := d.clausesOf(newCompileHost(scratchCaller{world}, world), fa)
	if err != nil {
		return nil, fmt.Errorf("%s.%s/%d of the library does not compile: %s", InspectAtom(d.name), fa.Name.Name(), fa.Arity, describe(err))
	}
	c := d.coreFunction(d.functions[fa])
	c.Clauses = clauses
	core.NameFuns(c)
	return compile.Function(c)
}

// clausesOf expands the clauses of a library function. Nothing is kept: each
// function is compiled once.
func (d *definition) clausesOf(h *compileHost, fa expand.FA) ([]*core.Clause, error) {
	f := d.functions[fa]
	if f.fromDefaults && len(f.pending) == 0 {
		return d.defaultClause(h, fa)
	}
	var clauses []*core.Clause
	for _, p := range f.pending {
		def, err := d.expandPending(h, p)
		if err != nil {
			return nil, err
		}
		if def.Clause != nil {
			clauses = append(clauses, def.Clause)
		}
	}
	return clauses, nil
}

// defaultClause is the one clause of an arity that defaults make.
func (d *definition) defaultClause(h *compileHost, short expand.FA) ([]*core.Clause, error) {
	full := d.functions[expand.FA{Name: short.Name, Arity: d.defaultsFor(short)}]
	for _, p := range full.pending {
		def, err := d.expandPending(h, p)
		if err != nil {
			return nil, err
		}
		for _, shorter := range def.Defaults {
			if shorter.Arity == short.Arity {
				return []*core.Clause{shorter.Clause}, nil
			}
		}
	}
	return nil, fmt.Errorf("no defaults make %s/%d", short.Name.Name(), short.Arity)
}

// expandPending expands one clause with the attributes of its place.
func (d *definition) expandPending(h *compileHost, p pendingClause) (*expand.Definition, error) {
	at := *d
	at.attributes = p.attributes
	defer worldState(h.world).expandLate(&at)()
	env, err := expand.EnvFromTerm(h, p.env)
	if err != nil {
		return nil, err
	}
	before := h.errors
	def, err := expand.New(h).Definition(p.kind, p.head, p.body, env)
	if err == nil && h.errors > before {
		err = fmt.Errorf("errors were reported")
	}
	return def, err
}

// localFunction is a function value of one of the module's own macros, while
// the module is still being defined. It is compiled together with what it
// calls, on first use.
func (l *localModule) localFunction(h *compileHost, fa expand.FA) (term.Term, error) {
	m := vm.Link(&code.Module{Name: l.name}, vm.Natives{})
	if l.library {
		for _, other := range l.order {
			l.addLazy(h, m, other)
		}
	} else {
		for _, c := range l.soFar() {
			m.AddLazy(c.Name, c.Arity, func(*vm.CodeServer) ([]*code.Function, error) { return compile.Function(c) })
		}
	}
	f := m.Func(macroFunction(fa.Name), fa.Arity+1)
	if f == nil {
		return nil, compileError(l.file, l.line, fmt.Sprintf("undefined macro %s/%d", fa.Name.Name(), fa.Arity))
	}
	return f.Value(nil), nil
}

// unitFun is the function value of an evaluation unit.
func unitFun(h *compileHost, unit *core.Function) (term.Term, error) {
	compiled, err := compile.Module(unit.Module, []*core.Function{unit})
	if err != nil {
		return nil, compileError(unit.File, unit.Line, err.Error())
	}
	return vm.Link(compiled, nil).Func(unit.Name, unit.Arity).Value(nil), nil
}
