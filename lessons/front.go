package lessons

import (
	"slices"
	"strconv"
	"strings"
)

// This file reads what stands before a lesson's text and on its fences: the
// front matter and the attributes of blocks.

// frontKeys are what the front matter may say.
var frontKeys = map[string]func(p *parser, line int, value string){
	"otp": func(p *parser, line int, v string) {
		if v != "1" {
			p.fault(line, "this otpsh reads `otp: 1`", "version %q of the format is unknown", v)
		}
	},
	"title": func(p *parser, line int, v string) { p.lesson.Title = v },
	"covers": func(p *parser, line int, v string) {
		p.lesson.Covers = list(v)
		for _, what := range p.lesson.Covers {
			if err := readDocument().covers(what); err != nil {
				p.fault(line, `covers: b04, "Supervisor"`, "%v", err)
			}
		}
	},
	"needs": func(p *parser, line int, v string) { p.lesson.Needs = list(v) },
	"use": func(p *parser, line int, v string) {
		for _, item := range list(v) {
			lesson, file, ok := strings.Cut(item, "#")
			if !ok || lesson == "" || file == "" {
				p.fault(line, "write the lesson, # and the file: use: 06-cache#lib/cache.ex", "`use: %s` names no file of a lesson", item)
				continue
			}
			p.lesson.Use = append(p.lesson.Use, Use{line, lesson, file})
		}
	},
	"seed": func(p *parser, line int, v string) {
		n, err := strconv.ParseUint(v, 10, 63)
		if err != nil {
			p.fault(line, "seed: 7", "the seed %q is not a number", v)
		}
		p.lesson.Seed = n
	},
}

// front reads the front matter and gives the lines below it and the number of
// the first.
func (p *parser) front(lines []string) ([]string, int) {
	end := slices.IndexFunc(lines[1:], func(l string) bool { return strings.TrimRight(l, " ") == "---" }) + 1
	if lines[0] != "---" || end == 0 {
		p.fault(1, "end it with a line ---", "the front matter that a lesson begins with is never closed")
		return nil, 1
	}
	seen := map[string]bool{}
	for i, line := range lines[1:end] {
		number := i + 2
		text := strings.TrimSpace(beforeComment(line))
		if text == "" {
			continue
		}
		key, value, ok := strings.Cut(text, ":")
		key = strings.TrimSpace(key)
		read := frontKeys[key]
		switch {
		case !ok:
			p.fault(number, "one `key: value` a line", "%q is no line of a front matter", text)
		case read == nil:
			p.fault(number, "it may say "+strings.Join(sortedKeys(frontKeys), ", "), "the front matter has no key `%s`", key)
		case seen[key]:
			p.fault(number, "keep one of the two", "`%s` stands twice in the front matter", key)
		default:
			read(p, number, strings.TrimSpace(value))
		}
		seen[key] = true
	}
	if !seen["otp"] {
		p.fault(1, "add the line `otp: 1`", "the front matter does not say which version of the format this is")
	}
	if p.lesson.Title == "" {
		p.fault(1, "add `title: ...`", "the lesson has no title")
	}
	return lines[end+1:], end + 2
}

// beforeComment is a line up to ` #`, outside of quotes.
func beforeComment(line string) string {
	quoted := false
	for i, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '#' && !quoted && (i == 0 || line[i-1] == ' '):
			return line[:i]
		}
	}
	return line
}

// list splits `a, "b, c", d`.
func list(value string) []string {
	var out []string
	quoted := false
	for _, item := range strings.FieldsFunc(value, func(c rune) bool {
		if c == '"' {
			quoted = !quoted
		}
		return c == ',' && !quoted
	}) {
		out = append(out, strings.Trim(strings.TrimSpace(item), `"`))
	}
	return out
}

// attributes are the words of an info string after the first.
type attributes struct {
	file      string
	block     int
	fails     bool
	starter   bool
	schedules int
	name      string // of the variable of a compare
	values    []string
}

// allowed are the attributes of each block; compare takes any NAME=VALUES.
var allowed = map[string][]string{
	"elixir": {"file", "block", "error", "starter"}, "solution": {"file"}, "explore": {"schedules"},
}

func (p *parser) attributes(line int, word, rest string) attributes {
	var a attributes
	for _, item := range strings.Fields(rest) {
		key, value, valued := strings.Cut(item, "=")
		switch {
		case word == "compare" && valued:
			a.name, a.values = key, strings.Split(value, ",")
		case !slices.Contains(allowed[word], key):
			hint := "this block takes none"
			if len(allowed[word]) > 0 {
				hint = "it takes " + strings.Join(allowed[word], ", ")
			}
			p.fault(line, hint, "a block `%s` has no attribute `%s`", word, key)
		case key == "error":
			a.fails = true
		case key == "starter":
			a.starter = true
		case key == "file":
			if a.file = value; !strings.HasSuffix(value, ".ex") && !strings.HasSuffix(value, ".exs") {
				p.fault(line, "file=lib/counter.ex", "`%s` names no file of Elixir", item)
			}
		default:
			n, err := strconv.Atoi(value)
			if err != nil || n < 1 {
				p.fault(line, key+"=5", "`%s` wants a number", item)
			}
			if key == "block" {
				a.block = n
			} else {
				a.schedules = n
			}
		}
	}
	return a
}
