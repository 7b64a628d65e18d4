package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// hostileCase is one input of testdata/hostile.txt.
type hostileCase struct {
	name    string
	options []string
	typed   []string // lines; one that begins with ^C is an interrupt
	want    []string
}

func hostileCases(t *testing.T) []hostileCase {
	t.Helper()
	text, err := os.ReadFile("testdata/hostile.txt")
	if err != nil {
		t.Fatal(err)
	}
	var cases []hostileCase
	for _, line := range strings.Split(string(text), "\n") {
		if title, ok := strings.CutPrefix(line, "## "); ok {
			name, limits, _ := strings.Cut(title, " | ")
			c := hostileCase{name: name}
			for _, limit := range strings.Fields(limits) {
				c.options = append(c.options, "--limit", limit)
			}
			cases = append(cases, c)
			continue
		}
		if len(cases) == 0 || line == "" {
			continue
		}
		c := &cases[len(cases)-1]
		if want, ok := strings.CutPrefix(line, "=> "); ok {
			c.want = append(c.want, want)
		} else {
			c.typed = append(c.typed, line)
		}
	}
	return cases
}

// typist is the program at a pipe: what it prints is kept, and can be waited
// for.
type typist struct {
	t   *testing.T
	cmd *exec.Cmd
	in  io.WriteCloser

	mu     sync.Mutex
	news   *sync.Cond
	out    bytes.Buffer
	kept   int // bytes that were dropped from the front
	closed bool
}

// keepOutput bounds what is kept of a case that prints without end.
const keepOutput = 8 << 20

func startTypist(t *testing.T, args ...string) *typist {
	t.Helper()
	p := &typist{t: t, cmd: exec.Command(program(t), args...)}
	p.news = sync.NewCond(&p.mu)
	p.cmd.Env = append(os.Environ(), "NO_COLOR=1", "TERM=dumb", "HOME="+t.TempDir())
	in, err := p.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.in = in
	p.cmd.Stdout, p.cmd.Stderr = p, p
	p.cmd.WaitDelay = time.Second
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.cmd.Process.Kill()
		p.cmd.Wait()
	})
	return p
}

func (p *typist) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out.Write(b)
	if n := p.out.Len() - keepOutput; n > 0 {
		p.out.Next(n)
		p.kept += n
	}
	p.news.Broadcast()
	return len(b), nil
}

func (p *typist) line(text string) { io.WriteString(p.in, text+"\n") }

// waitFor waits until the text has been printed behind a place, and gives the
// place behind it; false when it was not in time.
func (p *typist) waitFor(text string, from int, within time.Duration) (int, bool) {
	deadline := time.Now().Add(within)
	alarm := time.AfterFunc(within, p.news.Broadcast)
	defer alarm.Stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		start := max(0, from-p.kept)
		if i := bytes.Index(p.out.Bytes()[min(start, p.out.Len()):], []byte(text)); i >= 0 {
			return p.kept + start + i + len(text), true
		}
		if time.Now().After(deadline) {
			return 0, false
		}
		p.news.Wait()
	}
}

func (p *typist) tail() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.out.Bytes()
	return string(b[max(0, len(b)-3000):])
}

// patienceForCase is how long a case may take; a person's patience is what the
// answer afterwards has.
const (
	patienceForCase = 30 * time.Second
	answerWithin    = 100 * time.Millisecond
	answerTries     = 20
)

// After each hostile input the shell answers, at once and with its bindings,
// and what was ended is told.
func TestNothingThatIsTypedTakesTheShellDown(t *testing.T) {
	if testing.Short() {
		t.Skip("a hundred programs that take what they can")
	}
	for _, c := range hostileCases(t) {
		t.Run(c.name, func(t *testing.T) {
			p := startTypist(t, c.options...)
			p.line("kept = 41")
			for _, line := range c.typed {
				if after, ok := strings.CutPrefix(line, "^C "); ok {
					if _, seen := p.waitFor(after, 0, patienceForCase); !seen {
						t.Fatalf("%q was never printed:\n%s", after, p.tail())
					}
					p.cmd.Process.Signal(os.Interrupt)
					continue
				}
				p.line(line)
			}
			p.line("{:answer, kept + 1}")
			at, ok := p.waitFor("{:answer, 42}", 0, patienceForCase)
			if !ok {
				t.Fatalf("the shell does not answer any more:\n%s", p.tail())
			}
			for _, want := range c.want {
				if _, ok := p.waitFor(want, 0, patienceForCase); !ok {
					t.Errorf("%q was not printed:\n%s", want, p.tail())
				}
			}
			best := time.Hour
			for try := range answerTries {
				begun := time.Now()
				p.line(fmt.Sprintf("{:again, kept + %d}", try))
				if at, ok = p.waitFor(fmt.Sprintf("{:again, %d}", 41+try), at, patienceForCase); !ok {
					t.Fatalf("the shell stopped to answer:\n%s", p.tail())
				}
				if best = min(best, time.Since(begun)); best <= answerWithin {
					return
				}
			}
			t.Errorf("the shell answers in %s at best", best)
		})
	}
}
