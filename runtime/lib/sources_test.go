package lib

import (
	"testing"

	"otpsh/runtime/term"
)

func TestPlacesOfModules(t *testing.T) {
	for module, want := range map[string]string{
		"Elixir.Enum":                "lib/enum.ex",
		"Elixir.DynamicSupervisor":   "lib/dynamic_supervisor.ex",
		"Elixir.Task.Supervised":     "lib/task/supervised.ex",
		"Elixir.Macro.Env":           "lib/macro/env.ex",
		"Elixir.RuntimeError":        "lib/exceptions.ex",
		"Elixir.Enumerable.Map":      "lib/protocols.ex",
		"gen_server":                 "gen_server.erl",
		"gb_sets":                    "gb_sets.erl",
		"otpsh_main":                 "lib/main.ex",
		"Elixir.Kernel.SpecialForms": "lib/kernel/special_forms.ex",
	} {
		name := term.Intern(module)
		src, ok := sources()[name]
		if !ok {
			t.Errorf("there is no source of %s", module)
		} else if got := src.placeOf(name); got != want {
			t.Errorf("%s stands in %s, want %s", module, got, want)
		}
	}
}
