package shell

import (
	"strings"
	"testing"
)

// A mistyped name is answered as IEx answers it: names that are like it, if they
// are like enough.
func TestSuggestionsForMistypedNames(t *testing.T) {
	for line, want := range map[string]string{
		"Enum.mpa([1], & &1)": "** (UndefinedFunctionError) function Enum.mpa/2 is undefined or private\n    (elixir 1.18.4) Enum.mpa([1], ",
		"Enmu.map([1], & &1)": "** (UndefinedFunctionError) function Enmu.map/2 is undefined (module Enmu is not available). Make sure the module name is correct and has been specified in full (or that an alias has been defined)\n",
		"Map.gett(%{}, :a)":   "** (UndefinedFunctionError) function Map.gett/2 is undefined or private. Did you mean:\n\n      * get/2\n      * get/3\n\n",
		"Enum.map([1])":       "** (UndefinedFunctionError) function Enum.map/1 is undefined or private. Did you mean:\n\n      * map/2\n\n",
	} {
		if out := newConsole(t, Config{}).enter(line); !strings.HasPrefix(out, want) {
			t.Errorf("%s shows\n%s", line, out)
		}
	}
}
