package prompt

import (
	"slices"
	"unicode"

	goprompt "github.com/c-bata/go-prompt"
)

// This file is the keys that edit a line, as readline has them. go-prompt's own
// set has no words but those between blanks, and nothing to paste back what
// was cut.

// lineKeys edits the line. It keeps what was cut last.
type lineKeys struct {
	cut string
	// The line as the last cut left it: a cut right after it adds to it.
	after string
	at    int
	clear func() // the screen
}

// options give go-prompt all keys of a line, in the place of its own.
func (k *lineKeys) options() []goprompt.Option {
	on := func(key goprompt.Key, f func(*goprompt.Buffer)) goprompt.KeyBind {
		return goprompt.KeyBind{Key: key, Fn: f}
	}
	alt := func(sequence string, f func(*goprompt.Buffer)) goprompt.ASCIICodeBind {
		return goprompt.ASCIICodeBind{ASCIICode: []byte(sequence), Fn: f}
	}
	return []goprompt.Option{
		goprompt.OptionSwitchKeyBindMode(goprompt.CommonKeyBind),
		goprompt.OptionAddKeyBind(
			on(goprompt.ControlA, func(b *goprompt.Buffer) { moveTo(b, lineStart([]rune(b.Text()), cursor(b))) }),
			on(goprompt.ControlE, func(b *goprompt.Buffer) { moveTo(b, lineEnd([]rune(b.Text()), cursor(b))) }),
			on(goprompt.ControlB, goprompt.GoLeftChar),
			on(goprompt.ControlF, goprompt.GoRightChar),
			on(goprompt.ControlLeft, wordLeft),
			on(goprompt.ControlRight, wordRight),
			on(goprompt.ControlD, func(b *goprompt.Buffer) { b.Delete(1) }),
			on(goprompt.ControlH, goprompt.DeleteBeforeChar),
			on(goprompt.ControlT, swap),
			on(goprompt.ControlK, func(b *goprompt.Buffer) { k.cutTo(b, len([]rune(b.Text()))) }),
			on(goprompt.ControlU, func(b *goprompt.Buffer) { k.cutTo(b, 0) }),
			on(goprompt.ControlW, func(b *goprompt.Buffer) { k.cutTo(b, wordStart(b, isDark)) }),
			on(goprompt.ControlDelete, k.cutWordRight),
			on(goprompt.ControlY, func(b *goprompt.Buffer) { b.InsertText(k.cut, false, true) }),
			on(goprompt.ControlL, func(*goprompt.Buffer) { k.clear() }),
		),
		goprompt.OptionAddASCIICodeBind(
			alt("\x1bb", wordLeft),
			alt("\x1b[1;3D", wordLeft),
			alt("\x1bf", wordRight),
			alt("\x1b[1;3C", wordRight),
			alt("\x1bd", k.cutWordRight),
			alt("\x1b\x7f", k.cutWordLeft),
			alt("\x1b\b", k.cutWordLeft),
		),
	}
}

// nameKeys tells go-prompt of what it lacks: a key that nobody can type, and
// Home and End in application mode. Its own Home and End would go to the ends
// of a form: they are Ctrl-A and Ctrl-E here.
func nameKeys() {
	goprompt.ASCIISequences = append(goprompt.ASCIISequences,
		&goprompt.ASCIICode{Key: goprompt.Ignore, ASCIICode: acceptKey},
		&goprompt.ASCIICode{Key: goprompt.Home, ASCIICode: []byte("\x1bOH")},
		&goprompt.ASCIICode{Key: goprompt.End, ASCIICode: []byte("\x1bOF")})
	for _, code := range goprompt.ASCIISequences {
		switch code.Key {
		case goprompt.Home:
			code.Key = goprompt.ControlA
		case goprompt.End:
			code.Key = goprompt.ControlE
		}
	}
}

// cursor is where the cursor of a line is, in characters.
func cursor(b *goprompt.Buffer) int { return len([]rune(b.Document().TextBeforeCursor())) }

