package lib

import (
	"strings"

	"otpsh/runtime/expand"
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
)

// This file is what a module tells of the messages that it takes: the patterns
// in the heads of a server's callbacks, kept as text when they are defined.

// Accepted is the message that one clause of a server's callback takes.
type Accepted struct {
	Callback expand.FA
	Pattern  string // as it was written
	Guard    string // "" when there is none
}

// messageCallbacks are the callbacks of servers whose first argument is a
// message of others.
var messageCallbacks = map[expand.FA]bool{
	{Name: term.Intern("handle_call"), Arity: 3}: true,
	{Name: term.Intern("handle_cast"), Arity: 2}: true,
	{Name: term.Intern("handle_info"), Arity: 2}: true,
}

var atomMatch = term.Intern("=")

// accept notes the message that a clause takes, if it is one of such a
// callback and takes not just anything.
func (d *definition) accept(fa expand.FA, head term.Term) {
	if !messageCallbacks[fa] {
		return
	}
	args, guards := headArgs(head)
	if len(args) != fa.Arity {
		return
	}
	pattern := args[0]
	for {
		sides, ok := isNode(pattern, atomMatch)
		if !ok || len(sides) != 2 {
			break
		}
		pattern = sides[0]
		if isVariable(pattern) {
			pattern = sides[1]
		}
	}
	if isVariable(pattern) {
		return
	}
	a := Accepted{Callback: fa, Pattern: oneLine(pattern)}
	if len(guards) == 1 {
		a.Guard = oneLine(guards[0])
	}
	d.accepts = append(d.accepts, a)
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
