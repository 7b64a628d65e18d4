package prompt

import "unicode/utf8"

// This file splits what one read from the terminal gave into keys: go-prompt
// takes each read for one key, so that two keys in one read would be text.

const (
	keyInterrupt = 0x03
	keyEOF       = 0x04
	keyControlE  = 0x05
	keyControlX  = 0x18
	keyEnter     = '\r'
	keyNewline   = '\n'
	escape       = 0x1b
)

// nextKey is how many bytes at the start of b are one key: an escape
// sequence, a control character, or a run of text. b is not empty.
func nextKey(b []byte) int {
	switch {
	case b[0] == escape:
		return escapeLength(b)
	case b[0] < 0x20 || b[0] == 0x7f:
		return 1
	}
	n := 0
	for n < len(b) && b[n] >= 0x20 && b[n] != 0x7f {
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
