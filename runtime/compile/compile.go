// Package compile turns the resolved tree of core into the register code of
// code. It takes one function at a time; closures become functions of their
// own inside it.
//
// compile.go   the package's face, and a function's state
// asm.go       instructions, labels, lines, handlers
// scope.go     which expressions bind variables, and where these live
// expr.go      expressions
// calls.go     calls
// tail.go      arguments of tail calls
// ops.go       functions of :erlang that are instructions
// branch.go    tests, guards, if, cond
// clauses.go   clauses, case, with, fn
// pattern.go   patterns
// bits.go      bitstrings
// receive.go   receive
// try.go       try
// loop.go      comprehensions
package compile

import (
	"fmt"

	"otpsh/runtime/code"
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// Module compiles the functions of a module.
func Module(name term.Atom, functions []*core.Function) (*code.Module, error) {
	m := &code.Module{Name: name}
	never := neverReturn(functions)
	for _, f := range functions {
		compiled, err := function(f, never)
		if err != nil {
			return nil, err
		}
		m.Functions = append(m.Functions, compiled...)
	}
	return m, nil
}

// Function compiles one function: the first of the result. Its closures lie
// inside it.
func Function(f *core.Function) (out []*code.Function, err error) { return function(f, nil) }

// function compiles one function of a module, where those of never do not
// return.
func function(f *core.Function, never map[code.Local]bool) (out []*code.Function, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			err = e
		}
	}()
	c := newCompiler(nil, f.Module, f.Name, f.Arity, f.File, f.Line)
	c.never = never
	c.functionBody(f.Clauses)
	return []*code.Function{c.finish()}, nil
}

// Error is a function that cannot be compiled: it is too large or nested too
// deeply.
type Error struct {
	Function string
	Line     int
	Message  string
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Function, e.Message) }

const (
	maxRegs  = 60000
	maxDepth = 20000
)

// compiler is the state of one function or closure.
type compiler struct {
	asm
	out    *code.Function
	parent *compiler

	regs   map[core.VarID]int // where variables live
	top    int                // first register that is free
	consts map[term.Term]int
	locals map[code.Local]int
	sites  map[code.Site]int
	folded map[core.Expr]term.Term // constant of a node; noConstant when it has none
	raised int                     // register of the exception that is handled; 0: none
	traces int                     // register of its stack trace as a list, in a closure; 0: none
	depth  *int

	never     map[code.Local]bool // functions of the module that never return
	protected int                 // how many handlers, or loops that have one, are around
	unread    []int               // registers that nobody reads after the call that comes next
}

func newCompiler(parent *compiler, module, name term.Atom, arity int, file string, line int) *compiler {
	c := &compiler{
		out:    &code.Function{Module: module, Name: name, Arity: arity, File: file, Line: line},
		parent: parent, regs: map[core.VarID]int{}, consts: map[term.Term]int{}, locals: map[code.Local]int{}, sites: map[code.Site]int{},
		folded: map[core.Expr]term.Term{},
	}
	if parent != nil {
		c.depth, c.never = parent.depth, parent.never
	} else {
		c.depth = new(int)
	}
	c.top = arity
	c.out.Regs = arity
	return c
}

// functionBody compiles the clauses on the arguments.
func (c *compiler) functionBody(clauses []*core.Clause) {
	args := make([]int, c.out.Arity)
	for i := range args {
		args[i] = i
	}
	c.clauses(clauses, args, result{tail: true}, func() { c.emit(code.OpFunctionClause, 0, 0, 0, 0) }, nil)
}

// finish resolves labels and gives the code.
func (c *compiler) finish() *code.Function {
	c.resolve(c)
	c.out.Code, c.out.Handlers, c.out.Lines = c.code, c.handlers, c.lines
	return c.out
}

func (c *compiler) fail(format string, args ...any) {
	panic(&Error{Function: fmt.Sprintf("%s/%d", c.out.Name, c.out.Arity), Line: c.line, Message: fmt.Sprintf(format, args...)})
}

// alloc takes the next free register. Whoever allocates gives back by
// restoring top.
func (c *compiler) alloc() int {
	r := c.top
	c.need(r + 1)
	c.top++
	return r
}

// need makes the window that large.
func (c *compiler) need(n int) {
	if n > maxRegs {
		c.fail("the function is too large: it needs more than %d registers", maxRegs)
	}
	c.out.Regs = max(c.out.Regs, n)
}

// enter counts the depth of the tree; the caller defers what it returns.
func (c *compiler) enter() {
	*c.depth++
	if *c.depth > maxDepth {
		c.fail("the expression is nested too deeply")
	}
}

func (c *compiler) leave() { *c.depth-- }

// constant is the index of a constant.
func (c *compiler) constant(t term.Term) int {
	switch t.(type) {
	case term.Atom, int, term.Binary:
		if i, ok := c.consts[t]; ok {
			return i
		}
		c.consts[t] = len(c.out.Consts)
	}
	c.out.Consts = append(c.out.Consts, t)
	return len(c.out.Consts) - 1
}

// shortConst is a constant's index for an operand of 16 bits.
func (c *compiler) shortConst(t term.Term) int {
	i := c.constant(t)
	if i > 0xffff {
		c.fail("the function is too large: it has more than %d constants", 0xffff)
	}
	return i
}

func (c *compiler) local(name term.Atom, arity int) int {
	l := code.Local{Name: name, Arity: arity}
	i, ok := c.locals[l]
	if !ok {
		i = len(c.out.Locals)
		c.locals[l] = i
		c.out.Locals = append(c.out.Locals, l)
		c.short(i)
	}
	return i
}

func (c *compiler) site(module, name term.Atom, arity int) int {
	s := code.Site{Module: module, Name: name, Arity: arity}
	i, ok := c.sites[s]
	if !ok {
		i = len(c.out.Sites)
		c.sites[s] = i
		c.out.Sites = append(c.out.Sites, s)
		c.short(i)
	}
	return i
}

func (c *compiler) short(i int) {
	if i > 0xffff {
		c.fail("the function is too large")
	}
}
