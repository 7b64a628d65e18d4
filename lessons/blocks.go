package lessons

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// This file reads the blocks, each kind with its own grammar.

func (p *parser) setup(b piece, _ attributes) {
	s := Setup{b.line + 1, strings.Join(b.lines, "\n")}
	if p.step == nil {
		p.lesson.Setup = append(p.lesson.Setup, s)
		return
	}
	p.step.Setup = append(p.step.Setup, s)
}

func (p *parser) code(b piece, a attributes) {
	c := &Code{Line: b.line + 1, File: a.file, Block: a.block, Fails: a.fails, Starter: a.starter}
	text, want, found := b.lines, []string(nil), false
	if a.fails {
		if text, want, found = cutLines(b.lines, "---"); !found || blank(want) {
			p.fault(b.line, "write the expected error below a line ---:\n** (ArgumentError) ...", "a block that must fail does not say how")
		}
	}
	if a.starter && a.file == "" {
		p.fault(b.line, "```elixir file=lib/pool.ex starter", "a starter needs a file")
	}
	if blank(text) {
		p.fault(b.line, "write the code, or take the block out", "this block has no code")
	}
	if blocks := readDocument().blocks; a.block > len(blocks) {
		p.fault(b.line, fmt.Sprintf("its blocks are 1 to %d", len(blocks)), "the document has no block %d", a.block)
	} else if a.block > 0 && !sameCode(blocks[a.block-1], strings.Join(text, "\n")) {
		p.fault(b.line, "copy the block as it is, or take block= out", "this is not the text of block %d of the document", a.block)
	}
	c.Text, c.Want = strings.Join(text, "\n"), strings.TrimRight(strings.Join(want, "\n"), "\n ")
	p.add(c)
	p.logged = &c.Log
}

func (p *parser) inputs(b piece, _ attributes) {
	in := &Inputs{Line: b.line + 1, Items: p.items(b)}
	p.add(in)
	p.logged = &in.Log
}

// inputPrompt and moreInput are what an input and its further lines begin with.
var (
	inputPrompt = regexp.MustCompile(`^iex(\(\d+\))?> ?`)
	moreInput   = regexp.MustCompile(`^\.\.\.(\(\d+\))?> ?`)
)

// items are the inputs of a block and what each shows.
func (p *parser) items(b piece) []Input {
	var out []Input
	wants := false // the last line was output
	for i, line := range b.lines {
		number := b.line + 1 + i
		last := len(out) - 1
		switch {
		case inputPrompt.MatchString(line):
			out = append(out, Input{Line: number, Text: inputPrompt.ReplaceAllString(line, ""), Output: [2]int{number + 1, number + 1}})
			wants = false
		case last < 0:
			if strings.TrimSpace(line) != "" {
				p.fault(number, "an input begins with `iex> `", "this is no input, and belongs to none")
				return nil
			}
		case moreInput.MatchString(line) && !wants:
			out[last].Text += "\n" + moreInput.ReplaceAllString(line, "")
			out[last].Output = [2]int{number + 1, number + 1}
		default:
			out[last].Want += line + "\n"
			wants = true
			if strings.TrimSpace(line) != "" {
				out[last].Output[1] = number + 1
			}
		}
	}
	for i := range out {
		out[i].Want = strings.Trim(out[i].Want, "\n")
	}
	if len(out) == 0 {
		p.fault(b.line, "an input begins with `iex> `", "this block has no input")
	}
	return out
}

// choiceLine is `(x) text => value | why`; only the text must be there.
var choiceLine = regexp.MustCompile(`^([(\[])([ x])[)\]] (.*)$`)

