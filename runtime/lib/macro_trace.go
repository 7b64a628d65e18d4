package lib

import (
	"fmt"

	"otpsh/runtime/expand"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file gives exceptions of macros the stack traces that Elixir gives
// them: what ran inside the macro, that it was being expanded, and where it
// was called. What ran around the expansion is left out.

// inMacro is an error that a macro has raised, with its call in the stack
// trace.
func (h *compileHost) inMacro(err error, module, name term.Atom, arity int, from *expand.Env) error {
	exc, ok := err.(*vm.Exception)
	if !ok {
		return err
	}
	inside := exc.Frames()
	if o, ok := h.caller.(interface{ outside() []vm.StackFrame }); ok {
		inside = withoutSuffix(inside, o.outside())
	}
	for i, f := range inside {
		if f.Module == module && f.Function == macroFunction(name) {
			inside = inside[:i]
			break
		}
	}
	return exc.WithStack(append(inside[:len(inside):len(inside)], h.macroFrames(module, name, arity, from)...))
}

// WhileExpanding is an error raised while the result of a macro was expanded,
// with the macro's call in the stack trace.
func (h *compileHost) WhileExpanding(err error, module, name term.Atom, arity int, from *expand.Env) error {
	exc, ok := raised(err).(*vm.Exception)
	if !ok || h.Quiet() {
		return err
	}
	if !exc.HasStack() {
		return exc.WithStack(h.macroFrames(module, name, arity, from))
	}
	inside := exc.Frames()
	return exc.WithStack(append(inside[:len(inside):len(inside)], h.macroFrames(module, name, arity, from)...))
}

// macroFrames are the frames of a macro's expansion and of its caller.
func (h *compileHost) macroFrames(module, name term.Atom, arity int, from *expand.Env) []vm.StackFrame {
	return expansionFrames("expanding macro", module, name, arity, from, shownPath(h.world, from.File))
}

// expansionFrames are the frames of what was being expanded, and of the code
// that asked for it.
func expansionFrames(doing string, module, name term.Atom, arity int, from *expand.Env, file string) []vm.StackFrame {
	at := vm.StackFrame{Module: term.Intern("elixir_compiler"), Function: term.Intern(fileUnit), Arity: 1, File: file, Line: from.Line}
	switch {
	case from.Module.IsZero():
	case from.Function == nil:
		at.Module, at.Function, at.Arity = from.Module, term.Intern(moduleUnit), 0
	default:
		at.Module, at.Function, at.Arity = from.Module, from.Function.Name, from.Function.Arity
	}
	return []vm.StackFrame{{Module: module, Function: name, Arity: arity, File: doing}, at}
}

// withoutSuffix is a stack without the frames at its end that are also those
// of outer, as far as the depth of stack traces shows them.
func withoutSuffix(stack, outer []vm.StackFrame) []vm.StackFrame {
	same := func(a, b vm.StackFrame) bool {
		return a.Module == b.Module && a.Function == b.Function && a.Arity == b.Arity && a.Line == b.Line
	}
	for n := min(len(stack), len(outer)); n > 0; n-- {
		at := len(stack) - n
		matches := true
		for i := 0; i < n && matches; i++ {
			matches = same(stack[at+i], outer[i])
		}
		if matches {
			return stack[:at]
		}
	}
	return stack
}

var _ expand.MacroTracer = (*compileHost)(nil)

// describeFrame is a frame as text, for whoever works on the library.
func describeFrame(f vm.StackFrame) string {
	return fmt.Sprintf("%s.%s/%d %s:%d", InspectAtom(f.Module), f.Function.Name(), f.Arity, f.File, f.Line)
}
