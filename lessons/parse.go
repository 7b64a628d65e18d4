package lessons

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"otpsh/runtime/diag"
)

// This file reads a lesson: it goes through the pieces of the document and
// builds the steps. Each kind of block is read by a method of the parser; a
// fault is noted and reading goes on, so that an author sees all of them.

// parser builds one lesson.
type parser struct {
	lesson *Lesson
	step   *Step // nil: before the first
	faults Faults
	logged **Log // of the last block that a log can belong to
}

// Parse reads the text of a lesson. file is how faults name it. The error is
// Faults.
func Parse(file, text string) (*Lesson, error) {
	p := &parser{lesson: &Lesson{File: file, Name: strings.TrimSuffix(path.Base(file), ".otp")}}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for _, piece := range cut(p.front(lines)) {
		p.piece(piece)
	}
	p.whole()
	if len(p.faults) > 0 {
		slices.SortStableFunc(p.faults, func(a, b Fault) int { return cmp.Compare(a.Line, b.Line) })
		return nil, p.faults
	}
	return p.lesson, nil
}

// IsLesson reports whether the text of an .otp file is a lesson; else it is a
// bare script.
func IsLesson(text string) bool {
	first, _, _ := strings.Cut(text, "\n")
	return strings.TrimRight(first, "\r") == "---"
}

func (p *parser) fault(line int, hint, format string, args ...any) {
	p.faults = append(p.faults, Fault{p.lesson.File, line, fmt.Sprintf(format, args...), hint})
}

// piece takes the next piece of the document.
func (p *parser) piece(b piece) {
	switch b.kind {
	case titlePiece: // the front matter has the title already
	case stepPiece:
		p.step = &Step{Line: b.line, Title: b.text}
		p.lesson.Steps = append(p.lesson.Steps, p.step)
		p.logged = nil
	case prosePiece:
		p.add(Prose{b.line, b.text})
	case fencedPiece:
		if b.open {
			p.fault(b.line, "end it with a line of the same fence", "this block is never closed")
			return
		}
		p.block(b)
	}
}

// add puts a part into the step that is being read.
func (p *parser) add(part Part) {
	if p.step == nil {
		p.lesson.Intro = append(p.lesson.Intro, part)
		return
	}
	p.step.Parts = append(p.step.Parts, part)
}

// readers are the blocks that mean something, by the first word of their info
// string.
var readers map[string]func(*parser, piece, attributes)

func init() {
	readers = map[string]func(*parser, piece, attributes){
		"setup": (*parser).setup, "elixir": (*parser).code, "iex": (*parser).inputs, "predict": (*parser).predict,
		"task": (*parser).task, "check": (*parser).check, "hint": (*parser).hint, "solution": (*parser).solution,
		"compare": (*parser).compare, "explore": (*parser).explore, "log": (*parser).log, "teacher": (*parser).teacher,
	}
}

func (p *parser) block(b piece) {
	word, rest, _ := strings.Cut(b.info, " ")
	read := readers[word]
	if read == nil {
		hint := "blocks are " + strings.Join(sortedKeys(readers), ", ") + "; for text that is only shown write ```text"
		if near := diag.Nearest(word, sortedKeys(readers)); near != "" {
			hint = "did you mean `" + near + "`?"
		}
		p.fault(b.line, hint, "unknown block `%s`", word)
		return
	}
	read(p, b, p.attributes(b.line, word, rest))
}

// whole looks at what can be judged only at the end.
func (p *parser) whole() {
	acts := false
	for _, s := range p.lesson.Steps {
		for _, part := range s.Parts {
			switch part.(type) {
			case Prose, *Teacher:
			default:
				acts = true
			}
		}
		p.wholeTask(s)
	}
	switch {
	case len(p.lesson.Steps) == 0:
		p.fault(0, "a heading of the second level begins a step: ## Start it", "the lesson has no step")
	case !acts:
		p.fault(0, "add an iex, elixir, predict or task block", "the lesson has nothing to run and nothing to check")
	}
}

// wholeTask looks whether the task of a step can be judged and solved.
func (p *parser) wholeTask(s *Step) {
	starters := map[string]int{}
	for _, part := range s.Parts {
		if c, ok := part.(*Code); ok && c.Starter && c.File != "" {
			starters[c.File] = c.Line
		}
	}
	t := s.Task
	if t == nil {
		for file, line := range starters {
			p.fault(line, "say in a task block what the learner is to write", "the starter %s belongs to no task", file)
		}
		return
	}
	if len(t.Checks) == 0 {
		p.fault(t.Line, "add a check block below it: an Elixir expression, and `# else:` with what the learner reads while it is false", "the task has no check")
	}
	if len(t.Solution.Files)+len(t.Solution.Items) == 0 {
		p.fault(t.Line, "add a solution block below it: it proves that the task can be done", "the task has no solution")
		return
	}
	for _, f := range t.Solution.Files {
		if _, ok := starters[f.File]; !ok {
			p.fault(f.Line, "add ```elixir file="+f.File+" starter above the task", "the solution of %s has no starter", f.File)
		}
		delete(starters, f.File)
	}
	for file, line := range starters {
		p.fault(line, "add ```solution file="+file+" below the task", "the starter %s has no solution", file)
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
