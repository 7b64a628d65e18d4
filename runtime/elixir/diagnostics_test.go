package elixir

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// essential are the lines of a program's standard error that say what is
// wrong and where: frames of stack traces are another matter.
var essential = regexp.MustCompile(`^\*\* \(|^\s*(error|warning): |^\s*└─ |^\s*\d* *│`)

func essentialLines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		if !essential.MatchString(line) {
			continue
		}
		if !strings.Contains(line, "│") {
			line = strings.TrimSpace(line)
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// TestDiagnostics runs the programs of testdata/diagnostics: each has the
// errors and warnings that Elixir 1.18.4 gave for it, and the exit code. A
// case is "=== name", the program, "--- exit N", and the lines.
func TestDiagnostics(t *testing.T) {
	files, err := filepath.Glob("testdata/diagnostics/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split("\n"+string(text), "\n=== ")[1:] {
			name, rest, _ := strings.Cut(part, "\n")
			program, want, ok := strings.Cut(rest, "\n--- ")
			if !ok {
				t.Fatalf("%s: %s has no expectation", file, name)
			}
			t.Run(name, func(t *testing.T) {
				want = strings.TrimRight(want, "\n") + "\n"
				if got := runProgram(t, name+".exs", program+"\n"); got != want {
					t.Errorf("got\n%s\nwant\n%s", got, want)
				}
			})
		}
	}
}

// runProgram runs a program in a directory of its own and gives its exit code
// and the essential lines of its standard error.
func runProgram(t *testing.T, name, program string) string {
	t.Chdir(t.TempDir())
	if err := os.WriteFile(name, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	host := NewMachineHost()
	host.In, host.Out, host.Err = strings.NewReader(""), io.Discard, &errs
	world := NewWorld(Options{Host: host})
	code := make(chan int, 1)
	go func() { code <- world.RunFile(name) }()
	select {
	case n := <-code:
		world.Stop()
		return fmt.Sprintf("exit %d\n%s", n, essentialLines(errs.String()))
	case <-time.After(time.Minute):
		t.Fatal("no end within a minute")
		return ""
	}
}
