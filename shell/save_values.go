package shell

import (
	"fmt"

	"otpsh/runtime/elixir"
)

// This file carries v, the value of an earlier input, into a saved file. In a
// session v(3) is the input at the prompt iex(3); a file may be run where the
// prompt has come further, and not all inputs are in it. So the file counts
// back from where it stands.

// valuesAgain follows the inputs of a session as a saved file runs them.
type valuesAgain struct {
	places []int // by the number of the prompt, from 1: which value it is there; 0: none
	count  int   // values that the file has made
	run    bool  // the last input is run there
}

// again is the text of the next input in the file, or why it is not run there.
func (v *valuesAgain) again(e Entry) (input, why string) {
	v.upTo(e.Line)
	input, why = e.Input, leftOut(e)
	if why == "" {
		input, why = v.countedBack(e)
	}
	v.run = why == ""
	return input, why
}

// upTo notes the values of the last input, now that the number at the next
// prompt is known. After .undo that is a smaller one.
func (v *valuesAgain) upTo(prompt int) {
	v.places = v.places[:min(len(v.places), prompt-1)]
	for len(v.places) < prompt-1 {
		place := 0
		if v.run {
			v.count++
			place = v.count
		}
		v.places = append(v.places, place)
	}
}

// countedBack is an input with its calls of v counted back.
func (v *valuesAgain) countedBack(e Entry) (input, why string) {
	input = e.Input
	if o, ok := elixir.OutlineOf(input); ok && o.Continues && !e.Command && e.Line > 1 && v.places[e.Line-2] == 0 {
		return "", fmt.Sprintf("it goes on from the value of iex(%d), which is not run", e.Line-1)
	}
	calls := elixir.ValuesOf(input)
	for i := len(calls) - 1; i >= 0; i-- {
		c := calls[i]
		number := c.Number
		if number < 0 {
			number += e.Line
		}
		if number < 1 || number >= e.Line {
			continue // there is no such value, here nor there
		}
		place := v.places[number-1]
		if place == 0 {
			return "", fmt.Sprintf("it uses the value of iex(%d), which is not run", number)
		}
		if back := place - v.count - 1; back != c.Number {
			input = fmt.Sprintf("%sv(%d)%s", input[:c.Start], back, input[c.End:])
		}
	}
	return input, ""
}
