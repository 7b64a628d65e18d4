package kernel

import (
	"context"
	"io"
	"time"
)

// Host is a World's only way out: clocks, entropy, files, environment,
// standard streams, exec. Nothing else under runtime/ touches the machine.
// A world that is to be repeated has its host in a JournalHost; --sandbox wraps
// it in one that refuses.
type Host interface {
	// Monotonic never goes back; its zero is arbitrary. Wall is the time of day.
	Monotonic() time.Duration
	Wall() time.Time
	// Entropy fills b with random bytes.
	Entropy(b []byte)

	Stdin() io.Reader
	Stdout() io.Writer
	Stderr() io.Writer

	Files

	Getenv(name string) (string, bool)
	Setenv(name, value string) error
	Unsetenv(name string) error
	Environ() []string

	// Exec runs a program to its end; merge puts its standard error into out
	// too. Called from a goroutine, never from a scheduler.
	// When ctx ends so does the program.
	Exec(ctx context.Context, name string, args []string, dir string, env []string, merge bool) (out []byte, code int, err error)
	// Halt ends the program with an exit code, after output is flushed; an
	// error says that it may not.
	Halt(code int) error
}
