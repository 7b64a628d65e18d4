package prompt

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"sync/atomic"
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
	lent    *held // not nil: another program has the terminal
	reading bool  // a read waits for the terminal, for this line or the next
	stop    chan struct{}
	turn    sync.Mutex  // held while a line is awaited
	asking  atomic.Bool // by a program
}

type typedLine struct {
	text string
	err  error
}

func newLines(in io.Reader, out io.Writer) *lines {
	return &lines{plain: newPlain(in, out), typed: make(chan typedLine, 1), stop: make(chan struct{}, 1)}
}

func (l *lines) ReadLine(prompt string) (string, Event, error) {
	l.turn.Lock()
	defer l.turn.Unlock()
	l.await(prompt)
	defer l.await("")
	line, ended := l.next()
	switch {
	case ended:
		return "", Interrupt, nil
	case line.err == nil || line.text != "":
		return strings.TrimRight(line.text, "\r\n"), Enter, nil
	case line.err == io.EOF:
		line.err = nil
	}
	return "", EOF, line.err
}

// next is the next line of the terminal, or that Interrupt came.
func (l *lines) next() (line typedLine, ended bool) {
	if !l.reading {
		l.reading = true
		go func() {
			text, err := l.in.ReadString('\n')
			l.typed <- typedLine{text, err}
		}()
	}
	select {
	case <-l.stop:
		ended = true
	case line = <-l.typed:
		l.reading = false
	}
	if line.text == "" {
		l.mu.Lock()
		io.WriteString(l.out, "\n")
		l.mu.Unlock()
	}
	return line, ended
}

// Input: the program has shown its own prompt.
func (l *lines) Input() io.Reader {
	return &asked{line: func() (string, error) {
		l.turn.Lock()
		defer l.turn.Unlock()
		l.await("")
		l.asking.Store(true)
		defer l.asking.Store(false)
		line, ended := l.next()
		if ended {
			return "", io.EOF
		}
		return line.text, line.err
	}}
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

// Interrupt: the terminal has dropped what was typed of the line.
func (l *lines) Interrupt() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.prompt == "" && !l.asking.Load() {
		return false
	}
	select {
	case l.stop <- struct{}{}:
	default:
	}
	return l.prompt != ""
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lent != nil {
		l.lent.keep(b)
		return len(b), nil
	}
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
