package elixir

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"os/exec"
	"time"

	"otpsh/runtime/kernel"
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

func (h *MachineHost) ReadFile(path string) ([]byte, error) { return os.ReadFile(path) }

func (h *MachineHost) WriteFile(path string, data []byte, appendTo bool) error {
	flags := os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	if appendTo {
		flags = os.O_WRONLY | os.O_CREATE | os.O_APPEND
	}
	f, err := os.OpenFile(path, flags, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

func (h *MachineHost) Stat(path string) (kernel.FileInfo, error) {
	info, err := os.Stat(path)
	if err != nil {
		return kernel.FileInfo{}, err
	}
	return kernel.FileInfo{Size: info.Size(), Dir: info.IsDir(), ModTime: info.ModTime()}, nil
}

func (h *MachineHost) List(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, err
}

func (h *MachineHost) MkdirAll(dir string) error         { return os.MkdirAll(dir, 0o777) }
func (h *MachineHost) Remove(path string) error          { return os.Remove(path) }
func (h *MachineHost) RemoveAll(path string) error       { return os.RemoveAll(path) }
func (h *MachineHost) Rename(from, to string) error      { return os.Rename(from, to) }
func (h *MachineHost) Getwd() (string, error)            { return os.Getwd() }
func (h *MachineHost) Getenv(name string) (string, bool) { return os.LookupEnv(name) }
func (h *MachineHost) Setenv(name, value string) error   { return os.Setenv(name, value) }
func (h *MachineHost) Unsetenv(name string) error        { return os.Unsetenv(name) }
func (h *MachineHost) Environ() []string                 { return os.Environ() }

func (h *MachineHost) Exec(name string, args []string, dir string, env []string) ([]byte, int, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, env
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, h.Err
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return out.Bytes(), exit.ExitCode(), nil
	}
	return out.Bytes(), 0, err
}

func (h *MachineHost) Halt(code int) {
	if h.OnHalt != nil {
		h.OnHalt(code)
		return
	}
	SaveCompiled()
	os.Exit(code)
}
