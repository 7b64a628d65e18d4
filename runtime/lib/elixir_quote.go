package lib

import (
	"otpsh/runtime/expand"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// elixirQuoteNatives is the module :elixir_quote: what code that quote has
// built calls when it runs.
var elixirQuoteNatives = vm.Natives{
	"shallow_validate_ast/1": quoteStep(func(a []term.Term) (term.Term, error) { return expand.QuoteValidate(a[0]) }),
	"validate_runtime/2":     quoteStep(func(a []term.Term) (term.Term, error) { return expand.QuoteOption(a[0], a[1]) }),
	"linify/2": quoteStep(func(a []term.Term) (term.Term, error) {
		line, _ := a[0].(int)
		return expand.Linify(a[1], line, false), nil
	}),
	"list/2":      quoteStep(func(a []term.Term) (term.Term, error) { return expand.QuoteList(a[0], a[1]) }),
	"tail_list/3": quoteStep(func(a []term.Term) (term.Term, error) { return expand.QuoteTailList(a[0], a[1], a[2]) }),
	"dot/5": quoteStep(func(a []term.Term) (term.Term, error) {
		return expand.QuoteDot(a[0], a[1], a[2], a[3], a[4])
	}),
}

func quoteStep(f func([]term.Term) (term.Term, error)) vm.Native {
	return func(_ *vm.Machine, args []term.Term) (term.Term, error) {
		t, err := f(args)
		return t, raised(err)
	}
}
