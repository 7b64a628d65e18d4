package prompt

import (
	"errors"
	"os"
	"strings"
	"sync"
	"sync/atomic"

	goprompt "github.com/c-bata/go-prompt"
	"golang.org/x/term"
)

// wakeKey is a key that nobody can type: it makes go-prompt draw again.
var wakeKey = []byte("\x1b[9999~")

func init() {
	goprompt.ASCIISequences = append(goprompt.ASCIISequences, &goprompt.ASCIICode{Key: goprompt.Ignore, ASCIICode: wakeKey})
	goprompt.ASCIISequences = append(goprompt.ASCIISequences, homeAndEnd...)
}

// wordSeparators are what ends the word that go-prompt replaces.
const wordSeparators = " \t()[]{},|&=<>+-*/\"'%#;"

// terminalOpens reports whether go-prompt will find its terminal: it panics
// when it does not.
func terminalOpens() bool {
	f, err := os.Open("/dev/tty")
	if err != nil {
		return os.IsNotExist(err)
	}
	f.Close()
	return true
}

// terminal edits lines with go-prompt. One Prompt serves all lines: each New
// would open the terminal again.
type terminal struct {
	fd      int
	saved   *term.State // before go-prompt touched it
	prompt  *goprompt.Prompt
	parser  *parser
	writer  *writer
	history *history
	prefix  atomic.Pointer[string] // the prompt
	popup   int                    // how many lines of suggestions are shown
	search  *search
}

func newTerminal(cfg Config) *terminal {
	t := &terminal{fd: int(cfg.In.Fd()), history: loadHistory(cfg.HistoryFile)}
	t.search = &search{lines: t.history.lines}
	t.prefix.Store(new(string))
	t.saved, _ = term.GetState(t.fd)
	t.writer = &writer{ConsoleWriter: newPainter(cfg), out: cfg.Out}
	t.parser = &parser{ConsoleParser: goprompt.NewStandardInputParser(), terminal: t}
	t.writer.drawing = t.parser.release
	complete := func(d goprompt.Document) []goprompt.Suggest {
		t.fitPopup(false)
		before := d.TextBeforeCursor()
		if before == "" || cfg.Complete == nil || t.search.prefix.Load() != nil {
			return nil
		}
		var out []goprompt.Suggest
		for _, s := range cfg.Complete(before) {
			out = append(out, goprompt.Suggest{Text: s.overWord(d.GetWordBeforeCursorUntilSeparator(wordSeparators)), Description: s.Description})
		}
		return out
	}
	keys := &lineKeys{clear: t.writer.clear}
	options := append(append(keys.options(), drawingOptions()...),
		goprompt.OptionAddASCIICodeBind(goprompt.ASCIICodeBind{ASCIICode: searchKey, Fn: t.search.draw}),
		goprompt.OptionParser(t.parser), goprompt.OptionWriter(t.writer),
		goprompt.OptionLivePrefix(func() (string, bool) { return t.livePrefix(), true }),
		goprompt.OptionCompletionWordSeparator(wordSeparators),
		goprompt.OptionHistory(t.history.lines()))
	t.prompt = goprompt.New(func(string) {}, complete, options...)
	return t
}

// livePrefix is what stands before the line.
func (t *terminal) livePrefix() string {
	if searching := t.search.prefix.Load(); searching != nil {
		return *searching
	}
	return *t.prefix.Load()
}

// mostSuggestions is how many lines the popup has in a window that is high
// enough.
const mostSuggestions = 6

// fitPopup keeps the popup lower than the window, so that the line that is
// typed stays in sight. While a line is typed it only becomes lower: go-prompt
// may have scrolled in it.
func (t *terminal) fitPopup(fresh bool) {
	most := mostSuggestions
	if _, rows, err := term.GetSize(t.fd); err == nil && rows > 0 {
		most = max(1, min(most, rows-2))
	}
	if fresh || most < t.popup {
		t.popup = most
		goprompt.OptionMaxSuggestion(uint16(most))(t.prompt)
	}
}

func (t *terminal) ReadLine(prompt string) (string, Event, error) {
	t.prefix.Store(&prompt)
	t.fitPopup(true)
	t.writer.begin()
	line := t.prompt.Input()
	t.writer.end()
	ev := t.parser.how()
	if ev == EOF {
		// go-prompt has broken the line already.
		return "", EOF, nil
	}
	return strings.ReplaceAll(line, lineMark, "\n"), ev, nil
}

func (t *terminal) Write(b []byte) (int, error) { return t.writer.above(b) }

// Interrupt: here Ctrl-C is a key.
func (t *terminal) Interrupt() bool { return false }

// Reprint changes what is drawn before the line.
func (t *terminal) Reprint(prompt string) { t.prefix.Store(&prompt) }

func (t *terminal) Remember(form string) {
	t.history.add(form)
	goprompt.OptionHistory(t.history.lines())(t.prompt)
}

