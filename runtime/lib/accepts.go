package lib

import (
	"slices"
	"strings"

	"otpsh/runtime/expand"
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
)

// This file is what a module tells of the messages that it takes: the patterns
// in the heads of a server's callbacks, kept as text when they are defined.

// Accepted is the message that one clause of a server's callback takes.
type Accepted struct {
	Kind     term.Atom // how it is sent: :call, :cast, or :info for a plain message
	Callback expand.FA
	Pattern  string // as it was written
	Guard    string // "" when there is none
}

var (
	atomMatch = term.Intern("=")
	atomCall  = term.Intern("call")
	atomCast  = term.Intern("cast")
	atomInfo  = term.Intern("info")
	genStatem = term.Intern("gen_statem")

	// messageCallbacks are the callbacks of servers whose first argument is a
	// message of others.
	messageCallbacks = map[expand.FA]term.Atom{
		{Name: term.Intern("handle_call"), Arity: 3}: atomCall,
		{Name: term.Intern("handle_cast"), Arity: 2}: atomCast,
		{Name: term.Intern("handle_info"), Arity: 2}: atomInfo,
	}
	handleEvent = expand.FA{Name: term.Intern("handle_event"), Arity: 4}
)

// accept notes the message that a clause takes, if it is one of a callback for
// messages and takes not just anything.
func (d *definition) accept(fa expand.FA, head term.Term) {
	args, guards := headArgs(head)
	if len(args) != fa.Arity {
		return
	}
	kind, ok := messageCallbacks[fa]
	pattern := term.Term(nil)
	switch {
	case ok:
		pattern = args[0]
	case (fa.Arity == 3 || fa == handleEvent) && d.isStateMachine():
		if kind, ok = eventKind(args[0]); !ok {
			return
		}
		pattern = args[1]
	default:
		return
	}
	if pattern = withoutName(pattern); isVariable(pattern) {
		return
	}
	a := Accepted{Kind: kind, Callback: fa, Pattern: oneLine(pattern)}
	if len(guards) == 1 {
		a.Guard = oneLine(guards[0])
	}
	d.accepts = append(d.accepts, a)
}

// isStateMachine reports whether the module is one of :gen_statem, whose
// states are functions of three arguments or states that handle_event takes.
func (d *definition) isStateMachine() bool {
	behaviours, _ := term.Slice(d.attributeOr("behaviour", nil))
	return slices.Contains(behaviours, term.Term(genStatem))
}

// eventKind is the kind of message of a clause of a state machine, by its
// pattern of the event's type.
func eventKind(pattern term.Term) (term.Atom, bool) {
	pattern = withoutName(pattern)
	if pair, ok := pattern.(*term.Tuple); ok && len(pair.Elems) == 2 {
		pattern = pair.Elems[0]
	}
	kind, ok := pattern.(term.Atom)
	return kind, ok && (kind == atomCall || kind == atomCast || kind == atomInfo)
}

// withoutName is a pattern without the variable that names the whole.
func withoutName(pattern term.Term) term.Term {
	for {
		sides, ok := isNode(pattern, atomMatch)
		if !ok || len(sides) != 2 {
			return pattern
		}
		pattern = sides[0]
		if isVariable(pattern) {
			pattern = sides[1]
		}
	}
}

func oneLine(quoted term.Term) string {
	return strings.Join(strings.Fields(syntax.ToString(quoted)), " ")
}

// isVariable reports whether quoted code is a variable: {name, meta, context}.
func isVariable(quoted term.Term) bool {
	name, _, context, ok := threeTuple(quoted)
	if !ok {
		return false
	}
	_, named := name.(term.Atom)
	_, inContext := context.(term.Atom)
	return named && inContext
}
