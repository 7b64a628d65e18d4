package complete

import "strings"

// This file finds where in a text of Elixir its end is: which brackets and
// strings are open there, and which argument of which call is being typed.

// position is the end of a text.
type position struct {
	frames  []frame // the innermost last; the first is the text itself
	comment bool
}

// frame is a bracket or string that is open.
type frame struct {
	kind   byte   // ( [ { or " for whatever is quoted; 0: the text itself
	opener int    // where it is
	callee string // the name before it: "GenServer.call" of a (, "%User" of a {
	before int    // where the callee begins
	commas int    // how many arguments are ended
	starts []int  // where each argument begins
	ends   string // what ends a quoted text
	code   bool   // a { inside a string, ended by }
	bare   bool   // a call without brackets
}

func (p position) top() frame { return p.frames[len(p.frames)-1] }

// call is the innermost call with brackets, or nil; a list or the fields of a
// keyword may be open inside it.
func (p position) call() (f frame, inList bool, ok bool) {
	f = p.top()
	if f.kind == '[' && len(p.frames) > 1 {
		inList = true
		f = p.frames[len(p.frames)-2]
	}
	return f, inList, f.kind == '(' && f.callee != ""
}

// argument is the text of an argument; the last one goes to the text's end.
func (f frame) argument(text string, i int) string {
	if i >= len(f.starts) {
		return ""
	}
	end := len(text)
	if i+1 < len(f.starts) {
		end = f.starts[i+1] - 1
	}
	return strings.TrimSpace(text[f.starts[i]:end])
}

// scan reads a text to its end.
func scan(text string) position {
	p := position{frames: []frame{{starts: []int{0}}}}
	for i := 0; i < len(text); {
		if p.top().kind == '"' {
			i = p.quoted(text, i)
			continue
		}
		i = p.token(text, i)
	}
	return p
}

// quoted reads on in a string.
func (p *position) quoted(text string, i int) int {
	top := p.top()
	switch rest := text[i:]; {
	case rest[0] == '\\':
		return i + 2
	case strings.HasPrefix(rest, "#{"):
		p.push(frame{kind: '{', opener: i, starts: []int{i + 2}, code: true})
		return i + 2
	case strings.HasPrefix(rest, top.ends):
		p.pop()
		return i + len(top.ends)
	}
	return i + 1
}

// token reads one token of code.
func (p *position) token(text string, i int) int {
	c := text[i]
	switch {
	case c == '"' || c == '\'':
		ends := text[i : i+1]
		if triple := strings.Repeat(ends, 3); strings.HasPrefix(text[i:], triple) {
			ends = triple
		}
		p.push(frame{kind: '"', opener: i, ends: ends, starts: []int{i + len(ends)}})
		return i + len(ends)
	case c == '~' && i+2 < len(text) && isLetter(text[i+1]):
		return p.sigil(text, i)
	case c == '?' && (i == 0 || !isNameByte(text[i-1])):
		if strings.HasPrefix(text[i:], `?\`) {
			return i + 3
		}
		return i + 2
	case c == '#':
		end := strings.IndexByte(text[i:], '\n')
		if p.comment = end < 0; p.comment {
			return len(text)
		}
		return i + end
	case c == ' ' && isKnownCall(lastWord(text[:i])):
		start := nameBefore(text[:i])
		p.push(frame{kind: '(', opener: i, callee: text[start:i], before: start, starts: []int{i + 1}, bare: true})
	case c == '(' || c == '[' || c == '{':
		start := nameBefore(text[:i])
		p.push(frame{kind: c, opener: i, callee: text[start:i], before: start, starts: []int{i + 1}})
	case c == ')' || c == ']' || c == '}':
		p.popBare()
		p.pop()
	case c == ',':
		top := &p.frames[len(p.frames)-1]
		top.commas++
		top.starts = append(top.starts, i+1)
	case c == '\n' || c == ';':
		if !strings.HasSuffix(strings.TrimRight(text[:i], " "), ",") {
			p.popBare()
		}
		if len(p.frames) == 1 {
			p.frames[0] = frame{starts: []int{i + 1}}
		}
	}
	return i + 1
}

// sigil begins one: its text is ended by the bracket that fits.
func (p *position) sigil(text string, i int) int {
	j := i + 1
	for j < len(text) && isLetter(text[j]) {
		j++
	}
	if j == len(text) {
		return j
	}
	ends := text[j : j+1]
	if at := strings.IndexByte("([{<", text[j]); at >= 0 {
		ends = ")]}>"[at : at+1]
	} else if triple := strings.Repeat(ends, 3); strings.HasPrefix(text[j:], triple) {
		ends = triple
	}
	p.push(frame{kind: '"', opener: j, ends: ends, starts: []int{j + len(ends)}})
	return j + len(ends)
}

func (p *position) push(f frame) { p.frames = append(p.frames, f) }

func (p *position) pop() {
	if len(p.frames) > 1 {
		p.frames = p.frames[:len(p.frames)-1]
	}
}

// popBare ends calls without brackets.
func (p *position) popBare() {
	for p.top().bare {
		p.pop()
	}
}

// isKnownCall reports whether something is known of the arguments of a
// function: its messages or its options.
func isKnownCall(callee string) bool {
	_, sends := sendings[callee]
	_, takes := optionsOf[callee]
	return sends || takes
}

// nameBefore is where the name that a text ends in begins: a call's, with its
// module, or a struct's with its percent sign.
func nameBefore(text string) int {
	i := len(text) - len(lastWord(text))
	if strings.HasSuffix(text[:i], "%") {
		i--
	}
	return i
}

// lastWord is the name that a text ends in, dots, a colon and an at sign
// included.
func lastWord(text string) string {
	i := len(text)
	for i > 0 && isNameByte(text[i-1]) {
		i--
	}
	switch {
	case i > 0 && text[i-1] == ':' && (i == 1 || text[i-2] != ':'),
		i > 0 && text[i-1] == '@':
		i--
	}
	word := text[i:]
	if at := strings.LastIndex(word, ".."); at >= 0 { // a range
		word = word[at+2:]
	}
	return strings.TrimLeft(word, "!?")
}

func isNameByte(c byte) bool {
	return c == '.' || c == '_' || c == '?' || c == '!' || c >= 0x80 || isLetter(c) || c >= '0' && c <= '9'
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || isUpper(c) }

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
