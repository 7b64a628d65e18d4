package lib

import (
	"strings"

	"otpsh/runtime/erlterm"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is pids, references and functions as text, and pids back.

var identityNatives = vm.Natives{
	"pid_to_list/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		p, ok := a[0].(term.PID)
		if !ok {
			return nil, vm.BadArg(1, notPid)
		}
		return toCharlist(term.FormatPID(p)), nil
	},
	"ref_to_list/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		r, ok := a[0].(*term.Ref)
		if !ok {
			return nil, vm.BadArg(1, notRef)
		}
		return toCharlist("#Ref" + term.FormatRef(r)), nil
	},
	"fun_to_list/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		f, ok := a[0].(*term.Fun)
		if !ok {
			return nil, vm.BadArg(1, notFun)
		}
		return toCharlist(erlterm.Fun(f)), nil
	},
	"list_to_pid/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if !term.IsProperList(a[0]) {
			return nil, vm.BadArg(1, notList)
		}
		s, _ := flatChars(a[0])
		p, ok := term.ParsePID(s)
		if !ok {
			return nil, vm.BadArg(1, notTextOf+"a pid")
		}
		return p, nil
	},
	"list_to_ref/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if !term.IsProperList(a[0]) {
			return nil, vm.BadArg(1, notList)
		}
		s, _ := flatChars(a[0])
		s, ok := strings.CutPrefix(s, "#Ref")
		id, ok2 := term.ParseRef(s)
		if !ok || !ok2 {
			return nil, vm.BadArg(1, notTextOf+"a reference")
		}
		return &term.Ref{ID: id}, nil
	},
}
