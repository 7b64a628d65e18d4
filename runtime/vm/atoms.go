// Atoms that the machine names.

package vm

import "otpsh/runtime/term"

var (
	atomErlang         = term.Intern("erlang")
	atomApply          = term.Intern("apply")
	atomBadfun         = term.Intern("badfun")
	atomBadarity       = term.Intern("badarity")
	atomBadbool        = term.Intern("badbool")
	atomBadmap         = term.Intern("badmap")
	atomBadkey         = term.Intern("badkey")
	atomBadmatch       = term.Intern("badmatch")
	atomBadstruct      = term.Intern("badstruct")
	atomBadGenerator   = term.Intern("bad_generator")
	atomCaseClause     = term.Intern("case_clause")
	atomWithClause     = term.Intern("with_clause")
	atomTryClause      = term.Intern("try_clause")
	atomCondClause     = term.Intern("cond_clause")
	atomFunctionClause = term.Intern("function_clause")
	atomUndef          = term.Intern("undef")
	atomSystemLimit    = term.Intern("system_limit")
	atomTimeoutValue   = term.Intern("timeout_value")
	atomInternalError  = term.Intern("internal_error")
	atomFile           = term.Intern("file")
	atomLine           = term.Intern("line")
	atomErrorInfo      = term.Intern("error_info")
	atomCause          = term.Intern("cause")
	atomElixirEval     = term.Intern("elixir_eval")
	atomInterpretedFun = term.Intern("-inside-an-interpreted-fun-")
	atomErlEval        = term.Intern("erl_eval") // the module of evaluated code
	atomWholeFile      = term.Intern("__FILE__")
	atomGeneral        = term.Intern("general")
	atomReason         = term.Intern("reason")
	atomSuspend        = term.Intern("suspend")
	atomSuspended      = term.Intern("suspended")
	atomCont           = term.Intern("cont")
	atomHalt           = term.Intern("halt")
	atomDone           = term.Intern("done")
	atomHalted         = term.Intern("halted")

	forModule   = term.Intern("otpsh_for")
	rangeModule = term.Alias("Range")
	atomFirst   = term.Intern("first")
	atomLast    = term.Intern("last")
	atomStep    = term.Intern("step")
)
