// The errors and warnings of the parser.

package syntax

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

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

// describe is a token as an error names it: the way Erlang writes the term
// that the scanner of Elixir makes of it.
func describe(t *token) string {
	switch t.kind {
	case kEnd:
		return ""
	case kInt, kFloat:
		return "\"" + t.name + "\""
	case kChar:
		r, _ := t.value.(int)
		return "$" + erlangChar(rune(r))
	case kString, kCharlist, kAtomSafe, kAtomUnsafe, kKeywordSafe, kKeywordUnsafe:
		return erlangParts(t)
	case kStringHeredoc, kCharlistHeredoc:
		kind := "bin_heredoc"
		if t.kind == kCharlistHeredoc {
			kind = "list_heredoc"
		}
		return fmt.Sprintf("{%s,{%d,%d,nil},%d,%s}", kind, t.line, t.col, t.indent, erlangParts(t))
	case kSigil:
		indent, mods := "nil", "[]"
		if t.indent >= 0 {
			indent = strconv.Itoa(t.indent)
		}
		if t.mods != "" {
			mods = strconv.Quote(t.mods)
		}
		return fmt.Sprintf("{sigil,{%d,%d,nil},%s,%s,%s,%s,%s}", t.line, t.col, erlangAtom(t.name), erlangParts(t), mods, indent, erlangBinary(t.open))
	case kDotCall:
		return "'.'"
	}
	if text, ok := punctuation[t.kind]; ok {
		return erlangAtom(text)
	}
	return erlangAtom(t.name)
}

// worded is how a message words the tokens whose Erlang form says nothing to
// people; "" for the others. Of a text with interpolations it shows what stands
// before the first.
func worded(t *token) string {
	text := ""
	if len(t.parts) > 0 && !t.parts[0].code {
		text = readBack(t.parts[0].text)
	}
	switch t.kind {
	case kChar:
		r, _ := t.value.(int)
		return "?" + erlangChar(rune(r))
	case kString, kCharlist, kAtomSafe, kAtomUnsafe, kKeywordSafe, kKeywordUnsafe:
		if t.parts[0].code {
			return "\""
		}
		return "\"" + text + "\""
	case kSigil:
		return "sigil ~" + strings.TrimPrefix(t.name, "sigil_") + " starting with content '" + text + "'"
	}
	return ""
}

// readBack is what becomes of a text that Elixir writes as Erlang does and
// reads again, byte by byte: letters of Latin-1 beyond ASCII become two.
func readBack(text string) string {
	if !strings.HasSuffix(erlangBinary(text), "/utf8>>") {
		return text
	}
	var b strings.Builder
	for i := range len(text) {
		b.WriteRune(rune(text[i]))
	}
	return b.String()
}

// erlangBinary is a binary as Erlang writes it: as text when it is printable
// in Latin-1.
func erlangBinary(s string) string {
	suffix := ""
	for _, r := range s {
		switch {
		case r > 255, r < 32 && (r < 8 || r > 13 && r != 27), r > 126 && r < 160:
			return erlangBytes(s)
		case r > 126:
			suffix = "/utf8"
		}
	}
	if s == "" {
		return "<<>>"
	}
	return "<<" + strings.NewReplacer("\\u00", "\\x", "\\x1b", "\\e").Replace(strconv.Quote(s)) + suffix + ">>"
}

func erlangBytes(s string) string {
	bytes := make([]string, len(s))
	for i := range len(s) {
		bytes[i] = strconv.Itoa(int(s[i]))
	}
	return "<<" + strings.Join(bytes, ",") + ">>"
}

func erlangParts(t *token) string {
	parts := make([]string, len(t.parts))
	for i, p := range t.parts {
		parts[i] = erlangBinary(p.text)
		if p.code {
			parts[i] = fmt.Sprintf("{{%d,%d,nil},{%d,%d,nil},[]}", p.begin.Line, p.begin.Column, p.end.Line, p.end.Column)
		}
	}
	return "[" + strings.Join(parts, ",") + "]"
}

// erlangReserved are Erlang's reserved words, which it writes in quotes.
const erlangReserved = " after and andalso band begin bnot bor bsl bsr bxor case catch cond div else end fun if let maybe not of or orelse receive rem try when xor "

// erlangAtom is an atom as Erlang writes it. Unlike Erlang's, `else` and
// `maybe` and a few more are reserved by option only.
func erlangAtom(name string) string {
	first, _ := utf8.DecodeRuneInString(name)
	bare := unicode.IsLower(first)
	for _, r := range name {
		if r != '_' && r != '@' && !unicode.IsLetter(r) && !unicode.IsDigit(r) || r > 255 {
			bare = false
		}
	}
	if bare && (name == "else" || name == "maybe" || !strings.Contains(erlangReserved, " "+name+" ")) {
		return name
	}
	return "'" + strings.NewReplacer("\\", "\\\\", "'", "\\'").Replace(name) + "'"
}

// erlangChar is a character as Erlang writes it after its $.
func erlangChar(r rune) string {
	switch r {
	case ' ':
		return "\\s"
	case '\n':
		return "\\n"
	case '\r':
		return "\\r"
	case '\t':
		return "\\t"
	case '\v':
		return "\\v"
	case '\b':
		return "\\b"
	case '\f':
		return "\\f"
	case 27:
		return "\\e"
	case 127:
		return "\\d"
	case '\\':
		return "\\\\"
	}
	switch {
	case r > 255:
		return fmt.Sprintf("\\x{%X}", r)
	case r < 32 || r > 126 && r < 160:
		return fmt.Sprintf("\\%03o", r)
	}
	return string(r)
}
