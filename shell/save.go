package shell

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"otpsh/runtime/elixir"
)

// This file is .save: the inputs of the world where a session is, as a file that
// can be run again. What each printed stands below it as a comment.

// In a saved file these begin the lines of an output, and of an input that is
// not run.
const (
	outputMark = "#> "
	leftMark   = "#- "
)

// maxSaved is how many lines of an output stand in a saved file: of more, the
// first savedOfMore.
const (
	maxSaved    = 24
	savedOfMore = 16
)

// notRun says why the line of a command has no place in a script; those not
// named here are kept as they were typed, not as the Elixir that they stand for:
// .tree stands for none, and a saved script shows what the session showed.
var notRun = map[string]string{
	"run": "the inputs of the file follow", "edit": "what it had evaluated follows", "undo": "what it took back is not run either",
	"sim": "a script has a simulated world from its start", "live": "a script has one world",
	"reset": "a script begins in a fresh world", "real": "it asks an Elixir that need not be there", "exit": "the script ends here anyway",
}

// namesPID finds a process that is named by its number.
var namesPID = regexp.MustCompile(`^\.\w+ .*\b0\.\d+\.\d+\b|\bpid\(\s*("|\d)|#PID<`)

// leftOut is why an input is not run when a saved file is; "" when it is, as far
// as it alone can tell.
func leftOut(e Entry) string {
	if e.Command {
		if word, _ := commandWord(e.Input); notRun[word] != "" {
			return notRun[word]
		}
	}
	switch {
	case e.Cut:
		return "it was stopped before its end"
	case e.Undone:
		return "it was undone"
	case namesPID.MatchString(e.Input):
		return "it names a process by a number, which is another process there"
	}
	return ""
}

// saveCommand is .save FILE, and .save! FILE, which may replace a file.
func saveCommand(s *Shell, file string) {
	file, over := strings.CutPrefix(file, "!")
	file = strings.TrimSpace(file)
	format := saveScript
	switch {
	case file == "":
		s.usage("save", "where to? x.otp is a script of inputs, x.exs is Elixir")
		return
	case strings.HasSuffix(file, ".exs"):
		format = saveElixir
	case !strings.HasSuffix(file, ".otp"):
		s.refuse("as what? .save %s.otp is a script of inputs, .save %s.exs is Elixir", file, file)
		return
	}
	here := s.here.Load()
	var entries []Entry
	elsewhere := 0
	for _, e := range s.record.Entries() {
		switch {
		case isSave(e):
		case e.World != here.number:
			elsewhere++
		default:
			entries = append(entries, e)
		}
	}
	if len(entries) == 0 {
		s.refuse("nothing was typed yet in this world")
		return
	}
	kind := "live"
	if here.world.Simulated() {
		kind = "simulated"
	}
	text, left := format(saved{file: file, world: here.world, kind: kind, entries: entries, elsewhere: elsewhere})
	switch err := here.world.WriteFile(file, text, over); {
	case errors.Is(err, elixir.ErrExists):
		s.refuse("%s exists already; .save! %s writes over it", file, file)
	case err != nil:
		s.refuse("%s cannot be written: %v", file, err)
	default:
		s.note("  saved %s to %s%s; otpsh %s runs it", count(len(entries), "input"), file, leftTold(left), file)
	}
}

func isSave(e Entry) bool {
	word := ""
	if e.Command {
		word, _ = commandWord(e.Input)
	}
	return word == "save"
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// leftTold tells how many inputs are comments.
func leftTold(left int) string {
	if left == 0 {
		return ""
	}
	return fmt.Sprintf(" (%d of them as comments: they say why)", left)
}

// saved is what a saved file is made of.
type saved struct {
	file      string
	world     *elixir.World
	kind      string // of the world
	entries   []Entry
	elsewhere int // inputs of the session in other worlds
}

// header is how the file came to be.
func (f saved) header(how ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s of a %s session of otpsh, written by .save.\n", count(len(f.entries), "input"), f.kind)
	for _, line := range how {
		b.WriteString("# " + line + "\n")
	}
	fmt.Fprintf(&b, "# Lines that begin with %q are what was printed then, with %q inputs that are not run.\n", outputMark, leftMark)
	if f.elsewhere > 0 {
		fmt.Fprintf(&b, "# %s of the session in other worlds %s not in it.\n", count(f.elsewhere, "input"), isAre(f.elsewhere))
	}
	return b.String()
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// saveScript is the text of a bare script, and how many inputs it does not run.
func saveScript(f saved) (text string, left int) {
	how := []string{"otpsh " + f.file + " runs them again, in a simulated world: pids, references and times may differ there."}
	if f.kind == "simulated" {
		how[0] = "otpsh " + f.file + " runs them again, in a simulated world as this was."
	}
	if slices.ContainsFunc(f.entries, func(e Entry) bool { return e.Failed && leftOut(e) == "" }) {
		how = append(how, fmt.Sprintf("The input after a line %q fails, as it did then.", failMark))
	}
	var b strings.Builder
	b.WriteString(f.header(how...))
	values := valuesAgain{}
	for _, e := range f.entries {
		input, why := values.again(e)
		b.WriteString("\n" + whence(e))
		if why != "" {
			left++
			b.WriteString(comment(leftMark, e.Input+"   ("+why+")"))
		} else {
			if e.Failed {
				b.WriteString(strings.TrimSpace(failMark+" "+e.Error) + "\n")
			}
			b.WriteString(asTyped(input) + "\n")
		}
		b.WriteString(outputOf(e))
	}
	return b.String(), left
}

// asTyped is an input so that a shell which is given its lines one by one takes
// it whole: brackets hold a form together that would be whole too early.
func asTyped(input string) string {
	lines := strings.Split(input, "\n")
	for i := 1; i < len(lines); i++ {
		if elixir.Whole(strings.Join(lines[:i], "\n")) {
			if o, ok := elixir.OutlineOf(input); ok && !o.Continues {
				return "(\n" + input + "\n)"
			}
		}
	}
	return input
}

// whence is a comment that tells the file of an input that .run evaluated.
func whence(e Entry) string {
	if e.File == "" {
		return ""
	}
	return fmt.Sprintf("# %s:%d\n", e.File, e.FileLine)
}

// outputOf is what an input printed, as comments; of a long output the first lines.
func outputOf(e Entry) string {
	lines := strings.Split(strings.TrimSuffix(plain(e.Output), "\n"), "\n")
	left := ""
	switch n := len(lines); {
	case n > maxSaved && e.Lost > 0:
		left = "# (and more)\n"
	case n > maxSaved:
		left = fmt.Sprintf("# (%d more lines were printed)\n", n-savedOfMore)
	case e.Lost > 0:
		left = fmt.Sprintf("# (%d more bytes were printed, which are not kept)\n", e.Lost)
	}
	if len(lines) > maxSaved {
		lines = lines[:savedOfMore]
	}
	return comment(outputMark, strings.Join(lines, "\n")) + left
}

// comment is a text as comment lines that begin with a mark; "" when it is empty.
func comment(mark, text string) string {
	if text == "" {
		return ""
	}
	var b strings.Builder
	for _, line := range strings.Split(text, "\n") {
		b.WriteString(strings.TrimRight(mark+line, " \t") + "\n")
	}
	return b.String()
}

var escapes = regexp.MustCompile("\x1b\\[[0-9;?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b]*(\x07|\x1b\\\\)|\x1b[@-_]")

// plain is a text without what only a terminal understands: escape sequences,
// and lines that were written over.
func plain(text string) string {
	text = escapes.ReplaceAllString(text, "")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}
