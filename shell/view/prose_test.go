package view

import "testing"

func TestProse(t *testing.T) {
	for _, c := range []struct{ name, markdown, want string }{
		{"wrapped", "A *process* has a `mailbox`,\nand nobody else reads it.", "A process has a\nmailbox, and nobody\nelse reads it.\n"},
		{"list", "Two:\n\n- the first is long enough\n- `two`.\n\nEnd.", "Two:\n\n- the first is long\n  enough\n- two.\n\nEnd.\n"},
		{"code", "See:\n\n```text\na  b\n```\n", "See:\n\n    a  b\n"},
		{"glued", "(`x`), **y**z", "(x), yz\n"},
	} {
		if got := NewStyle(false, true, 24).Prose(c.markdown); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
