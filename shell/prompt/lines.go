package prompt

import (
	"bytes"
	"io"
	"strings"
)

// This file reads lines from a terminal as the terminal gives them: nothing
// moves the cursor, nothing is drawn twice. It is for who hears the screen, and
// for terminals that can do no more.

// lines is a plain reader at a terminal. What others write while a line is
// awaited begins a line of its own, and the prompt comes again after it.
type lines struct {
	*plain
	prompt  string // that was shown last, while a line is awaited; else ""
	typed   chan typedLine
	reading bool // a read waits for the terminal, for this line or the next
	stop    chan struct{}
}

type typedLine struct {
	text string
	err  error
}

func newLines(in io.Reader, out io.Writer) *lines {
	return &lines{plain: newPlain(in, out), typed: make(chan typedLine, 1), stop: make(chan struct{}, 1)}
}

func (l *lines) ReadLine(prompt string) (string, Event, error) {
	l.await(prompt)
	defer l.await("")
	if !l.reading {
		l.reading = true
		go func() {
			text, err := l.in.ReadString('\n')
			l.typed <- typedLine{text, err}
		}()
	}
	select {
	case <-l.stop:
		l.mu.Lock()
		io.WriteString(l.out, "\n")
		l.mu.Unlock()
		return "", Interrupt, nil
	case line := <-l.typed:
		l.reading = false
		if line.err == nil || line.text != "" {
			return strings.TrimRight(line.text, "\r\n"), Enter, nil
		}
		if line.err == io.EOF {
			line.err = nil
		}
		l.mu.Lock()
		io.WriteString(l.out, "\n")
		l.mu.Unlock()
		return "", EOF, line.err
	}
}

// await shows a prompt: a line is awaited until it is "".
func (l *lines) await(prompt string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.prompt = prompt
	io.WriteString(l.out, prompt)
	select {
	case <-l.stop: // that came too late for the line before
	default:
	}
}

// Interrupt ends the line that is awaited; the terminal has dropped what was
// typed of it.
func (l *lines) Interrupt() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.prompt == "" {
		return false
	}
	select {
	case l.stop <- struct{}{}:
	default:
	}
	return true
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.prompt == "" || len(b) == 0 {
		return l.out.Write(b)
	}
	text := append([]byte("\n"), b...)
	if !bytes.HasSuffix(text, []byte("\n")) {
		text = append(text, '\n')
	}
	if _, err := l.out.Write(append(text, l.prompt...)); err != nil {
		return 0, err
	}
	return len(b), nil
}

// Reprint changes the prompt: it came again after what was written.
func (l *lines) Reprint(prompt string) {
	l.mu.Lock()
	l.prompt = prompt
	l.mu.Unlock()
}

// Lend: the terminal is as it was.
func (l *lines) Lend(f func() error) error { return f() }
