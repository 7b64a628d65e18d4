// Diagnostics and the errors that abort an expansion.

package expand

import (
	"fmt"

	"otpsh/runtime/core"
	"otpsh/runtime/diag"
	"otpsh/runtime/term"
)

// CompileError aborts an expansion after its diagnostics were reported. It
// becomes Elixir's CompileError.
type CompileError struct {
	File    string
	Pos     diag.Pos
	Message string
}

func (e *CompileError) Error() string { return e.File + ": " + e.Message }

// RaiseError aborts an expansion with an exception of the language that the
// expander itself raises, an ArgumentError of quote or the KeyError of a
// struct. Frame tells where: "expanding struct: S.__struct__/1"; its Module is
// zero when there is no such frame.
type RaiseError struct {
	Exception term.Term // an exception struct
	Module    term.Atom
	Function  term.Atom
	Arity     int
	Doing     string // "expanding struct"
	Env       *Env   // where, with the line; may be nil
}

func (e *RaiseError) Error() string { return "an exception was raised while expanding" }

// abort is panicked through the walk and turned into an error by the entry
// points.
type abort struct{ err error }

// catch turns an abort into the error that it carries.
func catch(err *error) {
	switch r := recover().(type) {
	case nil:
	case abort:
		*err = r.err
	default:
		panic(r)
	}
}

// exception is a struct of one of Elixir's exceptions; fields alternate.
func exception(module string, fields ...any) term.Term {
	kv := []term.Term{term.Struct, term.Alias(module), term.Exception, term.True}
	for i := 0; i+1 < len(fields); i += 2 {
		kv = append(kv, term.Intern(fields[i].(string)), fields[i+1])
	}
	return term.MapOf(kv...)
}

func argumentError(message string) *RaiseError {
	return &RaiseError{Exception: exception("ArgumentError", "message", term.Binary(message))}
}

// position is where meta says that code is: its file differs from the env's
// when a quote kept it.
func position(meta term.Term, file string) (string, diag.Pos) {
	if kept, line, ok := keptPlace(meta); ok {
		return kept, diag.Pos{Line: line}
	}
	pos := diag.Pos{Line: metaLine(meta)}
	if col, ok := metaGet(meta, atomColumn); ok {
		pos.Column, _ = col.(int)
	}
	return file, pos
}

// placeOf is what warnings about code with that metadata need.
func placeOf(meta term.Term) core.Place {
	_, pos := position(meta, "")
	return core.Place{Column: pos.Column, Generated: metaIs(meta, atomGenerated)}
}

// Where says in what e is, as diagnostics do: "A.f/1", "A (module)", "".
func (e *Env) Where() string {
	switch {
	case e.Module.IsZero():
		return ""
	case e.Function == nil:
		return inspectAtom(e.Module) + " (module)"
	}
	return fmt.Sprintf("%s.%s/%d", inspectAtom(e.Module), inspectName(e.Function.Name), e.Function.Arity)
}

// In is Where by parts.
func (e *Env) In() diag.Function {
	switch {
	case e.Module.IsZero():
		return diag.Function{}
	case e.Function == nil:
		return diag.Function{Module: e.Module.Name()}
	}
	return diag.Function{Module: e.Module.Name(), Name: e.Function.Name.Name(), Arity: e.Function.Arity}
}

// diagnostic is one message about the code at meta. A name, when given, is
// what the marked characters are.
func (c *ctx) diagnostic(severity diag.Severity, meta term.Term, name, message string) diag.Diagnostic {
	file, pos := position(meta, c.env.File)
	end := 0
	if name != "" && pos.Column > 0 {
		end = pos.Column + len([]rune(name))
	}
	return diag.Diagnostic{Severity: severity, Message: message, File: file, Pos: pos, EndCol: end, Where: c.env.Where(), In: c.env.In()}
}

// report hands on one diagnostic.
func (c *ctx) report(severity diag.Severity, meta term.Term, name, message string) {
	c.x.h.Report(c.diagnostic(severity, meta, name, message))
}

func (c *ctx) warn(meta term.Term, format string, args ...any) {
	c.report(diag.Warning, meta, "", sprintf(format, args...))
}

// warnInFile is warn for what real Elixir tells of the file, without naming
// the function.
func (c *ctx) warnInFile(meta term.Term, format string, args ...any) {
	c.x.h.Report(c.ofFile(c.diagnostic(diag.Warning, meta, "", sprintf(format, args...))))
}

// ofFile takes away from a diagnostic what function it is in.
func (c *ctx) ofFile(d diag.Diagnostic) diag.Diagnostic {
	d.Where, d.In = "", diag.Function{}
	return d
}

// fail reports an error and aborts the expansion.
func (c *ctx) fail(meta term.Term, format string, args ...any) {
	c.report(diag.Error, meta, "", sprintf(format, args...))
	c.abortCompile()
}

// failInFile is fail for errors that real Elixir tells of the file, without
// naming the function.
func (c *ctx) failInFile(meta term.Term, format string, args ...any) {
	c.env = c.env.WithFunction(nil)
	c.env.Module = term.Atom{}
	c.fail(meta, format, args...)
}

// fault reports an error of a function's code: expansion goes on, so that
// more can be told; outside a function it aborts.
func (c *ctx) fault(meta term.Term, name, format string, args ...any) {
	c.report(diag.Error, meta, name, sprintf(format, args...))
	if c.env.Function == nil || c.env.Module.IsZero() {
		c.abortCompile()
	}
}

// moduleFault is fault that goes on in a module's body, too.
func (c *ctx) moduleFault(meta term.Term, format string, args ...any) {
	c.report(diag.Error, meta, "", sprintf(format, args...))
	if c.env.Module.IsZero() {
		c.abortCompile()
	}
}

func sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }

func (c *ctx) abortCompile() { panic(abort{CannotCompile(c.env)}) }

// CannotCompile is the error after diagnostics were reported in e.
func CannotCompile(e *Env) *CompileError {
	if e.Module.IsZero() {
		return CannotCompileFile(e.File)
	}
	return &CompileError{File: e.File, Message: "cannot compile module " + inspectAtom(e.Module) + " (errors have been logged)"}
}

// CannotCompileFile is CannotCompile for diagnostics told of the file.
func CannotCompileFile(file string) *CompileError {
	return &CompileError{File: file, Message: "cannot compile file (errors have been logged)"}
}

// raise aborts with an exception of the language.
func (c *ctx) raise(err error) { panic(abort{c.whileExpanding(err)}) }