// moveTo moves the cursor.
func moveTo(b *goprompt.Buffer, to int) {
	if from := cursor(b); to < from {
		b.CursorLeft(from - to)
	} else {
		b.CursorRight(to - from)
	}
}

// replace makes the line another.
func replace(b *goprompt.Buffer, text string, at int) {
	moveTo(b, 0)
	b.Delete(len([]rune(b.Text())))
	b.InsertText(text, false, true)
	moveTo(b, at)
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

func isDark(r rune) bool { return r != ' ' }

// wordStart is where the word before the cursor begins.
func wordStart(b *goprompt.Buffer, inWord func(rune) bool) int {
	text, i := []rune(b.Text()), cursor(b)
	for i > 0 && !inWord(text[i-1]) {
		i--
	}
	for i > 0 && inWord(text[i-1]) {
		i--
	}
	return i
}

// wordEnd is where the word after the cursor ends.
func wordEnd(b *goprompt.Buffer) int {
	text, i := []rune(b.Text()), cursor(b)
	for i < len(text) && !isWordRune(text[i]) {
		i++
	}
	for i < len(text) && isWordRune(text[i]) {
		i++
	}
	return i
}

func wordLeft(b *goprompt.Buffer)  { moveTo(b, wordStart(b, isWordRune)) }
func wordRight(b *goprompt.Buffer) { moveTo(b, wordEnd(b)) }

// swap exchanges the two characters before the cursor, at the end of a line,
// or those around it.
func swap(b *goprompt.Buffer) {
	text, i := []rune(b.Text()), cursor(b)
	if i == len(text) {
		i--
	}
	if i < 1 {
		return
	}
	text[i-1], text[i] = text[i], text[i-1]
	replace(b, string(text), i+1)
}

func (k *lineKeys) cutWordLeft(b *goprompt.Buffer)  { k.cutTo(b, wordStart(b, isWordRune)) }
func (k *lineKeys) cutWordRight(b *goprompt.Buffer) { k.cutTo(b, wordEnd(b)) }

// cutTo cuts what is between the cursor and another place.
func (k *lineKeys) cutTo(b *goprompt.Buffer, to int) {
	text, from := []rune(b.Text()), cursor(b)
	if from == to {
		return
	}
	again := k.after == string(text) && k.at == from && k.cut != ""
	piece := string(text[min(from, to):max(from, to)])
	switch {
	case !again:
		k.cut = piece
	case to < from:
		k.cut = piece + k.cut
	default:
		k.cut += piece
	}
	left := slices.Delete(text, min(from, to), max(from, to))
	replace(b, string(left), min(from, to))
	k.after, k.at = string(left), min(from, to)
}

// lineUp and lineDown move to the line above and below in a form of several,
// breakLine makes two lines of one.
func lineUp(b *goprompt.Buffer) {
	text, at := []rune(b.Text()), cursor(b)
	start := lineStart(text, at)
	if start > 0 {
		above := lineStart(text, start-1)
		moveTo(b, min(above+at-start, start-1))
	}
}

func lineDown(b *goprompt.Buffer) {
	text, at := []rune(b.Text()), cursor(b)
	if end := lineEnd(text, at); end < len(text) {
		moveTo(b, min(end+1+at-lineStart(text, at), lineEnd(text, end+1)))
	}
}

func breakLine(b *goprompt.Buffer) { b.InsertText("\r", false, true) }

// lineStart and lineEnd are where the line of a form that holds a place begins
// and ends.
func lineStart(text []rune, at int) int {
	for at > 0 && text[at-1] != '\r' {
		at--
	}
	return at
}

func lineEnd(text []rune, at int) int {
	for at < len(text) && text[at] != '\r' {
		at++
	}
	return at
}

// meansNothing reports whether a key is an escape sequence that nobody bound:
// go-prompt would put it into the line.
func meansNothing(key []byte, bound []goprompt.ASCIICodeBind) bool {
	if key[0] != escape || goprompt.GetKey(key) != goprompt.NotDefined {
		return false
	}
	return !slices.ContainsFunc(bound, func(b goprompt.ASCIICodeBind) bool { return string(b.ASCIICode) == string(key) })
}
