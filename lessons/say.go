package lessons

// This file is what a learner is told, as data: how it looks is for who shows
// it.

// Say is one thing that is told.
type Say struct {
	Kind SayKind
	Text string
}

// SayKind says what is told.
type SayKind int

const (
	SayTitle    SayKind = iota // of the lesson
	SayStep                    // "3 of 8: Break it"
	SayCase                    // one of several that are compared
	SayProse                   // Markdown
	SayCode                    // a definition
	SayInput                   // an input that the learner is to type, or that ran where they could not see it
	SayTyped                   // an input that is typed for the learner; what it shows follows
	SayOutput                  // what an input showed, where the learner could not see it
	SayQuestion                // of a prediction
	SayChoice                  // "a  5"
	SayTask                    // what the learner is to do
	SayRight                   // a choice or a task was right
	SayWrong                   // it was not
	SayMissing                 // what a task still lacks: a step on the way, or a mistake
	SayHint                    // one more hint
	SayNote                    // what can be done now
)
