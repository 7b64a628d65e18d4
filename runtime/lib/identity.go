package lib

import (
	"strings"

	"otpsh/runtime/erlterm"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is pids, references and functions as text, and pids back.

const notPort = "not a port"

func portInfo(_ *vm.Machine, a []term.Term) (term.Term, error) {
	if _, ok := a[0].(term.Port); !ok {
		return nil, vm.BadArg(1, "not an existing port identifier")
	}
	return term.Undefined, nil
}

var identityNatives = vm.Natives{
	"pid_to_list/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		p, ok := a[0].(term.PID)
		if !ok {
			return nil, vm.BadArg(1, notPid)
		}
		return toCharlist(term.FormatPID(p)), nil
	},
	"port_to_list/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		p, ok := a[0].(term.Port)
		if !ok {
			return nil, vm.BadArg(1, notPort)
		}
		return toCharlist(term.FormatPort(p)), nil
	},
	"list_to_port/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if !term.IsProperList(a[0]) {
			return nil, vm.BadArg(1, notList)
		}
		s, _ := flatChars(a[0])
		p, ok := term.ParsePort(s)
		if !ok {
			return nil, vm.BadArg(1, notTextOf+"a port")
		}
		return p, nil
	},
	// No port is ever open.
	"ports/0":     func(*vm.Machine, []term.Term) (term.Term, error) { return term.Empty, nil },
	"port_info/1": portInfo,
	"port_info/2": portInfo,
	"port_close/1": func(*vm.Machine, []term.Term) (term.Term, error) {
		return nil, vm.BadArg()
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
