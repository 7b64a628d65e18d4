// Tokens: their kinds, the operator tables, and how an error names a token.

package syntax

import (
	"otpsh/runtime/diag"
	"otpsh/runtime/term"
)

// kind is what a token is to the grammar.
type kind uint8

const (
	kEnd kind = iota // of the text
	kEOL
	kSemicolon
	kComma
	kDot
	kDotCall // the dot of fun.()

	kParenOpen
	kParenClose
	kBracketOpen
	kBracketClose
	kCurlyOpen
	kCurlyClose
	kBitOpen
	kBitClose
	kMapOp   // %{} before its {
	kPercent // the % of a struct

	kIdentifier
	kParenIdentifier   // followed by (
	kBracketIdentifier // followed by [
	kDoIdentifier      // followed by do
	kOpIdentifier      // followed by a space and a sign that touches what follows it
	kAlias
	kKeyword       // key:
	kKeywordSafe   // "k#{}ey": with interpolation, existing atoms only
	kKeywordUnsafe // "k#{}ey":
	kAtom
	kAtomQuoted
	kAtomSafe
	kAtomUnsafe
	kInt
	kFloat
	kChar
	kString
	kCharlist
	kStringHeredoc
	kCharlistHeredoc
	kSigil
	kTrue
	kFalse
	kNil
	kFn
	kDo
	kEndWord
	kBlockIdentifier // after, else, catch, rescue

	kCaptureInt // the & of &1
	kCaptureOp
	kAtOp
	kUnaryOp
	kEllipsisOp
	kDualOp
	kTernaryOp
	kRangeOp
	kMultOp
	kPowerOp
	kConcatOp
	kXorOp
	kPipeOp
	kStabOp
	kWhenOp
	kAndOp
	kOrOp
	kInOp
	kInMatchOp
	kTypeOp
	kCompOp
	kRelOp
	kArrowOp
	kMatchOp
	kAssocOp
)

// noCount is the count of a token that no line end touches.
const noCount = -1

// token is one token. Name is what its Elixir counterpart holds as a value:
// an identifier's atom, an operator, the text of a number.
type token struct {
	kind      kind
	delimiter byte // the quote of a quoted atom, key or call; else 0
	line, col int
	count     int    // line ends after it (eol , ;) or before it (operators)
	name      string // text of names and operators, source text of numbers
	value     term.Term
	*content  // of strings, sigils, and names that are quoted with interpolations
}

// content is what stands between the quotes of a token.
type content struct {
	parts  []part
	indent int    // of a heredoc; -1 for none
	mods   string // of a sigil
	open   string // delimiter of a sigil
}

// part is a piece of a string: text, or an interpolation with its tokens.
type part struct {
	text       string
	tokens     []token
	begin, end diag.Pos
	code       bool
}

// binding is how a binary operator binds.
type binding struct {
	power int
	right bool
}

// bindings of the binary operators, weakest first.
var bindings = map[kind]binding{
	kInMatchOp: {40, false},
	kWhenOp:    {50, true},
	kTypeOp:    {60, true},
	kPipeOp:    {70, true},
	kMatchOp:   {100, true},
	kOrOp:      {120, false},
	kAndOp:     {130, false},
	kCompOp:    {140, false},
	kRelOp:     {150, false},
	kArrowOp:   {160, false},
	kInOp:      {170, false},
	kXorOp:     {180, false},
	kTernaryOp: {190, true},
	kConcatOp:  {200, true},
	kRangeOp:   {200, true},
	kDualOp:    {210, false},
	kMultOp:    {220, false},
	kPowerOp:   {230, false},
}

// Powers of the prefix operators, of the dot, and of @.
const (
	powerLowest  = 0
	powerCapture = 90
	powerUnary   = 300
	powerDot     = 310
	powerAt      = 320
)

// operators are the kinds of the operators that are punctuation.
var operators = map[string]kind{
	"~~~": kUnaryOp, "...": kEllipsisOp,
	"===": kCompOp, "!==": kCompOp, "&&&": kAndOp, "|||": kOrOp, "^^^": kXorOp,
	"+++": kConcatOp, "---": kConcatOp,
	"<<<": kArrowOp, ">>>": kArrowOp, "~>>": kArrowOp, "<<~": kArrowOp, "<~>": kArrowOp, "<|>": kArrowOp,
	"//": kTernaryOp, "**": kPowerOp, "..": kRangeOp,
	"++": kConcatOp, "--": kConcatOp, "<>": kConcatOp,
	"|>": kArrowOp, "~>": kArrowOp, "<~": kArrowOp,
	"==": kCompOp, "=~": kCompOp, "!=": kCompOp, "<=": kRelOp, ">=": kRelOp,
	"&&": kAndOp, "||": kOrOp, "<-": kInMatchOp, "\\\\": kInMatchOp, "::": kTypeOp, "->": kStabOp,
	"=>": kAssocOp,
	"&":  kCaptureOp, "@": kAtOp, "!": kUnaryOp, "^": kUnaryOp, "<": kRelOp, ">": kRelOp,
	"+": kDualOp, "-": kDualOp, "*": kMultOp, "/": kMultOp, "=": kMatchOp, "|": kPipeOp,
}

// keywords are the reserved words.
var keywords = map[string]kind{
	"fn": kFn, "do": kDo, "end": kEndWord, "true": kTrue, "false": kFalse, "nil": kNil,
	"not": kUnaryOp, "and": kAndOp, "or": kOrOp, "when": kWhenOp, "in": kInOp,
	"after": kBlockIdentifier, "else": kBlockIdentifier, "catch": kBlockIdentifier, "rescue": kBlockIdentifier,
}

// punctuation is the text of tokens that hold none.
var punctuation = map[kind]string{
	kEOL: "eol", kSemicolon: ";", kComma: ",", kDot: ".", kParenOpen: "(", kParenClose: ")",
	kBracketOpen: "[", kBracketClose: "]", kCurlyOpen: "{", kCurlyClose: "}", kBitOpen: "<<", kBitClose: ">>",
	kMapOp: "%{}", kPercent: "%", kTrue: "true", kFalse: "false", kNil: "nil", kFn: "fn", kDo: "do", kEndWord: "end",
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isHex(c byte) bool   { return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }
func isBlank(c byte) bool { return c == ' ' || c == '\t' }
func isSpace(c byte) bool { return isBlank(c) || c == '\r' || c == '\n' }
