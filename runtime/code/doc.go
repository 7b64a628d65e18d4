// Package code is compiled code as plain data: instructions, functions,
// modules, their line and handler tables, a disassembler, and an encoding
// that round-trips. It knows neither how code is made (compile) nor how it is
// run (vm).
//
// A function runs on a window of registers, numbered from 0: first its
// arguments, then, for a closure, what it captured, then variables and
// temporaries. A call puts its arguments into consecutive registers at the top
// of the caller's window; the callee's window starts there, so that nothing is
// copied. What returns is stored in the register that the call names.
package code

import "otpsh/runtime/term"

// Module is the code of one module.
type Module struct {
	Name      term.Atom
	Functions []*Function
}

// Function is the code of one function or closure.
type Function struct {
	Module term.Atom
	Name   term.Atom
	Arity  int
	Free   int // captured values, which follow the arguments
	Regs   int // size of its window
	File   string
	Line   int

	Code     []Instr
	Consts   []term.Term // no function values made at run time
	Locals   []Local     // functions of the same module that it calls or captures
	Sites    []Site      // functions of any module that it calls
	Funs     []*Function // closures that it makes
	Handlers []Handler   // innermost first
	Lines    []Line      // ascending by PC
	Switches []Switch
}

// Local names a function of the same module.
type Local struct {
	Name  term.Atom
	Arity int
}

// Site is one place that calls a named function of any module.
type Site struct {
	Module, Name term.Atom
	Arity        int
}

// Handler says where execution goes on when the code of From <= pc < To
// raises. A guard's handler only goes on; another's puts class, reason and
// the exception into registers Reg, Reg+1 and Reg+2.
type Handler struct {
	From, To, Target int32
	Reg              uint16
	Guard            bool
}

// Line says that the code from PC on belongs to a source line.
type Line struct{ PC, Line int32 }

// Switch is a jump table on constants: atoms and small integers.
type Switch struct {
	Keys    []term.Term
	Targets []int32 // absolute
	Default int32
}

// LineOf is the source line of an instruction; 0 when unknown.
func (f *Function) LineOf(pc int) int {
	lo, hi := 0, len(f.Lines)
	for lo < hi {
		mid := (lo + hi) / 2
		if int(f.Lines[mid].PC) <= pc {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == 0 {
		return f.Line
	}
	return int(f.Lines[lo-1].Line)
}
