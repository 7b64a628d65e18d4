// The errors and warnings of the parser.

package syntax

import (
	"fmt"

	"otpsh/runtime/diag"
	"otpsh/runtime/term"
)

func posOf(t *token) diag.Pos { return diag.Pos{Line: t.line, Column: t.col} }

// fail ends the parse with an error whose token comes last.
func (p *parser) fail(t *token, prefix, text string) {
	panic(&Error{Prefix: prefix, Token: text, Pos: posOf(t)})
}

func (p *parser) failAround(t *token, prefix, suffix, text string) {
	panic(&Error{Prefix: prefix, Suffix: suffix, Around: true, Token: text, Pos: posOf(t)})
}

// failMeta is fail where only metadata tells the place.
func (p *parser) failMeta(meta term.Term, prefix, text string) {
	var pos diag.Pos
	if v, ok := metaGet(meta, atomLine); ok {
		pos.Line, _ = v.(int)
	}
	if v, ok := metaGet(meta, atomColumn); ok {
		pos.Column, _ = v.(int)
	}
	panic(&Error{Prefix: prefix, Token: text, Pos: pos})
}

// unexpected ends the parse at the next token, or, where the text ends, at
// the last one.
func (p *parser) unexpected() {
	t := p.peek()
	if t.kind != kEnd {
		panic(&Error{Prefix: beforeToken, Token: describe(t), Pos: posOf(t), shown: worded(t)})
	}
	last := &token{line: 1}
	if len(p.toks) > 0 {
		last = &p.toks[len(p.toks)-1]
	}
	p.fail(last, beforeToken, "")
}

func (p *parser) failNestedCall(t term.Term) {
	_, meta, _, _ := nodeOf(t)
	p.failMeta(meta, "unexpected comma. Parentheses are required to solve ambiguity in nested calls.\n\n"+
		"This error happens when you have nested function calls without parentheses. "+
		"For example:\n\n"+
		"    parent_call a, nested_call b, c, d\n\n"+
		"In the example above, we don't know if the parameters \"c\" and \"d\" apply "+
		"to the function \"parent_call\" or \"nested_call\". You can solve this by "+
		"explicitly adding parentheses:\n\n"+
		"    parent_call a, nested_call(b, c, d)\n\n"+
		"Or by adding commas (in case a nested call is not intended):\n\n"+
		"    parent_call a, nested_call, b, c, d\n\n"+
		"Elixir cannot compile otherwise. Syntax error before: ", "','")
}

func (p *parser) failContainerCall(t term.Term) {
	_, meta, _, _ := nodeOf(t)
	p.failMeta(meta, "unexpected comma. Parentheses are required to solve ambiguity inside containers.\n\n"+
		"This error may happen when you forget a comma in a list or other container:\n\n"+
		"    [a, b c, d]\n\n"+
		"Or when you have ambiguous calls:\n\n"+
		"    [function a, b, c]\n\n"+
		"In the example above, we don't know if the values \"b\" and \"c\" "+
		"belongs to the list or the function \"function\". You can solve this by explicitly "+
		"adding parentheses:\n\n"+
		"    [one, function(a, b, c)]\n\n"+
		"Elixir cannot compile otherwise. Syntax error before: ", "','")
}

func (p *parser) warn(t *token, message string) {
	p.warnings = append(p.warnings, warning(p.o.File, posOf(t), message))
}

// warnLine warns of a line, with no column known.
func (p *parser) warnLine(t *token, message string) {
	p.warnings = append(p.warnings, warning(p.o.File, diag.Pos{Line: t.line}, message))
}

// warnPipe warns of a call without parentheses after a pipe.
func (p *parser) warnPipe(op *token, right term.Term) {
	_, meta, args, ok := nodeOf(right)
	if !ok || meta == term.Empty || args == term.Empty || !isList(meta) || !isList(args) {
		return
	}
	p.warn(op, fmt.Sprintf("parentheses are required when piping into a function call. For example:\n\n"+
		"    foo 1 %[1]s bar 2 %[1]s baz 3\n\n"+
		"is ambiguous and should be written as\n\n"+
		"    foo(1) %[1]s bar(2) %[1]s baz(3)\n\n"+
		"Ambiguous pipe found at:", op.name))
}

// warnNestedKeyword warns of a call with several arguments as the value of a
// key, all without parentheses.
func (p *parser) warnNestedKeyword(key, value term.Term) {
	name, ok := key.(term.Atom)
	if !ok {
		return
	}
	line := &token{}
	if _, meta, _, ok := nodeOf(value); ok {
		if v, ok := metaGet(meta, atomLine); ok {
			line.line, _ = v.(int)
		}
	}
	p.warnLine(line, "missing parentheses for expression following \""+name.Name()+":\" keyword. "+
		"Parentheses are required to solve ambiguity inside keywords.\n\n"+
		"This error happens when you have function calls without parentheses inside keywords. "+
		"For example:\n\n"+
		"    function(arg, one: nested_call a, b, c)\n"+
		"    function(arg, one: if expr, do: :this, else: :that)\n\n"+
		"In the examples above, we don't know if the arguments \"b\" and \"c\" apply "+
		"to the function \"function\" or \"nested_call\". Or if the keywords \"do\" and "+
		"\"else\" apply to the function \"function\" or \"if\". You can solve this by "+
		"explicitly adding parentheses:\n\n"+
		"    function(arg, one: if(expr, do: :this, else: :that))\n"+
		"    function(arg, one: nested_call(a, b, c))\n\n"+
		"Ambiguity found at:")
}
