package prompt

import (
	"bufio"
	"io"
	"strings"
	"sync"
)

// plain reads lines from a pipe or a file, and shows prompts as IEx does.
type plain struct {
	in  *sharedInput
	mu  sync.Mutex
	out io.Writer
}

// sharedInput is what the lines come from, and what a program reads when it
// asks for input: who holds the lock takes what is next.
type sharedInput struct {
	sync.Mutex
	*bufio.Reader
}

func (s *sharedInput) Buffered() *bufio.Reader { return s.Reader }

func newPlain(in io.Reader, out io.Writer) *plain {
	return &plain{in: &sharedInput{Reader: bufio.NewReader(in)}, out: out}
}

func (p *plain) Input() io.Reader { return p.in }

func (p *plain) ReadLine(prompt string) (string, Event, error) {
	p.in.Lock()
	defer p.in.Unlock()
	io.WriteString(p, prompt)
	line, err := p.in.ReadString('\n')
	if err != nil && line == "" {
		io.WriteString(p, "\n")
		if err == io.EOF {
			err = nil
		}
		return "", EOF, err
	}
	return strings.TrimRight(line, "\r\n"), Enter, nil
}

func (p *plain) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.Write(b)
}

func (p *plain) Reprint(prompt string) { io.WriteString(p, prompt) }
func (p *plain) Remember(string)       {}
func (p *plain) Restore()              {}
func (p *plain) Interrupt() bool       { return false }

// asked gives what a program reads, never more than a line at a time: who reads
// ahead must not take what is for the shell.
type asked struct {
	line func() (string, error) // with its line break
	left string
}

func (a *asked) Read(b []byte) (int, error) {
	if a.left == "" {
		line, err := a.line()
		if line == "" {
			return 0, err
		}
		a.left = line
	}
	n := copy(b, a.left)
	a.left = a.left[n:]
	return n, nil
}
