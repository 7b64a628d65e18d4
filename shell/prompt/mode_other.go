//go:build !unix

package prompt

import (
	"os"

	"golang.org/x/term"
)

// mode is how the terminal is set.
type mode struct {
	in     *os.File
	before *term.State
}

func newMode(in, _ *os.File) *mode {
	m := &mode{in: in}
	m.before, _ = term.GetState(int(in.Fd()))
	return m
}

func (m *mode) evaluation() { m.restore() }
func (m *mode) announce()   {}

func (m *mode) restore() {
	if m.before != nil {
		term.Restore(int(m.in.Fd()), m.before)
	}
}

func (t *terminal) watchSuspension() {}
func suspendGroup()                  {}
func quitProcess()                   {}
