// Package lessons is the lessons of otpsh: their files, the parser of the
// format (docs/lessons.md), the learner who goes through one, and the prover
// that tells whether what a lesson says is so. A lesson acts on a world only
// through the Session that this package declares: it knows neither the runtime
// nor the terminal.
package lessons
