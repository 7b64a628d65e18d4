package prompt

import (
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	goprompt "github.com/c-bata/go-prompt"
	"golang.org/x/term"
)

func init() { nameKeys() }

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
	cfg     Config
	mode    *mode
	prompt  *goprompt.Prompt
	parser  *parser
	writer  *writer
	history *history
	search  *search
	prefix  atomic.Pointer[string] // the prompt
	popup   int                    // how many lines of suggestions are shown
	choice  atomic.Bool            // there is one among them that can be taken
	offers  offers

	input  sync.Mutex  // held while a line is typed
	asking atomic.Bool // who asks for the line is not the shell
	paste  paste

	mu    sync.Mutex
	doc   document // that go-prompt draws
	shown string   // the text that it has drawn
}

// document is a line that is typed and the cursor in it, in characters.
type document struct {
	text   string
	cursor int
}

// split is the text before and after the cursor.
func (d document) split() (before, after string) {
	runes := []rune(d.text)
	at := min(d.cursor, len(runes))
	return string(runes[:at]), string(runes[at:])
}

// hasLine reports whether there is a line above or below that of the cursor.
func (d document) hasLine(above bool) bool {
	before, after := d.split()
	if above {
		after = before
	}
	return strings.Contains(after, "\n")
}

func newTerminal(cfg Config) *terminal {
	t := &terminal{cfg: cfg, history: loadHistory(cfg.HistoryFile), mode: newMode(cfg.In, cfg.Out)}
	t.search = &search{lines: t.history.lines}
	t.prefix.Store(new(string))
	t.paste.joined = cfg.Joined
	t.writer = &writer{
		sink: &painter{ConsoleWriter: goprompt.NewStdoutWriter(), popup: cfg.Popup}, out: cfg.Out, size: t.size, read: t.drawn,
	}
	t.parser = &parser{ConsoleParser: goprompt.NewStandardInputParser(), terminal: t}
	keys := &lineKeys{clear: t.writer.clear}
	options := append(append(keys.options(), drawingOptions()...),
		goprompt.OptionAddASCIICodeBind(goprompt.ASCIICodeBind{ASCIICode: searchKey, Fn: t.search.draw}),
		goprompt.OptionAddASCIICodeBind(t.parser.keyCodes()...),
		goprompt.OptionAddASCIICodeBind(goprompt.ASCIICodeBind{ASCIICode: offerKey, Fn: t.offers.want}),
		goprompt.OptionParser(t.parser), goprompt.OptionWriter(t.writer),
		goprompt.OptionBreakLineCallback(func(d *goprompt.Document) { t.writer.end(t.frame(t.livePrefix(), decode(d.Text))) }),
		goprompt.OptionLivePrefix(func() (string, bool) { return t.livePrefix(), true }),
		goprompt.OptionShowCompletionAtStart(),
		goprompt.OptionHistory(t.history.lines()))
	t.prompt = goprompt.New(func(string) {}, t.complete, options...)
	t.mode.evaluation()
	t.watchSuspension()
	go t.watchSize()
	return t
}

// mostCompleted is how many bytes of a form are looked at for suggestions: it
// is done for each key.
const mostCompleted = 16 << 10

// complete is asked by go-prompt before each frame that it draws.
func (t *terminal) complete(d goprompt.Document) []goprompt.Suggest {
	before := d.TextBeforeCursor()
	t.mu.Lock()
	t.doc = document{decode(d.Text), len([]rune(before))}
	changed := t.doc.text != t.shown
	t.mu.Unlock()
	t.fitPopup(false)
	t.choice.Store(false)
	t.offers.all.Store(0)
	if before == "" || !t.offers.after(d.LastKeyStroke(), changed) || len(before) > mostCompleted || t.popup == 0 || t.cfg.Complete == nil || t.asking.Load() || t.search.prefix.Load() != nil {
		return nil
	}
	return t.suggest(d, t.cfg.Complete(decode(before)))
}

func (t *terminal) document() document {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.doc
}

// drawn is what go-prompt draws, without its popup.
func (t *terminal) drawn(preview string, selected bool) frame {
	t.mu.Lock()
	d := t.doc
	t.shown = d.text
	t.mu.Unlock()
	before, after := d.split()
	above, cursor := before, d.cursor
	if selected {
		word := strings.LastIndexAny(encode(before), t.wordSeparators()) + 1
		before = before[:word] + preview
		cursor = len([]rune(before))
	}
	f := t.frame(t.livePrefix(), before+after)
	f.cursor, f.above, f.suggested = cursor, above, int(t.offers.all.Load())
	return f
}

