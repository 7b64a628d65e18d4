// Package vm executes compiled code as the body of a kernel process.
//
// A Machine is one process's execution: a stack of registers, of which each
// function has a window, and a list of suspended frames. Nothing of the
// language uses the Go stack: a call pushes a frame, a native function that
// needs a call pushes a Cont, and an exception is a value that is carried from
// frame to frame. So a process can be stopped, killed, copied and looked at
// between any two instructions, and recursion is bounded by a limit and not by
// Go.
//
// doc.go      this map
// native.go   what natives are written against
// func.go     functions and modules that can run, and how code becomes them
// server.go   the modules of a world
// machine.go  a process's state; what the kernel asks of it
// control.go  what natives can ask of the machine
// run.go      the loop
// call.go     calls, returns, and what natives hand back
// raise.go    exceptions, unwinding, stack traces
// slow.go     operators whose fast path did not apply
// make.go     values: closures, maps, struct checks
// iter.go     comprehensions
// switch.go   jump tables
// bits.go     bitstrings
// views.go    boxes of binaries that show the same bytes
// footprint.go how much memory a process holds
// sync.go     running code from Go, outside of any process
package vm
