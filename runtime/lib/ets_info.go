package lib

import (
	"otpsh/runtime/ets"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :ets.info.

// infoOrder are the items of info/1, in OTP's order.
var infoOrder = []string{
	"id", "decentralized_counters", "read_concurrency", "write_concurrency", "compressed", "memory", "owner", "heir", "name",
	"size", "node", "named_table", "type", "keypos", "protection",
}

var tableItems = map[string]func(t *etsTable, d *ets.Data, s *tableState) term.Term{
	"id":                     func(t *etsTable, _ *ets.Data, _ *tableState) term.Term { return t.ref },
	"decentralized_counters": func(t *etsTable, _ *ets.Data, _ *tableState) term.Term { return term.Bool(t.options.counters) },
	"read_concurrency":       func(t *etsTable, _ *ets.Data, _ *tableState) term.Term { return term.Bool(t.options.readers) },
	"write_concurrency":      func(t *etsTable, _ *ets.Data, _ *tableState) term.Term { return t.options.writers },
	"compressed":             func(t *etsTable, _ *ets.Data, _ *tableState) term.Term { return term.Bool(t.options.compressed) },
	"memory":                 func(_ *etsTable, d *ets.Data, _ *tableState) term.Term { return term.Int(d.Words()) },
	"owner":                  func(_ *etsTable, _ *ets.Data, s *tableState) term.Term { return s.owner },
	"name":                   func(_ *etsTable, _ *ets.Data, s *tableState) term.Term { return s.name },
	"size":                   func(_ *etsTable, d *ets.Data, _ *tableState) term.Term { return term.Int(d.Size()) },
	"node":                   func(*etsTable, *ets.Data, *tableState) term.Term { return term.Intern(externalNode) },
	"named_table":            func(t *etsTable, _ *ets.Data, _ *tableState) term.Term { return term.Bool(t.options.named) },
	"type":                   func(_ *etsTable, d *ets.Data, _ *tableState) term.Term { return term.Intern(d.Kind().String()) },
	"keypos":                 func(_ *etsTable, d *ets.Data, _ *tableState) term.Term { return term.Int(d.Keypos()) },
	"protection":             func(t *etsTable, _ *ets.Data, _ *tableState) term.Term { return t.options.protection },
	"fixed":                  func(_ *etsTable, _ *ets.Data, s *tableState) term.Term { return term.Bool(s.since != nil) },
	"heir": func(_ *etsTable, _ *ets.Data, s *tableState) term.Term {
		if s.heir == 0 {
			return atomNone
		}
		return s.heir
	},
	"safe_fixed": func(_ *etsTable, _ *ets.Data, s *tableState) term.Term {
		if s.since == nil {
			return term.False
		}
		var holders term.ListBuilder
		s.fixed.Each(func(pid, n term.Term) bool {
			holders.Add(term.Tuple2(pid, n))
			return true
		})
		return term.Tuple2(timestampTerm(s.since.at), holders.List())
	},
}

// etsInfo is info(tab): a keyword list, or :undefined.
func etsInfo(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, problem := table(m, args[0], accessInfo)
	if problem == noNameOrID {
		return nil, vm.BadArg(1, problem)
	}
	if problem != "" {
		return term.Undefined, nil
	}
	d, s := t.data.Load(), t.state.Load()
	pairs := make([]term.Term, len(infoOrder))
	for i, name := range infoOrder {
		pairs[i] = term.Tuple2(term.Intern(name), tableItems[name](t, d, s))
	}
	return term.List(pairs...), nil
}

// etsInfoItem is info(tab, item).
func etsInfoItem(m *vm.Machine, args []term.Term) (term.Term, error) {
	t, problem := table(m, args[0], accessInfo)
	item, isAtom := args[1].(term.Atom)
	var f func(*etsTable, *ets.Data, *tableState) term.Term
	if isAtom {
		f = tableItems[item.Name()]
	}
	switch {
	case problem == noNameOrID:
		return nil, vm.BadArg(1, problem)
	case f == nil:
		return nil, vm.BadArg(2, "not a valid info item")
	case problem != "":
		return term.Undefined, nil
	}
	return f(t, t.data.Load(), t.state.Load()), nil
}
