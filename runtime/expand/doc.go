// Package expand turns quoted terms into the resolved tree of core: macros
// run, names are resolved, variables are numbered, special forms become nodes.
//
// It knows the special forms and nothing else of the library: Kernel's macros
// come through Host like any other module's. An expansion is Go recursion over
// the quoted term with a counted depth (MaxDepth); it belongs to one process
// and shares nothing with others but the Cache.
//
// Where to look:
//
//	expander.go    the entry points: Expr, File, Definition, MacroExpand
//	env.go         Env: the lexical environment, immutable
//	vars.go        variables in scope, versions, unused variables
//	expr.go        the walk over expressions and its special forms
//	patterns.go    the walk over patterns
//	calls.go       local, imported and remote calls; macros
//	quote.go       quote, unquote, Escape; linify.go: hygiene of macro results
//	rewrite.go     Kernel functions that are Erlang functions by another name
//	errors.go      diagnostics with Elixir's words
//
// Errors that Elixir accumulates (an undefined variable inside a function) are
// reported and expansion goes on; others abort it with a *CompileError. Inside
// the package an abort is a panic of type abort, which never leaves it.
package expand
