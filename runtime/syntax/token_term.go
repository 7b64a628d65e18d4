// Tokens as the terms that Elixir's scanner makes of them, which its errors
// show in Erlang's syntax.

package syntax

import (
	"strings"

	"otpsh/runtime/diag"
	"otpsh/runtime/erlterm"
	"otpsh/runtime/term"
)

// categories name the kinds that hold a value; the others are named by their
// text.
var categories = map[kind]string{
	kDotCall: "dot_call_op", kIdentifier: "identifier", kParenIdentifier: "paren_identifier",
	kBracketIdentifier: "bracket_identifier", kDoIdentifier: "do_identifier", kOpIdentifier: "op_identifier",
	kAlias: "alias", kKeyword: "kw_identifier", kKeywordSafe: "kw_identifier_safe", kKeywordUnsafe: "kw_identifier_unsafe",
	kAtom: "atom", kAtomQuoted: "atom_quoted", kAtomSafe: "atom_safe", kAtomUnsafe: "atom_unsafe",
	kInt: "int", kFloat: "flt", kChar: "char", kString: "bin_string", kCharlist: "list_string",
	kStringHeredoc: "bin_heredoc", kCharlistHeredoc: "list_heredoc", kSigil: "sigil", kBlockIdentifier: "block_identifier",
	kCaptureInt: "capture_int", kCaptureOp: "capture_op", kAtOp: "at_op", kUnaryOp: "unary_op", kEllipsisOp: "ellipsis_op",
	kDualOp: "dual_op", kTernaryOp: "ternary_op", kRangeOp: "range_op", kMultOp: "mult_op", kPowerOp: "power_op",
	kConcatOp: "concat_op", kXorOp: "xor_op", kPipeOp: "pipe_op", kStabOp: "stab_op", kWhenOp: "when_op", kAndOp: "and_op",
	kOrOp: "or_op", kInOp: "in_op", kInMatchOp: "in_match_op", kTypeOp: "type_op", kCompOp: "comp_op", kRelOp: "rel_op",
	kArrowOp: "arrow_op", kMatchOp: "match_op", kAssocOp: "assoc_op",
}

// describe is a token as an error names it: what it holds, or its text.
func describe(t *token) string {
	if t.kind == kEnd {
		return ""
	}
	shown := tokenTerm(t)
	switch elems := shown.Elems; {
	case t.kind == kChar:
		r, _ := t.value.(int)
		return erlterm.Char(rune(r))
	case len(elems) == 2:
		return erlterm.Atom(punctuation[t.kind], true)
	case len(elems) == 3:
		return erlangText(elems[2])
	}
	return erlangText(shown)
}

func erlangText(t term.Term) string {
	return erlterm.Printer{Strings: true, Wide: true}.Pretty(t, -1, 1, 80)
}

// tokenTerm is {category, {line, column, extra}, value...}.
func tokenTerm(t *token) *term.Tuple {
	name, ok := categories[t.kind]
	if !ok {
		return term.Tuple2(term.Intern(punctuation[t.kind]), placeTerm(posOf(t), extraTerm(t)))
	}
	elems := []term.Term{term.Intern(name), placeTerm(posOf(t), extraTerm(t))}
	switch t.kind {
	case kStringHeredoc, kCharlistHeredoc:
		elems = append(elems, term.Int(t.indent), partsTerm(t.parts))
	case kSigil:
		indent := term.Term(term.Nil)
		if t.indent >= 0 {
			indent = term.Int(t.indent)
		}
		elems = append(elems, t.value, partsTerm(t.parts), charlist(t.mods), indent, term.Binary(t.open))
	case kString, kCharlist, kAtomSafe, kAtomUnsafe, kKeywordSafe, kKeywordUnsafe:
		elems = append(elems, partsTerm(t.parts))
	case kInt, kFloat:
		elems = append(elems, charlist(t.name))
	case kDotCall:
		elems = append(elems, atomDot)
	default:
		elems = append(elems, valueTerm(t))
	}
	return term.NewTuple(elems...)
}

func valueTerm(t *token) term.Term {
	if t.value != nil {
		return t.value
	}
	return term.Intern(t.name)
}

// extraTerm is what the place of a token carries: a name as it is written, the
// value of a number, a quote, or line ends.
func extraTerm(t *token) term.Term {
	switch t.kind {
	case kIdentifier, kParenIdentifier, kBracketIdentifier, kDoIdentifier, kOpIdentifier, kKeyword, kAtom, kAlias:
		if t.delimiter == 0 && scanName(t.name).class != noName {
			return charlist(t.name)
		}
	case kInt, kFloat:
		return t.value
	case kChar:
		return charlist(t.name)
	case kEOL, kComma, kSemicolon:
		return term.Int(max(t.count, 0))
	}
	switch {
	case t.delimiter != 0:
		return term.Int(int(t.delimiter))
	case t.count > 0:
		return term.Int(t.count)
	}
	return term.Nil
}

func placeTerm(pos diag.Pos, extra term.Term) term.Term {
	return term.Tuple3(term.Int(pos.Line), term.Int(pos.Column), extra)
}

func partsTerm(parts []part) term.Term {
	var b term.ListBuilder
	for _, p := range parts {
		if !p.code {
			b.Add(term.Binary(p.text))
			continue
		}
		var tokens term.ListBuilder
		for i := range p.tokens {
			tokens.Add(tokenTerm(&p.tokens[i]))
		}
		b.Add(term.Tuple3(placeTerm(p.begin, term.Nil), placeTerm(p.end, term.Nil), tokens.List()))
	}
	return b.List()
}

func charlist(s string) term.Term {
	var b term.ListBuilder
	for _, r := range s {
		b.Add(term.Int(int(r)))
	}
	return b.List()
}

// worded is how a message words the tokens whose Erlang form says nothing to
// people; "" for the others. Of a text with interpolations it shows what stands
// before the first.
func worded(t *token) string {
	text := ""
	if t.content != nil && !t.parts[0].code {
		text = readBack(t.parts[0].text)
	}
	switch t.kind {
	case kChar:
		r, _ := t.value.(int)
		return "?" + strings.TrimPrefix(erlterm.Char(rune(r)), "$")
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
	if !strings.HasSuffix(erlangText(term.Binary(text)), "/utf8>>") {
		return text
	}
	var b strings.Builder
	for i := range len(text) {
		b.WriteRune(rune(text[i]))
	}
	return b.String()
}
