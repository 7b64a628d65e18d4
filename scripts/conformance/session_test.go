package conformance

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// freshPrompt is a prompt that waits for a line.
var freshPrompt = regexp.MustCompile(`(?:^|\n|> )(?:[a-z]+|\.\.\.)\(\d+\)> $`)

// judgeSession types the lines of a session into the shell, each at a prompt,
// and compares what is shown.
func judgeSession(binary, name string) string {
	home, err := os.MkdirTemp("", "otpsh-session")
	if err != nil {
		return err.Error()
	}
	defer os.RemoveAll(home)
	abs, _ := filepath.Abs(binary)
	cmd := exec.Command(abs, "--strict")
	cmd.Dir, cmd.Env = home, environment(home)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return err.Error()
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err.Error()
	}
	if err := cmd.Start(); err != nil {
		return err.Error()
	}
	defer cmd.Wait()
	defer cmd.Process.Kill()

	chunks := make(chan string)
	go func() {
		defer close(chunks)
		buf := make([]byte, 64<<10)
		for {
			n, err := stdout.Read(buf)
			if n > 0 {
				chunks <- string(buf[:n])
			}
			if err != nil {
				return
			}
		}
	}()
	deadline := time.After(caseDeadline)
	var out strings.Builder
	mark := 0
	// waitPrompt reads until a prompt stands at the end and nothing follows it
	// for a moment: output of other processes may come after a prompt.
	waitPrompt := func() error {
		for {
			quiet := (<-chan time.Time)(nil)
			if out.Len() > mark && freshPrompt.MatchString(tail(out.String())) {
				quiet = time.After(100 * time.Millisecond)
			}
			select {
			case s, ok := <-chunks:
				if !ok {
					return io.EOF
				}
				out.WriteString(s)
			case <-quiet:
				return nil
			case <-deadline:
				return fmt.Errorf("no prompt within %s", caseDeadline)
			}
		}
	}
	err = waitPrompt()
	for _, line := range strings.Split(strings.TrimSuffix(read(name+".iex"), "\n"), "\n") {
		if err != nil {
			break
		}
		mark = out.Len()
		if _, werr := io.WriteString(stdin, line+"\n"); werr != nil {
			break
		}
		err = waitPrompt()
	}
	stdin.Close()
	if err == nil {
		for s := range chunks {
			out.WriteString(s)
		}
	} else if err != io.EOF {
		return err.Error()
	}
	if want, got := read(name+".out"), normalise(out.String()); want != got {
		return firstDifference(want, got)
	}
	return ""
}

// tail is the end of s, enough to hold a prompt.
func tail(s string) string {
	if len(s) > 64 {
		return s[len(s)-64:]
	}
	return s
}

// masks hide what differs from run to run, as in the recorded sessions.
var masks = []struct {
	what *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`\A\s*(?:Erlang/OTP[^\n]*\n\s*)?Interactive Elixir[^\n]*\n`), ""},
	{regexp.MustCompile(`Interactive Elixir \(\d[^)]*\) - press`), "Interactive Elixir (…) - press"},
	{regexp.MustCompile(`#PID<\d+\.\d+\.\d+>`), "#PID<…>"},
	{regexp.MustCompile(`#Reference<[\d.]+>`), "#Reference<…>"},
	{regexp.MustCompile(`#Port<[\d.]+>`), "#Port<…>"},
	{regexp.MustCompile(`#Function<[^>]*>`), "#Function<…>"},
	{regexp.MustCompile(`\b\d\d:\d\d:\d\d\.\d{3} \[`), "HH:MM:SS.mmm ["},
	{regexp.MustCompile(`\{:module, ([^\n]*?),\s+<<70, 79, 82, 49,[^>]*>>,\s+`), "{:module, $1, <<…>>, "},
	{regexp.MustCompile(`(?m)^ +\((?:iex|elixir|stdlib|kernel|logger|erts|ex_unit) [^)]*\) [^\n]*\n`), ""},
}

func normalise(s string) string {
	for _, m := range masks {
		s = m.what.ReplaceAllString(s, m.with)
	}
	return strings.TrimRight(s, "\n") + "\n"
}
