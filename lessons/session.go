package lessons

// Session is what a lesson needs of a shell: a simulated world of its own, in
// which it types and looks. The shell implements it. A session is for one
// goroutine.
type Session interface {
	// Input types one whole input, Elixir or a command, lets the world settle
	// and tells what came of it. The variables that it binds are the lesson's
	// own: checks see them.
	Input(text string) Outcome
	// Load compiles the text of a file, as Input does with its modules.
	Load(file, text string) Outcome
	// Begin starts the account of what happens: checks see events, restarts and
	// output since then.
	Begin()
	// Check evaluates a condition with the vocabulary of checks, in a fork of
	// the world: it leaves no trace. It holds when its value is neither false
	// nor nil; an error is why it has no value.
	Check(condition string) (holds bool, err error)
	// Fork is a copy of the session as it is now, to try something in. It fails
	// when the world is not at rest.
	Fork() (Session, error)
	// Schedule has the world take other orders from now on: seed 0 is the plain
	// one, any other may switch processes between any two calls.
	Schedule(seed uint64)
	// Same reports whether two inputs are the same code, however it is written.
	Same(a, b string) bool
	// Hidden does something of which nothing is shown to the learner.
	Hidden(f func())
	// Adopt makes the variables that the learner's last input bound the
	// lesson's own.
	Adopt()
	// Mark is the world as it is now, with all that the session knows of it;
	// Return goes back to one. A mark can be returned to more than once.
	Mark() (Mark, error)
	Return(Mark)
}

// Mark is a world that was kept; what it holds is the session's own.
type Mark any

// Attempt is an input that the learner typed.
type Attempt struct {
	Text   string
	Failed bool
	NotRun bool // it was no Elixir, or did not compile: nothing has changed
}

// Outcome is what came of an input.
type Outcome struct {
	Shown  string // result and output, without what is in Log
	Log    string // what Logger and the compiler told
	Told   string // Shown, with what otpsh adds: restarts, equivalents of commands
	Failed bool
}
