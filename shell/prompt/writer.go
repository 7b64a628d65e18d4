package prompt

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"

	goprompt "github.com/c-bata/go-prompt"
	"github.com/mattn/go-runewidth"
)

// settling is how long output of others waits for more of it before it is
// shown above the line; mostWaiting is how many bytes wait before whoever
// writes has to.
const (
	settling    = 10 * time.Millisecond
	mostWaiting = 64 << 10
)

// frame is what stands at the end of the screen while a line is typed.
type frame struct {
	prompt string
	more   string // the prompt of the text's further lines
	text   string // in colours
	cursor int    // in characters of the text
	popup  [][]cell
	above  string // what stands left of the popup, in the line

	suggested int // how many there are to choose from
}

// writer keeps the frame at the end of the screen, and output of others above
// it. It is go-prompt's ConsoleWriter.
type writer struct {
	draft
	sink goprompt.ConsoleWriter
	out  *os.File
	size func() (columns, rows int)
	// read is what is drawn, without its popup. It is called without the lock:
	// it may wait for who writes.
	read func(preview string, selected bool) frame

	mu       sync.Mutex
	frame    frame
	choosing bool // a suggestion is selected
	chosen   string
	shown    bool // the frame is on the screen, the cursor in it
	held     bool // it stays there when go-prompt ends the line
	frames   int  // that go-prompt has drawn
	screen   sketch
	tail     string // what others have written since their last line break
	pending  []byte // what they have written since the frame was drawn
	timer    *time.Timer
	lent     *held // not nil: another program has the terminal
}

// sketch is what of a frame is on the screen, to find its beginning again.
type sketch struct {
	columns, rows int      // of the window
	lines         []int    // how wide each line is, from the top of what is drawn
	cursor        position // the line, and how far in it
}

// ShowCursor is go-prompt's last call for a frame.
func (w *writer) ShowCursor() {
	f := w.read(w.preview, w.selected())
	f.popup = withFoot(w.popup, f.suggested)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.frame, w.choosing, w.chosen = f, w.selected(), w.preview
	w.frames++
	w.redraw(nil)
}

// progress is how many frames go-prompt has drawn, and whether a suggestion is
// selected in the last.
func (w *writer) progress() (frames int, choosing bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.frames, w.choosing
}

// spaced reports whether a suggestion is selected that ends in a blank.
func (w *writer) spaced() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.choosing && strings.HasSuffix(w.chosen, " ")
}

// refresh draws the frame again, when the window has another size or the
// prompt is another.
func (w *writer) refresh(prompt string, always bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	columns, rows := w.size()
	if !w.shown || !always && columns == w.screen.columns && rows == w.screen.rows {
		return
	}
	w.frame.prompt = prompt
	w.redraw(nil)
}

// clear makes the screen empty, the frame at its top.
func (w *writer) clear() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sink.EraseScreen()
	w.sink.CursorGoTo(0, 0)
	w.screen = sketch{}
}

// hold leaves the frame on the screen when go-prompt ends the line.
func (w *writer) hold() {
	w.mu.Lock()
	w.held = true
	w.mu.Unlock()
}

// end leaves a line on the screen as it was typed.
func (w *writer) end(f frame) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.held {
		w.held = false
		return
	}
	w.erase()
	w.release(w.pending)
	w.frame = f
	w.draw(true)
	w.sink.WriteRawStr("\r\n")
	w.sink.Flush()
	w.shown, w.choosing, w.screen, w.tail = false, false, sketch{}, ""
}

// takeTail gives what others have written since their last line break: it
// becomes the prompt of who asks for input.
func (w *writer) takeTail() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	tail := w.tail
	w.tail = ""
	return tail
}

// above writes output of others: at once, or above the frame.
func (w *writer) above(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.lent != nil {
		w.lent.keep(b)
		return len(b), nil
	}
	if !w.shown {
		w.tail = w.lastRow(tailOf(w.tail, b))
		return w.out.Write(b)
	}
	w.pending = append(w.pending, b...)
	switch {
	case len(w.pending) > mostWaiting:
		w.redraw(w.pending)
	case w.timer == nil:
		w.timer = time.AfterFunc(settling, func() {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.timer = nil
			if w.shown && len(w.pending) > 0 {
				w.redraw(w.pending)
			}
		})
	}
	return len(b), nil
}

// moves are escape sequences that are no colours: where the cursor is after one
// is not known, nor what stands left of it.
var moves = regexp.MustCompile("\x1b(\\[[0-9:;<=>?]*[ -/]*[@-ln-~]|[78cDEHM])")

// tailOf is what stands in the last line of a tail and what is written after
// it. A carriage return begins it anew, and so does what moves the cursor.
func tailOf(tail string, b []byte) string {
	if i := bytes.LastIndexByte(b, '\n'); i >= 0 {
		tail, b = "", b[i+1:]
	}
	if i := bytes.LastIndexByte(b, '\r'); i >= 0 {
		tail, b = "", b[i+1:]
	}
	if found := moves.FindAllIndex(b, -1); found != nil {
		tail, b = "", b[found[len(found)-1][1]:]
	}
	return tail + string(b)
}

// lastRow is what of a tail that is on the screen can still be drawn over.
func (w *writer) lastRow(tail string) string {
	if tail == "" {
		return ""
	}
	columns, _ := w.size()
	rows, _ := layout("", "", tail, 0, columns)
	last := rows[len(rows)-1]
	if last.width == 0 {
		return "" // colours alone
	}
	return string(last.text)
}

