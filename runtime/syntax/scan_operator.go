// Operators, delimiters, and the reserved words.

package syntax

import (
	"fmt"
	"strings"

	"otpsh/runtime/diag"
	"otpsh/runtime/term"
)

// specialKeys are the keys that are no operator of an expression.
var specialKeys = []string{"..//", "<<>>", "%{}", "{}", "%", "&", "."}

// keywordOperator is a key such as `{}: 1`, or `+: 1`.
func (s *scanner) keywordOperator(rest string) bool {
	for _, k := range specialKeys {
		if isKey(rest, len(k)) && strings.HasPrefix(rest, k) {
			s.addKey(k)
			return true
		}
	}
	return false
}

// isKey reports whether a colon and a space follow the first n bytes.
func isKey(rest string, n int) bool {
	return len(rest) > n+1 && rest[n] == ':' && isSpace(rest[n+1])
}

func (s *scanner) addKey(name string) {
	s.add(token{kind: kKeyword, line: s.line, col: s.col, name: name, value: term.Intern(name)})
	s.advance(len(name) + 1)
}

// operator scans an operator or a delimiter.
func (s *scanner) operator(rest string) bool {
	if strings.HasPrefix(rest, "=>") {
		s.addJoined(token{kind: kAssocOp, line: s.line, col: s.col, count: s.linesBefore(), name: "=>"})
		s.advance(2)
		return true
	}
	if strings.HasPrefix(rest, "..//") {
		s.stepRange(rest)
		return true
	}
	if s.operatorOf(rest, 3) || s.punctuation(rest) || s.operatorOf(rest, 2) {
		return true
	}
	return s.operatorOf(rest, 1)
}

// stepRange is ..// before a slash: the name of the function.
func (s *scanner) stepRange(rest string) {
	if !strings.HasPrefix(strings.TrimLeft(rest[4:], " \t"), "/") {
		s.failUnexpected(s.here(), rest)
	}
	s.add(token{kind: kIdentifier, line: s.line, col: s.col, count: noCount, name: "..//", value: term.Intern("..//")})
	s.advance(4)
	s.blanks()
}

func (s *scanner) operatorOf(rest string, n int) bool {
	if len(rest) < n {
		return false
	}
	op := rest[:n]
	k, ok := operators[op]
	if !ok {
		return false
	}
	if k == kCaptureOp {
		s.capture()
		return true
	}
	if k == kTernaryOp {
		s.addJoined(token{kind: k, line: s.line, col: s.col, count: s.linesBefore(), name: op})
		s.advance(n)
		return true
	}
	if n == 3 && (k == kAndOp || k == kOrOp || k == kXorOp || k == kConcatOp) && len(rest) > 3 && rest[3] == op[0] {
		s.warn(s.here(), "found \"%s\" followed by \"%c\", please use a space between \"%s\" and the next \"%c\"", op, op[0], op, op[0])
	}
	if isKey(rest, n) {
		s.addKey(op)
		return true
	}
	t := token{kind: k, line: s.line, col: s.col, count: noCount, name: op}
	s.advance(n)
	s.blanks()
	unary := k == kUnaryOp || k == kAtOp || k == kDualOp || k == kEllipsisOp
	switch {
	case s.peekByte(0) == '/':
		t.kind, t.value = kIdentifier, term.Intern(op)
		s.add(t)
	case unary:
		s.add(t)
	default:
		s.warnDeprecated(op, t)
		t.count = s.linesBefore()
		s.addJoined(t)
	}
	return true
}

func (s *scanner) warnDeprecated(op string, t token) {
	pos := diag.Pos{Line: t.line, Column: t.col}
	switch op {
	case "^^^":
		s.warn(pos, "^^^ is deprecated. It is typically used as xor but it has the wrong precedence, use Bitwise.bxor/2 instead")
	case "<|>":
		s.warn(pos, "<|> is deprecated. Use another pipe-like operator")
	}
}

