package vm

import (
	"otpsh/runtime/term"
)

// Native is a function of the language written in Go. It runs on a scheduler
// thread: it must not block, must not call back into the VM, and must end
// within a millisecond or yield. It gets its arguments in a slice that it may
// read only until it returns, and returns a value and nil, or an error that is
//
//	*Exception    the error, exit or throw that it raises
//	a control     made by Machine.TailCall, Machine.Call, Machine.Wait ...:
//	              what the machine is to do instead of returning
type Native func(m *Machine, args []term.Term) (term.Term, error)

// Natives is a table of natives of one module, by "name/arity".
type Natives map[string]Native

// Cont is a frame of Go code on a process's stack. Machine.Call pushes it
// below a call; it is resumed with the call's value, or with the exception
// that passes through, and then returns as a Native does. It must be
// copyable state (Fork calls Clone) and not hold locks.
type Cont interface {
	Resume(m *Machine, value term.Term, exc *Exception) (term.Term, error)
	// Clone copies the frame for a forked world; false when it cannot be.
	Clone() (Cont, bool)
}

// Standing is a Cont that stands for a function of the language: where a
// process is while it waits there.
type Standing interface {
	Frame() StackFrame
}

// Evaluating is a Cont that waits for code that it evaluates. A function that
// was written in evaluated code may run later, in another process: there, no
// place of it shows in a stack trace.
type Evaluating interface {
	Evaluates()
}

// Exception is an error, exit or throw in flight. As a Go error it can cross
// Go code; in the language it is a class, a reason and a stack trace.
type Exception struct {
	Class  term.Atom // :error, :exit or :throw
	Reason term.Term
	Stack  []StackFrame // innermost first, as far as who raised it knows; see Frames
	// ArgInfo explains arguments of the native that raised, by position
	// from 0, as the BEAM's error_info does: "not a list".
	ArgInfo map[int]string
	// General is an explanation of the whole call ("" for none).
	General string
	// What stands before the explanations in place of "errors were found at
	// the given arguments" ("": that).
	What string
	// below is where the process was when it was raised, below Stack; it is
	// described only when somebody asks.
	below []place
	// plain: the native that raised it gets no frame of its own, as for
	// throw, exit and error. traced: Stack and below are complete.
	plain, traced bool
	// stackTerm is Stack as the language has it, once it has been asked for.
	stackTerm term.Term
	// info is the error_info of the first frame as the language gave it.
	info term.Term
}

// StackFrame is one line of a stack trace, as data.
type StackFrame struct {
	Module   term.Atom
	Function term.Atom
	Arity    int
	Args     []term.Term // instead of the arity, where the BEAM gives them; else nil
	File     string      // "" when unknown
	Line     int         // 0 when unknown
}

func (e *Exception) Error() string { return e.Class.Name() }

// Raise is an exception of class error with any reason: an exception struct,
// or an Erlang reason such as :badarith or {:badmatch, v}.
func Raise(reason term.Term) *Exception {
	return &Exception{Class: term.Error, Reason: reason}
}

// BadArg is the ArgumentError of a native, with what is wrong by position
// (alternating: position from 1, text).
func BadArg(info ...any) *Exception {
	e := &Exception{Class: term.Error, Reason: term.Badarg}
	for i := 0; i+1 < len(info); i += 2 {
		if e.ArgInfo == nil {
			e.ArgInfo = map[int]string{}
		}
		e.ArgInfo[info[i].(int)-1] = info[i+1].(string)
	}
	return e
}

// BadArith is the ArithmeticError of a native.
func BadArith() *Exception { return Raise(term.Badarith) }

// ExitWith and ThrowOf are exceptions of those classes.
func ExitWith(reason term.Term) *Exception { return &Exception{Class: term.Exit, Reason: reason} }
func ThrowOf(value term.Term) *Exception   { return &Exception{Class: term.Throw, Reason: value} }
