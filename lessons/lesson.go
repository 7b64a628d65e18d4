package lessons

import (
	"fmt"
	"strings"
)

// This file is what a lesson consists of once it is parsed.

// Lesson is a parsed .otp file.
type Lesson struct {
	Name   string // the file's name without .otp: "05-cache"
	File   string // as faults name it
	Title  string
	Covers []string // blocks and headings of the document
	Needs  []string // names of lessons to do first
	Use    []Use    // files of other lessons, loaded at the start
	Seed   uint64
	Setup  []Setup // runs before the first step
	Intro  []Part  // what stands before the first step
	Steps  []*Step
}

// Use names a file that another lesson defines.
type Use struct {
	Line         int
	Lesson, File string
}

// Step is a second-level heading with what stands below it.
type Step struct {
	Line  int
	Title string
	Setup []Setup // hidden; runs when the step begins
	Parts []Part  // in the order of the document
	Task  *Task   // nil: the step only shows; else one of Parts
}

// Part is one piece of a step. Its line is where its text begins.
type Part interface{ line() int }

// Prose is Markdown that is shown.
type Prose struct {
	Line int
	Text string
}

// Setup is code that runs unseen.
type Setup struct {
	Line int
	Code string
}

// Code is an `elixir` block: a definition that is shown and loaded.
type Code struct {
	Line    int
	File    string // "": it belongs to no file, and is not exported as one
	Block   int    // the document's block whose text it has; 0: none
	Fails   bool   // it must fail, with the error Want
	Starter bool   // the learner's working copy begins with it
	Text    string
	Want    string
	Log     *Log
}

// Inputs is an `iex` block: inputs, with the output that each shows.
type Inputs struct {
	Line  int
	Items []Input
	Log   *Log
}

// Input is one whole input, Elixir or a command.
type Input struct {
	Line int
	Text string
	Want string // "": nothing is shown
	// Output is the lines of Want in the file, the first and the one behind the
	// last; they are the same where nothing is shown.
	Output [2]int
}

// Predict asks before something is run.
type Predict struct {
	Line     int
	Question string
	Many     bool // several choices may hold: each Value is then a condition
	Choices  []Choice
	Run      []Input // what happens, in a fork
	Ask      *Input  // what is asked then; nil with Many
}

// Choice is one answer of a prediction.
type Choice struct {
	Line   int
	Text   string
	Value  string // what Ask shows if the choice holds, or the condition
	Why    string // told after the answer
	Marked bool
}

// Task is something for the learner to do.
type Task struct {
	Line     int
	Text     string
	Checks   []Check
	Hints    []string // in the order they are given
	Solution Solution
}

// Check is a condition on the world, and what the learner reads while it is
// false.
type Check struct {
	Line       int
	Block      int // the line of the block that it stands in
	Expression string
	Else       string
}

// Solution is what solves a task: files that take the place of the starters of
// the same name, then inputs.
type Solution struct {
	Line  int
	Files []Code
	Items []Input
}

// Compare runs the same inputs once for each value of a variable.
type Compare struct {
	Line   int
	Name   string // of the variable: $Name in an input stands for the value
	Values []string
	Items  []Input
}

// Explore runs code under many schedules.
type Explore struct {
	Line      int
	Schedules int
	Code      string
	Fails     bool // a schedule must exist under which it fails; else none may
}

// Log is the lines that Logger is expected to show for the block before it.
type Log struct {
	Line int
	Want string
}

// Teacher is what a presenter has at hand: faults by number, and notes.
type Teacher struct {
	Line   int
	Faults map[int]string
	Notes  []string
}

func (p Prose) line() int    { return p.Line }
func (p *Code) line() int    { return p.Line }
func (p *Inputs) line() int  { return p.Line }
func (p *Predict) line() int { return p.Line }
func (p *Task) line() int    { return p.Line }
func (p *Compare) line() int { return p.Line }
func (p *Explore) line() int { return p.Line }
func (p *Teacher) line() int { return p.Line }

// Fault is one thing that is wrong with a lesson's file.
type Fault struct {
	File string
	Line int // 0: the whole file
	Text string
	Hint string // what to do about it; "": the text says it
}

func (f Fault) Error() string {
	place := f.File
	if f.Line > 0 {
		place = fmt.Sprintf("%s:%d", f.File, f.Line)
	}
	text := place + ": " + f.Text
	if f.Hint != "" {
		text += "\n  " + strings.ReplaceAll(f.Hint, "\n", "\n  ")
	}
	return text
}

// Faults are all that is wrong, in the order of the file.
type Faults []Fault

func (fs Faults) Error() string {
	texts := make([]string, len(fs))
	for i, f := range fs {
		texts[i] = f.Error()
	}
	return strings.Join(texts, "\n")
}