func (p *parser) predict(b piece, _ attributes) {
	q := &Predict{Line: b.line + 1}
	var question []string
	for i, line := range b.lines {
		number := b.line + 1 + i
		if m := choiceLine.FindStringSubmatch(line); m != nil {
			q.Many = q.Many || m[1] == "["
			q.Choices = append(q.Choices, choice(number, m[2] == "x", m[3]))
			continue
		}
		key, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch {
		case key == "run":
			q.Run = append(q.Run, Input{Line: number, Text: value})
		case key == "ask":
			q.Ask = &Input{Line: number, Text: value}
		case len(q.Choices) == 0:
			question = append(question, line)
		case strings.TrimSpace(line) != "":
			p.fault(number, "a choice is `( ) text => value | why`; then come `run:` and `ask:`", "this line is no choice")
		}
	}
	q.Question = strings.TrimSpace(strings.Join(question, "\n"))
	p.wholePredict(b.line, q)
	p.add(q)
}

func choice(line int, marked bool, text string) Choice {
	c := Choice{Line: line, Marked: marked}
	text, value, _ := strings.Cut(text, "=>")
	if i := strings.LastIndex(value, " | "); i >= 0 {
		value, c.Why = value[:i], strings.TrimSpace(value[i+3:])
	}
	c.Text, c.Value = strings.TrimSpace(text), strings.TrimSpace(value)
	return c
}

func (p *parser) wholePredict(line int, q *Predict) {
	marked := 0
	for _, c := range q.Choices {
		if c.Marked {
			marked++
		}
		if c.Value == "" {
			p.fault(c.Line, "`=> value` proves it", "the choice %q does not say what happens if it is right", c.Text)
		}
	}
	switch {
	case q.Question == "":
		p.fault(line, "write the question above the choices", "the prediction asks nothing")
	case len(q.Choices) < 2:
		p.fault(line, "( ) 5  => 5\n(x) 0  => 0", "a prediction needs two choices or more")
	case marked == 0:
		p.fault(line, "mark the right one: (x)", "no choice is marked")
	case !q.Many && marked > 1:
		p.fault(line, "mark one with (x), or write [x] and [ ] where several hold", "%d choices are marked", marked)
	case q.Many && q.Ask != nil:
		p.fault(q.Ask.Line, "leave `ask:` out: each `=>` is a condition", "a prediction of which several choices may hold asks nothing")
	case !q.Many && q.Ask == nil:
		p.fault(line, "ask: Counter.get()", "the prediction does not say what to ask")
	}
}

func (p *parser) task(b piece, _ attributes) {
	if p.step == nil {
		p.fault(b.line, "begin a step above it: ## Your turn", "this task stands before the first step")
		return
	}
	if p.step.Task != nil {
		p.fault(b.line, "begin another step with ##", "the step %q has a task already", p.step.Title)
		return
	}
	p.step.Task = &Task{Line: b.line + 1, Text: strings.TrimSpace(strings.Join(b.lines, "\n"))}
	p.add(p.step.Task)
}

// ofTask is the task that a block belongs to; nil with a fault: none.
func (p *parser) ofTask(b piece, what string) *Task {
	if p.step == nil || p.step.Task == nil {
		p.fault(b.line, "write the task above it, in the same step", "this %s belongs to no task", what)
		return nil
	}
	return p.step.Task
}

// elseMark ends the last line of an expression of a check.
const elseMark = "# else:"

func (p *parser) check(b piece, _ attributes) {
	t := p.ofTask(b, "check")
	if t == nil {
		return
	}
	var lines []string
	begin := 0
	for i, line := range b.lines {
		number := b.line + 1 + i
		if len(lines) == 0 {
			if strings.TrimSpace(line) == "" {
				continue
			}
			begin = number
		}
		at := strings.LastIndex(line, elseMark)
		if at < 0 {
			lines = append(lines, line)
			continue
		}
		expression := strings.TrimSpace(strings.Join(append(lines, line[:at]), "\n"))
		says := strings.TrimSpace(line[at+len(elseMark):])
		switch {
		case says == "":
			p.fault(number, "say what the learner reads while it is false", "nothing stands after `# else:`")
		case expression == "":
			p.fault(number, "write an Elixir expression before it", "nothing is checked before `# else:`")
		}
		t.Checks = append(t.Checks, Check{begin, b.line, expression, says})
		lines = nil
	}
	if len(lines) > 0 {
		p.fault(begin, "end its last line with `# else: what the learner reads while it is false`", "this check has no `# else:`")
	}
}