// Restore writes back the state from before: go-prompt's own restoring writes
// back the state that it had changed.
func (t *terminal) Restore() {
	if t.saved != nil {
		term.Restore(t.fd, t.saved)
	}
}

// parser gives go-prompt one key at a time, and after the key that ends a
// line nothing until the next line begins: so what is typed ahead waits.
type parser struct {
	goprompt.ConsoleParser
	terminal *terminal

	mu     sync.Mutex
	queue  []byte
	ended  bool  // the line's last key was given
	cancel bool  // Ctrl-C was given: Enter comes next
	held   bool  // Ctrl-D was given: whether it ends the line, go-prompt says
	chord  bool  // Ctrl-X was given
	event  Event // how the line ended
}

var errNothing = errors.New("no key")

func (p *parser) Setup() error {
	p.mu.Lock()
	p.ended, p.held, p.event = false, false, Enter
	p.mu.Unlock()
	return p.ConsoleParser.Setup()
}

func (p *parser) TearDown() error {
	err := p.ConsoleParser.TearDown()
	p.terminal.Restore()
	return err
}

// GetWinSize reports many rows: in a window of few go-prompt would wipe the
// screen.
func (p *parser) GetWinSize() *goprompt.WinSize {
	size := p.ConsoleParser.GetWinSize()
	size.Row = max(size.Row, 500)
	return size
}

// Read is called by go-prompt every few milliseconds.
func (p *parser) Read() ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended || p.held {
		return nil, errNothing
	}
	if p.cancel {
		p.cancel, p.ended, p.event = false, true, Interrupt
		return []byte{keyEnter}, nil
	}
	if len(p.queue) == 0 {
		b, err := p.ConsoleParser.Read()
		if err == nil && !(len(b) == 1 && b[0] == 0) {
			p.queue = append(p.queue, b...)
		}
	}
	if len(p.queue) == 0 {
		if p.terminal.writer.waiting() {
			return wakeKey, nil
		}
		return nil, errNothing
	}
	n := nextKey(p.queue)
	read := append([]byte(nil), p.queue[:n]...)
	p.queue = p.queue[n:]
	key, again := p.terminal.search.take(read)
	if again {
		p.queue = append(read, p.queue...)
	}
	chord := p.chord
	p.chord = key[0] == keyControlX
	switch {
	case chord && key[0] == keyControlE:
		p.ended, p.event = true, Edit
		return []byte{keyEnter}, nil
	case meansNothing(key, p.terminal.prompt.ASCIICodeBindings):
		return nil, errNothing
	case key[0] == keyInterrupt:
		p.cancel = true
	case key[0] == keyEnter || key[0] == keyNewline:
		p.ended = true
	case key[0] == keyEOF:
		p.held = true
	}
	return key, nil
}

// how tells why Input returned: it gives "" for Ctrl-D and for an empty line.
func (p *parser) how() Event {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held {
		return EOF
	}
	return p.event
}

// release goes on after Ctrl-D: go-prompt draws the line again, so that was
// not its end.
func (p *parser) release() {
	p.mu.Lock()
	p.held = false
	p.mu.Unlock()
}

// writer draws for go-prompt and lets other output in when the cursor stands
// at the prompt's origin.
type writer struct {
	goprompt.ConsoleWriter
	out     *os.File
	drawing func()

	mu      sync.Mutex
	reading bool
	pending []byte
	dropped int // bytes that waited too long
}

func (w *writer) begin() {
	w.mu.Lock()
	w.reading = true
	w.mu.Unlock()
}

// end lets output through directly; what waited goes first.
func (w *writer) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.reading = false
	w.showHeld(w.out)
}

func (w *writer) waiting() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.pending) > 0
}

// above writes output of others: at once, or above the line being typed.
func (w *writer) above(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.reading {
		return w.out.Write(b)
	}
	w.pending = append(w.pending, b...)
	w.cutHeld()
	return len(b), nil
}

// HideCursor is what go-prompt calls when it is about to draw the line, the
// cursor at its origin.
func (w *writer) HideCursor() {
	w.drawing()
	w.mu.Lock()
	pending := w.pending
	w.pending = nil
	w.mu.Unlock()
	if len(pending) > 0 {
		w.ConsoleWriter.EraseDown()
		text := string(pending)
		if !strings.HasSuffix(text, "\n") {
			text += "\n"
		}
		w.ConsoleWriter.WriteRawStr(strings.ReplaceAll(text, "\n", "\r\n"))
	}
	w.ConsoleWriter.HideCursor()
}

// clear makes the screen empty, the cursor at its top.
func (w *writer) clear() {
	w.ConsoleWriter.EraseScreen()
	w.ConsoleWriter.CursorGoTo(0, 0)
	w.ConsoleWriter.Flush()
}
