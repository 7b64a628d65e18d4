package elixir

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestProgramsAsRecorded runs testdata/programs/*.exs: each prints what real
// Elixir 1.18.4 on OTP 25 printed, which stands beside it.
func TestProgramsAsRecorded(t *testing.T) {
	files, err := filepath.Glob("testdata/programs/*.exs")
	if err != nil || len(files) == 0 {
		t.Fatalf("no programs: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(file, ".exs")
		t.Run(filepath.Base(name), func(t *testing.T) {
			want, err := os.ReadFile(name + ".out")
			if err != nil {
				t.Fatal(err)
			}
			if got := runRecorded(t, file); got != string(want) {
				t.Errorf("it printed\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// runRecorded is what a program prints on standard output.
func runRecorded(t *testing.T, file string) string {
	var out bytes.Buffer
	host := NewMachineHost()
	host.In, host.Out, host.Err = strings.NewReader(""), &out, &bytes.Buffer{}
	w := NewWorld(Options{Host: host})
	done := make(chan struct{})
	go func() {
		w.RunFile(file)
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatal("no end within a minute")
	}
	w.Stop()
	return out.String()
}
