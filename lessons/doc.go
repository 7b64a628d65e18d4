// Package lessons is the lessons of otpsh: `.otp` files with their parser,
// player and checker. A lesson acts on a world only through the Session that
// this package declares, so that it knows neither the runtime nor the terminal.
package lessons

import "time"

// Session is what a lesson needs of a shell: a simulated world of its own, in
// which it types and looks. The shell implements it.
type Session interface {
	// Input types one whole input, Elixir or a command, and gives what was
	// shown and whether it succeeded.
	Input(text string) (shown string, ok bool)
	// Check evaluates an expression without a trace of it in the session: it
	// holds when its value is neither false nor nil. An error is why it could
	// not be evaluated.
	Check(expression string) (holds bool, err error)
	// Advance lets virtual time pass.
	Advance(d time.Duration)
	// Mark is the world as it is now; Return goes back to one.
	Mark() Mark
	Return(Mark)
}

// Mark is a world that was kept.
type Mark interface{ Clock() time.Duration }
