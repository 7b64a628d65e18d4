package prompt

import (
	"bytes"
	"unicode/utf8"
)

// This file splits what one read from the terminal gave into keys: go-prompt
// takes each read for one key, so that two keys in one read would be text.

const (
	keyInterrupt = 0x03
	keyEOF       = 0x04
	keyControlE  = 0x05
	keyTab       = '\t'
	keyControlX  = 0x18
	keyBackTab   = "\x1b[Z"
	keyEnter     = '\r'
	keyNewline   = '\n'
	keySuspend   = 0x1a // Ctrl-Z
	keyQuit      = 0x1c // Ctrl-\
	escape       = 0x1b
)

// A terminal that was asked to puts these around what is pasted.
const (
	pasteBegin = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
)

// unfinished reports whether b, which begins with a key, may lack the end of
// it: an escape sequence, a character, or a paste of which only the first part
// has been read.
func unfinished(b []byte) bool {
	switch {
	case bytes.HasPrefix(b, []byte(pasteBegin)):
		return !bytes.Contains(b, []byte(pasteEnd))
	case b[0] != escape:
		return !utf8.FullRune(b)
	case len(b) == 1:
		return true
	case b[1] == '[':
		n := escapeLength(b)
		return n < 3 || b[n-1] < 0x40 || b[n-1] > 0x7e
	case b[1] == 'O':
		return len(b) < 3
	}
	return !utf8.FullRune(b[1:])
}

// nextKey is how many bytes at the start of b are one key: an escape
// sequence, a control character, a whole paste, or a run of text. b is not
// empty.
func nextKey(b []byte) int {
	switch {
	case bytes.HasPrefix(b, []byte(pasteBegin)):
		if end := bytes.Index(b, []byte(pasteEnd)); end >= 0 {
			return end + len(pasteEnd)
		}
		return len(b)
	case b[0] == escape:
		return escapeLength(b)
	case b[0] < 0x20 || b[0] == 0x7f:
		return 1
	}
	n := 0
	for n < len(b) && b[n] >= 0x20 && b[n] != 0x7f && (n == 0 || utf8.FullRune(b[n:])) {
		_, size := utf8.DecodeRune(b[n:])
		n += size
	}
	return n
}

// escapeLength is the length of the escape sequence that b begins with: CSI,
// SS3, Alt with a key, or the escape key alone.
func escapeLength(b []byte) int {
	if len(b) == 1 {
		return 1
	}
	switch b[1] {
	case '[':
		for i := 2; i < len(b); i++ {
			if b[i] >= 0x40 && b[i] <= 0x7e {
				return i + 1
			}
		}
		return len(b)
	case 'O':
		return min(3, len(b))
	}
	_, size := utf8.DecodeRune(b[1:])
	return 1 + size
}