// capture is &: of &1, of an expression, or the name in &&/2.
func (s *scanner) capture() {
	t := token{kind: kCaptureOp, line: s.line, col: s.col, count: noCount, name: "&"}
	after := strings.TrimLeft(s.src[s.pos+1:], " \t")
	switch {
	case isDigit(s.peekByte(1)):
		t.kind = kCaptureInt
	case strings.HasPrefix(after, "/") && !strings.HasPrefix(strings.TrimLeft(after[1:], " \t"), "/"):
		t.kind, t.value = kIdentifier, term.Intern("&")
	}
	s.add(t)
	s.advance(1)
}

// punctuation scans commas and delimiters.
func (s *scanner) punctuation(rest string) bool {
	t := token{line: s.line, col: s.col, count: noCount}
	width := 1
	switch {
	case rest[0] == ',':
		s.add(token{kind: kComma, line: s.line, col: s.col})
		s.advance(1)
		return true
	case strings.HasPrefix(rest, "<<"):
		t.kind, width = kBitOpen, 2
	case strings.HasPrefix(rest, ">>"):
		t.kind, width = kBitClose, 2
	case rest[0] == '(':
		t.kind = kParenOpen
	case rest[0] == '[':
		t.kind = kBracketOpen
	case rest[0] == '{':
		t.kind = kCurlyOpen
		if s.last().kind == kPercent {
			s.failAt(s.here(), "unexpected space between % and {\n\n"+
				"If you want to define a map, write %{...}, with no spaces.\n"+
				"If you want to define a struct, write %StructName{...}.\n\n"+
				"Syntax error before: ", "{")
		}
	case rest[0] == ')':
		t.kind = kParenClose
	case rest[0] == ']':
		t.kind = kBracketClose
	case rest[0] == '}':
		t.kind = kCurlyClose
	default:
		return false
	}
	s.delimiter(t, width)
	return true
}

// closing is the delimiter that ends what each opens.
var closing = map[kind]kind{
	kFn: kEndWord, kDo: kEndWord, kParenOpen: kParenClose, kBracketOpen: kBracketClose,
	kCurlyOpen: kCurlyClose, kBitOpen: kBitClose,
}

// delimiter adds a delimiter after matching it with those that are open.
func (s *scanner) delimiter(t token, width int) {
	if t.kind == kParenOpen && s.last().kind == kAlias {
		s.failAliasCall(t)
	}
	switch t.kind {
	case kFn, kDo:
		if n := len(s.open); n > 0 && s.open[n-1].kind == t.kind && s.indent <= s.open[n-1].indent {
			s.hints = append(s.hints, hint{t.kind, s.open[n-1].line})
		}
		s.push(t)
	case kParenOpen, kBracketOpen, kCurlyOpen, kBitOpen:
		s.push(t)
	case kEndWord:
		s.close(t)
	default:
		s.close(t)
		t.count = s.linesBefore()
	}
	s.add(t)
	s.advance(width)
}

func (s *scanner) push(t token) {
	s.open = append(s.open, opener{t.kind, t.line, t.col, s.indent})
}

func (s *scanner) close(t token) {
	n := len(s.open)
	if n == 0 {
		s.failNothingOpen(t)
	}
	o := s.open[n-1]
	if closing[o.kind] != t.kind {
		s.failMismatch(o, t)
	}
	if o.kind == kDo && s.indent > o.indent {
		s.hints = append(s.hints, hint{kEndWord, t.line})
	}
	s.open = s.open[:n-1]
}

func (s *scanner) failAliasCall(t token) {
	s.failAt(diag.Pos{Line: t.line, Column: t.col}, fmt.Sprintf(
		"unexpected ( after alias %s. Function names and identifiers in Elixir "+
			"start with lowercase characters or underscore. For example:\n\n"+
			"    hello_world()\n"+
			"    _starting_with_underscore()\n"+
			"    numb3rs_are_allowed()\n"+
			"    may_finish_with_question_mark?()\n"+
			"    may_finish_with_exclamation_mark!()\n\n"+
			"Unexpected token: ", s.last().name), "(")
}