// redraw draws the frame again, and output of others above it.
func (w *writer) redraw(output []byte) {
	w.erase()
	w.release(output)
	w.draw(false)
	w.sink.Flush()
	w.shown = true
}

// erase takes the frame off the screen, the cursor where it began.
func (w *writer) erase() {
	columns, _ := w.size()
	// A terminal breaks lines anew when its window has another width.
	up := w.screen.cursor.column / columns
	for _, width := range w.screen.lines[:w.screen.cursor.row] {
		up += (max(width, 1) + columns - 1) / columns
	}
	w.sink.CursorUp(up)
	w.sink.WriteRawStr("\r")
	// A terminal that is told to erase from the first place of its window on may
	// keep a copy of it above: the first line is erased by itself.
	w.sink.EraseEndOfLine()
	w.sink.CursorForward(1)
	w.sink.EraseDown()
	w.sink.WriteRawStr("\r")
}

// release writes whole lines of output of others; what is left is the tail.
func (w *writer) release(output []byte) {
	if len(output) == 0 {
		return
	}
	if i := bytes.LastIndexByte(output, '\n'); i >= 0 {
		w.sink.WriteRawStr(strings.ReplaceAll(w.tail+string(output[:i+1]), "\n", "\r\n"))
	}
	w.tail = tailOf(w.tail, output)
	w.pending = nil
}

// draw writes the tail and the frame where the cursor is: what of them fits
// into the window, or all of them.
func (w *writer) draw(all bool) {
	columns, height := w.size()
	w.screen = sketch{columns: columns, rows: height}
	room := max(height, 1)
	if rows, _ := layout("", "", w.tail, 0, columns); len(rows) > 1 || rows[0].width > 0 {
		w.drawRows(rows)
		w.sink.WriteRawStr("\x1b[0m\r\n")
		// What is full of it cannot change any more.
		last := rows[len(rows)-1]
		w.tail, w.screen.lines = string(last.text), []int{last.width}
		room = max(room-1, 1)
	}
	f := w.frame
	popup := f.popup[:min(len(f.popup), room-1)]
	room -= len(popup)
	rows, cursor := layout(f.prompt, f.more, f.text, f.cursor, columns)
	cursor.column = min(cursor.column, columns-1)
	top := 0
	if !all {
		top = max(0, cursor.row-room+1)
		rows = rows[:min(len(rows), top+room)]
	}
	w.drawRows(rows[top : cursor.row+1])
	line := len(w.screen.lines) - 1
	w.screen.cursor = position{line, w.screen.lines[line] - rows[cursor.row].width + cursor.column}
	if cursor.row+1 < len(rows) {
		if rows[cursor.row+1].fresh {
			w.sink.WriteRawStr("\r\n")
		}
		w.drawRows(rows[cursor.row+1:])
	}
	w.sink.WriteRawStr("\x1b[0m")
	_, anchor := layout(f.prompt, f.more, f.above, atEnd, columns)
	for _, cells := range popup {
		w.drawCells(cells, anchor.column, columns)
	}
	w.sink.CursorUp(len(rows) - 1 - cursor.row + len(popup))
	w.sink.WriteRawStr("\r")
	w.sink.CursorForward(cursor.column)
}

// drawRows writes rows, and notes how wide their lines are.
func (w *writer) drawRows(rows []row) {
	for i, r := range rows {
		switch {
		case i == 0:
			w.sink.WriteRawStr(r.style)
		case r.fresh:
			w.sink.WriteRawStr("\r\n")
		}
		w.sink.WriteRaw(r.text)
		if lines := w.screen.lines; len(lines) == 0 || r.fresh || i == 0 {
			w.screen.lines = append(lines, r.width)
		} else {
			// The row before is full, or a wide character did not fit there.
			last := &lines[len(lines)-1]
			*last = (*last+w.screen.columns-1)/w.screen.columns*w.screen.columns + r.width
		}
	}
}

// drawCells writes a row of the popup below what is drawn.
func (w *writer) drawCells(cells []cell, column, columns int) {
	width := 0
	for _, c := range cells {
		width += runewidth.StringWidth(c.text)
	}
	column = max(0, min(column, columns-width))
	w.sink.WriteRawStr("\r\n")
	w.sink.CursorForward(column)
	for _, c := range cells {
		text := runewidth.Truncate(c.text, columns-column, "")
		column += runewidth.StringWidth(text)
		w.sink.SetColor(c.ink, c.ground, c.bold)
		w.sink.WriteStr(text)
	}
	w.sink.SetColor(goprompt.DefaultColor, goprompt.DefaultColor, false)
}

// leave ends what is drawn: the cursor goes below the line that is being typed.
// It does not wait for who draws: that may be who has failed.
func (w *writer) leave() {
	if !w.mu.TryLock() {
		return
	}
	defer w.mu.Unlock()
	if !w.shown {
		return
	}
	w.erase()
	w.release(w.pending)
	w.frame.popup, w.frame.cursor = nil, atEnd
	w.draw(true)
	w.sink.WriteRawStr("\r\n")
	w.sink.Flush()
	w.shown, w.screen = false, sketch{}
}

// suspended gives the terminal away, and draws the line again when it is back.
func (w *writer) suspended(away func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	frame, shown := w.frame, w.shown
	if shown {
		w.erase()
		w.frame.popup, w.frame.cursor = nil, atEnd
		w.draw(true)
		w.sink.WriteRawStr("\r\n")
		w.sink.Flush()
	}
	away()
	w.frame, w.screen = frame, sketch{}
	if shown {
		w.redraw(w.pending)
	}
}
