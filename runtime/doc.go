// Package runtime is the map of the packages below it; it holds no code.
//
// Source text goes down this list to become a running process:
//
//	syntax   text to quoted terms
//	expand   quoted terms to the resolved tree of core: macros run, names resolved
//	core     the resolved tree
//	compile  resolved tree to register code
//	code     instructions, functions, modules
//	vm       runs code as the body of a process
//	kernel   processes, signals, names, timers, scheduler: the World and its Host
//	lib      the standard library and the OTP behaviours, in Elixir over Go natives
//	elixir   the façade over all of these
//
// term is every value, diag every position and message, trace every event;
// observe folds events into a model of the world and explore runs schedules.
// Imports go down only: see ARCHITECTURE.md and the test beside this file.
package runtime