func (s *scanner) failNothingOpen(t token) {
	pos := diag.Pos{Line: t.line, Column: t.col}
	text := punctuation[t.kind]
	if t.kind != kEndWord {
		s.failAt(pos, "unexpected token: ", text)
	}
	suffix := ""
	for i := len(s.hints) - 1; i >= 0; i-- {
		if s.hints[i].kind == kEndWord {
			suffix = fmt.Sprintf("\nhint: the \"end\" on line %d may not have a matching \"do\" defined before it (based on indentation)", s.hints[i].line)
			break
		}
	}
	s.failAround(pos, "unexpected reserved word: ", suffix, text)
}

func (s *scanner) failMismatch(o opener, t token) {
	prefix := "unexpected token: "
	if t.kind == kEndWord {
		prefix = "unexpected reserved word: "
	}
	panic(&Error{
		Kind: MismatchedDelimiterError, Prefix: prefix, Token: punctuation[t.kind],
		Pos: diag.Pos{Line: o.line, Column: o.col}, End: diag.Pos{Line: t.line, Column: t.col},
		Opening: punctuation[o.kind], Closing: punctuation[t.kind], Expected: punctuation[closing[o.kind]],
	})
}

func (s *scanner) failMissingTerminator(o opener) {
	expected := punctuation[closing[o.kind]]
	message := "missing terminator: " + expected
	for i := len(s.hints) - 1; i >= 0; i-- {
		if s.hints[i].kind == o.kind {
			message += fmt.Sprintf("\nhint: it looks like the \"%s\" on line %d does not have a matching \"%s\"",
				punctuation[o.kind], s.hints[i].line, expected)
			break
		}
	}
	panic(&Error{
		Kind: TokenMissingError, Prefix: message, Pos: diag.Pos{Line: o.line, Column: o.col}, End: s.here(),
		Opening: punctuation[o.kind], Expected: expected,
	})
}

// reserved adds a reserved word.
func (s *scanner) reserved(word string, k kind) {
	t := token{kind: k, line: s.line, col: s.col, count: noCount, name: word}
	switch k {
	case kFn, kEndWord:
		s.delimiter(t, len(word))
	case kDo:
		s.do(t)
	case kTrue, kFalse, kNil, kBlockIdentifier:
		s.add(t)
		s.advance(len(word))
	default:
		s.advance(len(word))
		s.wordOperator(t)
	}
}

func (s *scanner) wordOperator(t token) {
	rest := strings.TrimLeft(s.src[s.pos:], " \t")
	last := s.last()
	switch {
	case strings.HasPrefix(rest, "/"):
		t.kind, t.value = kIdentifier, term.Intern(t.name)
		s.add(t)
	case t.kind == kUnaryOp:
		t.count = s.linesBefore()
		s.add(t)
	case t.kind == kInOp && last.kind == kUnaryOp && last.name == "not":
		t.name, t.line, t.col, t.count = "not in", last.line, last.col, last.count
		s.toks = s.toks[:len(s.toks)-1]
		s.addJoined(t)
	default:
		t.count = s.linesBefore()
		s.addJoined(t)
	}
}

// do adds a do; the name before it takes the block.
func (s *scanner) do(t token) {
	pos := diag.Pos{Line: t.line, Column: t.col}
	switch last := s.last(); last.kind {
	case kIdentifier:
		last.kind = kDoIdentifier
	case kFn:
		s.failAround(pos, "unexpected reserved word: ",
			". Anonymous functions are written as:\n\n    fn pattern -> expression end\n\nPlease remove the \"do\" keyword", "do")
	case kComma, kSemicolon:
		s.failAround(pos, "unexpected reserved word: ", invalidDo, "do")
	case kEOL:
		s.toks = s.toks[:len(s.toks)-1]
	}
	s.delimiter(t, 2)
}

// invalidDo explains a do that is out of place.
const invalidDo = ". In case you wanted to write a \"do\" expression, " +
	"you must either use do-blocks or separate the keyword argument with comma. " +
	"For example, you should either write:\n\n" +
	"    if some_condition? do\n" +
	"      :this\n" +
	"    else\n" +
	"      :that\n" +
	"    end\n\n" +
	"or the equivalent construct:\n\n" +
	"    if(some_condition?, do: :this, else: :that)\n\n" +
	"where \"some_condition?\" is the first argument and the second argument is a keyword list.\n\n" +
	"You may see this error if you forget a trailing comma before the \"do\" in a \"do\" block"
