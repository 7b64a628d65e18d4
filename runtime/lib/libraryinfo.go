package lib

import (
	"slices"
	"strings"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file answers what stack traces and hints ask of the library: which
// application a module is of, and which modules there are.

// otpshLibraryNatives are the functions of :otpsh_library.
var otpshLibraryNatives = vm.Natives{
	// application(module) is {name, version} of a module of ours, else nil.
	"application/1": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		name, ok := args[0].(term.Atom)
		if !ok {
			return term.Nil, nil
		}
		if name != evaluator && !ofLibrary(m, name) {
			return term.Nil, nil
		}
		return applicationOf(name.Name()), nil
	},
	// modules() are all modules that are loaded or can be.
	"modules/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		seen := map[term.Atom]bool{}
		var names []term.Term
		add := func(name term.Atom) {
			if !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
		for name := range sources() {
			add(name)
		}
		for _, name := range m.Code().Loaded() {
			add(name)
		}
		return term.List(names...), nil
	},
}

// ofLibrary tells whether the module that goes by that name now is ours: a
// program may have defined its own.
func ofLibrary(m *vm.Machine, name term.Atom) bool {
	if installed := m.Code().Installed(name); installed != nil {
		info, ok := installed.Info.(*ModuleInfo)
		return !ok || info.Library
	}
	_, ours := sources()[name]
	return ours || nativesOf(name) != nil
}

// kernelModules are the modules of Erlang's library that belong to kernel, not to stdlib.
var kernelModules = []string{
	"application", "application_controller", "application_master", "code", "error_logger",
	"file", "global", "logger", "net_kernel", "os", "rpc",
}

func applicationOf(module string) term.Term {
	app, version := "stdlib", "4.2"
	switch {
	case strings.HasPrefix(module, "Elixir.Logger"):
		app, version = "logger", "1.18.4"
	case strings.HasPrefix(module, "Elixir.ExUnit"):
		app, version = "ex_unit", "1.18.4"
	case strings.HasPrefix(module, "Elixir.IEx"):
		app, version = "iex", "1.18.4"
	case strings.HasPrefix(module, "Elixir."), strings.HasPrefix(module, "elixir"):
		app, version = "elixir", "1.18.4"
	case module == "erlang" || module == "atomics" || module == "counters" || module == "persistent_term":
		return term.Nil
	case slices.Contains(kernelModules, module):
		app, version = "kernel", "8.5.3"
	}
	return term.Tuple2(term.Intern(app), term.Binary(version))
}
