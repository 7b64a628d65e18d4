package lib

import (
	"fmt"
	"strings"
	"sync"

	"otpsh/runtime/diag"
	"otpsh/runtime/expand"
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// compileHost is what the expander sees of the world and process that it
// compiles in.
type compileHost struct {
	caller
	world *kernel.World
	// report receives diagnostics; nil: warnings are dropped and errors only
	// counted (library).
	report func(diag.Diagnostic)
	errors int
}

func newCompileHost(c caller, w *kernel.World) *compileHost {
	h := &compileHost{caller: c, world: w}
	if ws := worldState(w); ws != nil {
		h.report = func(d diag.Diagnostic) { ws.report(c.process(), d) }
	}
	return h
}

// Exports of a module that is loaded or can be loaded.
func (h *compileHost) Exports(module term.Atom) (*expand.Exports, bool) {
	if m := vm.Code(h.world).Module(module); m != nil {
		if info, ok := m.Info.(*ModuleInfo); ok {
			return info.Exports, true
		}
	}
	if module == moduleKernel {
		return nativeKernel(), true
	}
	return nil, false
}

// nativeKernel is Kernel as its own body sees it: only the macros written in
// Go.
var nativeKernel = sync.OnceValue(func() *expand.Exports { return &expand.Exports{Macros: nativeMacroNames()} })

// nativeMacroNames are the macros of Kernel that are written in Go.
func nativeMacroNames() []expand.FA {
	var fas []expand.FA
	for _, table := range []map[string]nativeMacro{controlMacros, moduleMacros} {
		for key := range table {
			i := strings.LastIndexByte(key, '/')
			fas = append(fas, expand.FA{Name: term.Intern(key[:i]), Arity: int(key[i+1] - '0')})
		}
	}
	sortFAs(fas)
	return fas
}

// RunMacro runs a macro of a compiled module, or one of Kernel's written in
// Go.
func (h *compileHost) RunMacro(module, name term.Atom, from *expand.Env, args []term.Term) (term.Term, error) {
	var out term.Term
	var err error
	if macro := kernelMacro(name, len(args)); module == moduleKernel && macro != nil {
		out, err = macro(&macroCall{env: from, meta: lineMeta(from), args: args, host: h})
	} else {
		out, err = h.apply(module, macroFunction(name), append([]term.Term{from.Term()}, args...)...)
	}
	if err != nil {
		return nil, h.inMacro(err, module, name, len(args), from)
	}
	return out, nil
}

// macroFunction is the function behind a macro.
func macroFunction(name term.Atom) term.Atom { return term.Intern("MACRO-" + name.Name()) }

func lineMeta(e *expand.Env) term.Term { return keyword("line", term.Int(e.Line)) }

// kernelMacro is Kernel's macro of that name that is written in Go.
func kernelMacro(name term.Atom, arity int) nativeMacro {
	key := fmt.Sprintf("%s/%d", name.Name(), arity)
	if m, ok := controlMacros[key]; ok {
		return m
	}
	return moduleMacros[key]
}

// Defining is the module of that name while its body runs.
func (h *compileHost) Defining(module term.Atom) expand.Defining {
	if d := h.definition(module); d != nil {
		return &localModule{d, h}
	}
	return nil
}

func (h *compileHost) definition(module term.Atom) *definition {
	return worldState(h.world).defining(module)
}

// localModule is a definition together with the host that asks for it, which
// runs its macros.
type localModule struct {
	*definition
	host *compileHost
}

// Elsewhere reports whether another process defines the module.
func (l *localModule) Elsewhere() bool { return l.owner != 0 && l.owner != l.host.process() }

func (l *localModule) RunLocalMacro(name term.Atom, from *expand.Env, args []term.Term) (term.Term, error) {
	fa := expand.FA{Name: name, Arity: len(args)}
	l.usedMacros[fa] = true
	fun, err := l.localFunction(l.host, fa)
	if err != nil {
		return nil, err
	}
	out, err := l.host.call(fun, append([]term.Term{from.Term()}, args...)...)
	if err != nil {
		return nil, l.host.inMacro(err, l.name, name, len(args), from)
	}
	return out, nil
}

// Report hands a diagnostic to the world's handler.
func (h *compileHost) Report(d diag.Diagnostic) {
	if d.Severity == diag.Error {
		h.errors++
	}
	if h.report != nil {
		h.report(d)
	}
}

func (h *compileHost) warn(e *expand.Env, meta term.Term, message string) {
	h.Report(diag.Diagnostic{Severity: diag.Warning, Message: message, File: e.File, Pos: position(e, meta), Where: e.Where(), In: e.In()})
}

// Quiet reports that nobody wants warnings: the library compiles itself.
func (h *compileHost) Quiet() bool { return worldState(h.world).library != nil }

// ShownPath is a path as stack traces have it.
func (h *compileHost) ShownPath(file string) string { return shownPath(h.world, file) }

// Cache is what the expansions of this world share.
func (h *compileHost) Cache() *expand.Cache { return worldState(h.world).cache }

// ExpansionDepth is the world's limit.
func (h *compileHost) ExpansionDepth() int { return h.world.Limits().ExpansionDepth }

// Tick lets others run.
func (h *compileHost) Tick() { h.tick() }

// position is where a node with that meta stands.
func position(e *expand.Env, meta term.Term) diag.Pos {
	p := diag.Pos{Line: e.Line}
	if v, ok := lookup(meta, term.Intern("line")); ok {
		p.Line, _ = v.(int)
	}
	if v, ok := lookup(meta, term.Intern("column")); ok {
		p.Column, _ = v.(int)
	}
	return p
}

// expandAlias expands a quoted alias to its atom.
func (h *compileHost) expandAlias(quoted term.Term, e *expand.Env) (term.Term, error) {
	expanded, _, err := expand.New(h).MacroExpand(quoted, e)
	return expanded, err
}
