package prompt

import (
	"bufio"
	"io"
	"strings"
	"sync"
)

// plain reads lines from a pipe or a file, and shows prompts as IEx does.
type plain struct {
	in  *bufio.Reader
	mu  sync.Mutex
	out io.Writer
}

func newPlain(in io.Reader, out io.Writer) *plain { return &plain{in: bufio.NewReader(in), out: out} }

func (p *plain) ReadLine(prompt string) (string, Event, error) {
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

func (p *plain) Input() io.Reader {
	return &asked{line: func() (string, error) { return p.in.ReadString('\n') }}
}

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
