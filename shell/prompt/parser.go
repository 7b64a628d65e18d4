package prompt

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	goprompt "github.com/c-bata/go-prompt"
)

// Keys that nobody can type. acceptKey takes the suggestion that is selected;
// the others insert what was pasted, move by a line of the form, and open the
// suggestions.
var (
	acceptKey   = []byte("\x1b[9999~")
	pasteKey    = []byte("\x1b[9997~")
	lineUpKey   = []byte("\x1b[9996~")
	lineDownKey = []byte("\x1b[9995~")
	offerKey    = []byte("\x1b[9994~")
)

// partly is how long the rest of a key may take to come.
const partly = 50 * time.Millisecond

// keyCodes are the keys of ours that go-prompt must know.
func (p *parser) keyCodes() []goprompt.ASCIICodeBind {
	return []goprompt.ASCIICodeBind{
		{ASCIICode: pasteKey, Fn: p.insert},
		{ASCIICode: lineUpKey, Fn: lineUp},
		{ASCIICode: lineDownKey, Fn: lineDown},
		{ASCIICode: []byte("\x1b\r"), Fn: breakLine},
		{ASCIICode: []byte("\x1b\n"), Fn: breakLine},
	}
}

var errNothing = errors.New("no key")

// pasted is how a line ended that something of several lines was pasted into.
const pasted Event = -1

// parser gives go-prompt one key at a time, and after the key that ends a
// line nothing until the next line begins: so what is typed ahead waits.
type parser struct {
	goprompt.ConsoleParser
	terminal *terminal

	typing atomic.Bool // a line is typed
	mu     sync.Mutex
	queue  []byte
	came   time.Time // when the last of it came
	gone   bool      // nothing will come any more: the terminal is gone
	given  int       // keys, each of which go-prompt draws a frame for
	before int       // frames that were drawn before this line
	chord  bool      // Ctrl-X was given
	ended  bool      // the line's last key was given
	event  Event     // how the line ended
	paste  string    // what was pasted, with the line when that has ended
}

func (p *parser) Setup() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	frames, _ := p.terminal.writer.progress()
	p.before, p.given = frames, 1 // a frame without a key
	p.ended, p.event = false, Enter
	p.typing.Store(true)
	return p.ConsoleParser.Setup()
}

// resume sets the terminal again, as it was before the program was suspended.
func (p *parser) resume() {
	p.terminal.mode.evaluation()
	if p.typing.Load() {
		p.ConsoleParser.Setup()
	}
}

// TearDown leaves the terminal to an evaluation: go-prompt's own gives back
// the settings that it has changed.
func (p *parser) TearDown() error {
	p.typing.Store(false)
	err := p.ConsoleParser.TearDown()
	p.terminal.mode.evaluation()
	return err
}

// GetWinSize reports many rows and some columns: in a window that it holds to
// be too small go-prompt would wipe the screen.
func (p *parser) GetWinSize() *goprompt.WinSize {
	size := p.ConsoleParser.GetWinSize()
	return &goprompt.WinSize{Row: 1<<16 - 1, Col: max(size.Col, 20)}
}

// Read is called by go-prompt every few milliseconds.
func (p *parser) Read() ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended || !p.fill() {
		if !p.ended && p.gone {
			return p.end(EOF), nil
		}
		return nil, errNothing
	}
	n := nextKey(p.queue)
	key := append([]byte(nil), p.queue[:n]...)
	if !p.settled() && waits(key) {
		return nil, errNothing
	}
	p.queue = p.queue[n:]
	if !p.terminal.asking.Load() {
		given, again := p.terminal.search.take(key)
		if again {
			p.queue = append(key, p.queue...)
		}
		key = given
	}
	if key = p.meaning(key); key == nil {
		return nil, errNothing
	}
	p.given++
	return key, nil
}

