package elixir

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"os/exec"
	"time"
)

// MachineHost is the real machine: the Host of live worlds, and below the
// journal of simulated ones. Its streams can be replaced (a shell writes
// through its prompt).
type MachineHost struct {
	In       io.Reader
	Out, Err io.Writer
	// OnHalt ends the program; the command flushes and restores the terminal
	// there. Nil: os.Exit.
	OnHalt func(code int)
	start  time.Time
}

// NewMachineHost is the machine with the program's own streams.
func NewMachineHost() *MachineHost {
	return &MachineHost{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, start: time.Now()}
}

func (h *MachineHost) Monotonic() time.Duration { return time.Since(h.start) }
func (h *MachineHost) Wall() time.Time          { return time.Now() }
func (h *MachineHost) Entropy(b []byte)         { rand.Read(b) }
func (h *MachineHost) Stdin() io.Reader         { return h.In }
func (h *MachineHost) Stdout() io.Writer        { return h.Out }
func (h *MachineHost) Stderr() io.Writer        { return h.Err }

func (h *MachineHost) Getenv(name string) (string, bool) { return os.LookupEnv(name) }
func (h *MachineHost) Setenv(name, value string) error   { return os.Setenv(name, value) }
func (h *MachineHost) Unsetenv(name string) error        { return os.Unsetenv(name) }
func (h *MachineHost) Environ() []string                 { return os.Environ() }

func (h *MachineHost) Exec(ctx context.Context, name string, args []string, dir string, env []string, merge bool) ([]byte, int, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, env
	cmd.WaitDelay = time.Second // for what the program has started and left behind
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, h.Err
	if merge {
		cmd.Stderr = &out
	}
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return out.Bytes(), exit.ExitCode(), nil
	}
	return out.Bytes(), 0, err
}

func (h *MachineHost) Halt(code int) error {
	if h.OnHalt != nil {
		h.OnHalt(code)
		return nil
	}
	SaveCompiled()
	os.Exit(code)
	return nil
}