// frame is a line behind its prompt, the cursor at its end. What a program asks
// for has no colours: the shell, which knows them, is at work.
func (t *terminal) frame(prompt, text string) frame {
	f := frame{prompt: prompt, text: strings.ReplaceAll(text, "\x1b", "␛"), cursor: atEnd}
	if t.asking.Load() {
		return f
	}
	if t.cfg.Highlight != nil {
		f.text = t.cfg.Highlight(f.text)
	}
	if t.cfg.More != nil {
		f.more = t.cfg.More()
	}
	return f
}

// size is that of the window.
func (t *terminal) size() (columns, rows int) {
	columns, rows, err := term.GetSize(int(t.cfg.Out.Fd()))
	if err != nil || columns <= 0 || rows <= 0 {
		return 80, 24
	}
	return columns, rows
}

// watchSize draws the line again when the window has another size.
func (t *terminal) watchSize() {
	for range time.Tick(100 * time.Millisecond) {
		t.writer.refresh(t.livePrefix(), false)
	}
}

// livePrefix is what stands before the line.
func (t *terminal) livePrefix() string {
	if searching := t.search.prefix.Load(); searching != nil {
		return *searching
	}
	return *t.prefix.Load()
}

// mostSuggestions is how many lines the popup has in a window that has at
// least fewestRows; in one that has fewer there is none.
const (
	mostSuggestions = 6
	fewestRows      = 10
)

// fitPopup keeps the popup lower than the window, so that the line that is
// typed stays in sight. While a line is typed it only becomes lower: go-prompt
// may have scrolled in it.
func (t *terminal) fitPopup(fresh bool) {
	most := mostSuggestions
	if _, rows := t.size(); rows < fewestRows {
		most = 0
	}
	if fresh || most < t.popup {
		t.popup = most
		goprompt.OptionMaxSuggestion(uint16(most))(t.prompt)
	}
}

func (t *terminal) ReadLine(prompt string) (string, Event, error) {
	t.input.Lock()
	defer t.input.Unlock()
	line, how := t.line(prompt)
	return line, how, nil
}

// line is the next line of what was pasted, or one that is typed.
func (t *terminal) line(prompt string) (string, Event) {
	for {
		if line, ok := t.paste.next(); ok {
			t.writer.end(t.frame(prompt, line))
			return line, Enter
		}
		line, how := t.edit(prompt, t.paste.rest())
		if how != pasted {
			return line, how
		}
		t.paste.begin(t.parser.paste)
	}
}

// edit has a line typed, which begins with a text.
func (t *terminal) edit(prompt, text string) (string, Event) {
	t.prefix.Store(&prompt)
	t.fitPopup(true)
	goprompt.OptionInitialBufferText(encode(text))(t.prompt)
	line := t.prompt.Input()
	return decode(line), t.parser.how()
}

func (t *terminal) Write(b []byte) (int, error) { return t.writer.above(b) }

// Reprint changes what is drawn before the line.
func (t *terminal) Reprint(prompt string) {
	t.prefix.Store(&prompt)
	t.writer.refresh(t.livePrefix(), true)
}

func (t *terminal) Remember(form string) {
	t.history.add(form)
	goprompt.OptionHistory(t.history.lines())(t.prompt)
}

// Interrupt also forgets what was pasted and not taken yet.
func (t *terminal) Interrupt() bool {
	t.paste.drop()
	return t.parser.interrupt() && !t.asking.Load()
}

func (t *terminal) Input() io.Reader { return &asked{line: t.ask} }

// ask has a line typed for a program. What the program has written in the last
// line is the prompt.
func (t *terminal) ask() (string, error) {
	t.input.Lock()
	defer t.input.Unlock()
	t.asking.Store(true)
	defer t.asking.Store(false)
	goprompt.OptionHistory(nil)(t.prompt)
	defer func() { goprompt.OptionHistory(t.history.lines())(t.prompt) }()
	line, how := t.line(t.writer.takeTail())
	switch how {
	case Enter:
		return line + "\n", nil
	case Interrupt:
		if t.cfg.Interrupted != nil {
			t.cfg.Interrupted()
		}
	}
	return "", io.EOF
}

// Restore ends what is on the screen and gives the terminal back.
func (t *terminal) Restore() {
	t.writer.leave()
	t.mode.restore()
}