// fill reads what was typed; true when a whole key is there.
func (p *parser) fill() bool {
	for {
		b, err := p.ConsoleParser.Read()
		if err != nil || len(b) == 0 {
			p.gone = err == nil || errors.Is(err, syscall.EIO)
			break
		}
		p.queue = append(p.queue, b...)
		p.came = time.Now()
	}
	if len(p.queue) == 0 {
		return false
	}
	patient := time.Since(p.came) < partly || strings.HasPrefix(string(p.queue[:min(len(p.queue), len(pasteBegin))]), pasteBegin)
	return !(patient && unfinished(p.queue))
}

// settled reports whether go-prompt has drawn what it was given.
func (p *parser) settled() bool {
	frames, _ := p.terminal.writer.progress()
	return frames-p.before >= p.given
}

// waits reports whether the meaning of a key depends on the line that is shown,
// so that the keys before it must have been drawn.
func waits(key []byte) bool {
	switch key[0] {
	case keyEnter, keyNewline, keyEOF, keyTab, ' ':
		return true
	case escape:
		_, vertical := verticalKeys[string(key)]
		return vertical || string(key) == keyBackTab || strings.HasPrefix(string(key), pasteBegin)
	}
	return false
}

// verticalKeys move by a line inside a form of several.
var verticalKeys = map[string][]byte{
	"\x1b[A": lineUpKey, "\x1bOA": lineUpKey,
	"\x1b[B": lineDownKey, "\x1bOB": lineDownKey,
}

// meaning is the key that go-prompt gets for one that was read; nil: none.
func (p *parser) meaning(key []byte) []byte {
	t := p.terminal
	chord := p.chord
	p.chord = key[0] == keyControlX
	switch key[0] {
	case keyControlE:
		if chord && !t.asking.Load() {
			return p.end(Edit)
		}
	case keyEnter, keyNewline:
		if _, choosing := t.writer.progress(); choosing {
			return acceptKey
		}
		return p.end(Enter)
	case keyTab:
		switch {
		case !t.offers.open.Load():
			return offerKey
		case !t.choice.Load():
			return nil
		}
	case ' ': // the suggestion that it ends has one already
		if t.writer.spaced() {
			p.queue = append(key[1:], p.queue...)
			return acceptKey
		}
	case keyInterrupt:
		return p.end(Interrupt)
	case keyEOF:
		if t.document().text == "" {
			p.end(EOF)
		}
	case keySuspend:
		suspendGroup()
		return nil
	case keyQuit:
		quitProcess()
		return nil
	case escape:
		return p.sequence(string(key))
	}
	return key
}

// end ends the line.
func (p *parser) end(how Event) []byte {
	p.ended, p.event = true, how
	return []byte{keyEnter}
}

// interrupt ends the line that is typed as Ctrl-C does; false when none is.
func (p *parser) interrupt() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.typing.Load() || p.ended {
		return false
	}
	p.queue = []byte{keyInterrupt}
	return true
}

// sequence is the meaning of an escape sequence.
func (p *parser) sequence(key string) []byte {
	t := p.terminal
	_, choosing := t.writer.progress()
	if move := verticalKeys[key]; move != nil && !choosing && t.document().hasLine(key[len(key)-1] == 'A') {
		return move
	}
	text, ok := strings.CutPrefix(key, pasteBegin)
	switch {
	case key == keyBackTab && !t.choice.Load():
		return nil
	case !ok && meansNothing([]byte(key), t.prompt.ASCIICodeBindings):
		return nil
	case !ok:
		return []byte(key)
	case choosing:
		p.queue = append([]byte(key), p.queue...)
		return acceptKey
	}
	text = strings.TrimSuffix(text, pasteEnd)
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	if text == "" {
		return nil
	}
	if !strings.Contains(text, "\n") {
		p.paste = text
		return pasteKey
	}
	before, after := t.document().split()
	p.paste = before + text + after
	t.writer.hold()
	return p.end(pasted)
}

// insert is what pasteKey does.
func (p *parser) insert(b *goprompt.Buffer) {
	p.mu.Lock()
	text := p.paste
	p.mu.Unlock()
	b.InsertText(encode(text), false, true)
}

// how tells why Input returned: it gives "" for Ctrl-D and for an empty line.
func (p *parser) how() Event {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.event
}
