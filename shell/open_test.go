package shell

import (
	"testing"

	"otpsh/runtime/elixir"
)

// The library has no files that an editor could open.
func TestOpenOfTheLibrary(t *testing.T) {
	c := newRecorded(t)
	c.shows("open Enum", "Could not open Enum, its source is part of otpsh; .source Enum shows it\n")
	c.shows("open Enum.map/2", "Could not open Enum.map/2, its source is part of otpsh; .source Enum.map/2 shows it\n")
	c.shows("open :lists.map", "Could not open :lists.map, its source is part of otpsh; .source :lists.map shows it\n")
	c.shows("open Enum.nothing", "Could not open Enum.nothing, function/macro is not available\n")
	strict := &console{t: t}
	strict.Shell = New(heardBy(strict, NewRecord(), elixir.Options{}), Config{Strict: true})
	strict.shows("open Enum", "Could not open Enum, its source is part of otpsh\n")
}