func (p *parser) hint(b piece, _ attributes) {
	if t := p.ofTask(b, "hint"); t != nil {
		t.Hints = append(t.Hints, strings.TrimSpace(strings.Join(b.lines, "\n")))
	}
}

func (p *parser) solution(b piece, a attributes) {
	t := p.ofTask(b, "solution")
	if t == nil {
		return
	}
	t.Solution.Line = b.line
	if a.file != "" {
		t.Solution.Files = append(t.Solution.Files, Code{Line: b.line + 1, File: a.file, Text: strings.Join(b.lines, "\n")})
		return
	}
	t.Solution.Items = append(t.Solution.Items, p.items(b)...)
}

func (p *parser) compare(b piece, a attributes) {
	c := &Compare{Line: b.line + 1, Name: a.name, Values: a.values, Items: p.items(b)}
	switch {
	case c.Name == "" || len(c.Values) < 2:
		p.fault(b.line, "```compare strategy=one_for_one,one_for_all", "nothing is compared: a variable with two values or more is missing")
	case !strings.Contains(strings.Join(b.lines, "\n"), "$"+c.Name):
		p.fault(b.line, "write $"+c.Name+" where the value belongs", "no input uses $%s: all would be the same", c.Name)
	}
	p.add(c)
}

func (p *parser) explore(b piece, a attributes) {
	e := &Explore{Line: b.line + 1, Schedules: a.schedules}
	if e.Schedules == 0 {
		e.Schedules = 100
	}
	var code []string
	expected := false
	for i, line := range b.lines {
		value, ok := strings.CutPrefix(line, "expect:")
		if !ok {
			code = append(code, line)
			continue
		}
		expected = true
		switch value = strings.TrimSpace(value); value {
		case "fails", "holds":
			e.Fails = value == "fails"
		default:
			p.fault(b.line+1+i, "expect: fails, or expect: holds", "`%s` cannot be expected of schedules", value)
		}
	}
	if e.Code = strings.Join(code, "\n"); !expected {
		p.fault(b.line, "expect: fails, or expect: holds", "this block does not say what to expect")
	}
	p.add(e)
}

func (p *parser) log(b piece, _ attributes) {
	if p.logged == nil {
		p.fault(b.line, "it stands below the iex or elixir block that logs", "this log belongs to no block")
		return
	}
	*p.logged = &Log{b.line + 1, strings.Join(b.lines, "\n")}
	p.logged = nil
}

func (p *parser) teacher(b piece, _ attributes) {
	t := &Teacher{Line: b.line + 1, Faults: map[int]string{}}
	for i, line := range b.lines {
		key, value, ok := strings.Cut(line, ":")
		number, err := strconv.Atoi(key)
		value = strings.TrimSpace(value)
		switch {
		case strings.TrimSpace(line) == "":
		case ok && key == "note":
			t.Notes = append(t.Notes, value)
		case ok && err == nil && number >= 1 && number <= 9:
			t.Faults[number] = value
		default:
			p.fault(b.line+1+i, "1: .kill Counter, or note: what only the teacher sees", "this line is neither a fault nor a note")
		}
	}
	p.add(t)
}

// cutLines cuts lines at the first that is a separator.
func cutLines(lines []string, separator string) (before, after []string, found bool) {
	for i, l := range lines {
		if strings.TrimRight(l, " ") == separator {
			return lines[:i], lines[i+1:], true
		}
	}
	return lines, nil, false
}

func blank(lines []string) bool { return strings.TrimSpace(strings.Join(lines, "")) == "" }
