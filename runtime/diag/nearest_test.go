package diag

import "testing"

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		n    int
	}{{"", "", 0}, {"", "abc", 3}, {"kill", "kill", 0}, {"kil", "kill", 1}, {"klil", "kill", 1}, {"kxll", "kill", 1}, {"stopp", "stop", 1}, {"call", "kill", 2}, {"ab", "ba", 1}} {
		if n := Distance(c.a, c.b); n != c.n {
			t.Errorf("from %q to %q: %d, want %d", c.a, c.b, n, c.n)
		}
	}
}
