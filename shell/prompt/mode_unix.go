//go:build unix

package prompt

import (
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	"github.com/pkg/term/termios"
	"golang.org/x/sys/unix"
)

// mode is how the terminal is set: as go-prompt sets it while a line is typed,
// as evaluation does while one is evaluated, or as it was before.
type mode struct {
	in, out *os.File
	before  *unix.Termios // nil: it cannot be set
	taken   atomic.Bool   // it is not as before
}

func newMode(in, out *os.File) *mode {
	m := &mode{in: in, out: out}
	m.before, _ = termios.Tcgetattr(in.Fd())
	return m
}

// evaluation keeps what is typed ahead for the line that comes, which shows it:
// there is no echo. Ctrl-C, Ctrl-Z and Ctrl-\ are signals. What is pasted
// comes marked.
func (m *mode) evaluation() {
	if m.before == nil {
		return
	}
	m.announce()
	t := *m.before
	t.Iflag &^= unix.ICRNL
	t.Lflag &^= unix.ECHO | unix.ECHONL | unix.ICANON | unix.IEXTEN
	t.Lflag |= unix.ISIG
	t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 1, 0
	termios.Tcsetattr(m.in.Fd(), termios.TCSANOW, &t)
}

// announce has the terminal mark what is pasted.
func (m *mode) announce() {
	if !m.taken.Swap(true) {
		m.out.WriteString("\x1b[?2004h")
	}
}

// restore sets the terminal as it was before. From any goroutine, any number
// of times.
func (m *mode) restore() {
	if m.before == nil {
		return
	}
	if m.taken.Swap(false) {
		m.out.WriteString("\x1b[?2004l")
	}
	termios.Tcsetattr(m.in.Fd(), termios.TCSANOW, m.before)
}

// watchSuspension gives the terminal back while the program is suspended.
func (t *terminal) watchSuspension() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTSTP)
	go func() {
		for range signals {
			t.writer.suspended(func() {
				t.mode.restore()
				syscall.Kill(os.Getpid(), syscall.SIGSTOP)
				t.parser.resume()
			})
		}
	}()
}

// suspendGroup does what Ctrl-Z does where it is no key: all programs of the
// job are suspended.
func suspendGroup() { syscall.Kill(0, syscall.SIGTSTP) }

// quitProcess does what Ctrl-\ does where it is no key.
func quitProcess() { syscall.Kill(0, syscall.SIGQUIT) }
