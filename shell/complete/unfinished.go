package complete

import (
	"regexp"
	"slices"
	"strings"

	"otpsh/runtime/elixir"
)

// This file is what the form that is being typed tells of itself: its
// variables, aliases, imports, and the block in which it ends.

// unfinished is what a text binds for what follows in it.
type unfinished struct {
	variables []string          // the latest first
	aliases   map[string]string // by their short names
	imports   []string          // modules
	requires  []string          // modules whose macros can be used
	receives  bool              // the innermost block is a receive
	block     int               // where the innermost block begins
}

var (
	aliased  = regexp.MustCompile(`\balias\s+((?:__MODULE__\.)?[A-Z][\w.]*?)(?:\.\{([\w\s,.]*)\}|\s*,\s*as:\s*([A-Z]\w*))?(?:[\s;,)]|$)`)
	imported = regexp.MustCompile(`\bimport\s+([A-Z][\w.]*|:[a-z]\w*)`)
	required = regexp.MustCompile(`\b(?:require|import|use)\s+([A-Z][\w.]*|:[a-z]\w*)`)
	defines  = regexp.MustCompile(`\bdef(?:p|macro|macrop|guard|guardp)?[ (]`)
)

// unfinishedIn reads a text up to the word that is being typed.
func unfinishedIn(text string) unfinished {
	u := unfinished{aliases: map[string]string{}}
	module := ""
	if at := strings.LastIndex(text, "defmodule "); at >= 0 {
		module, _, _ = strings.Cut(strings.TrimLeft(text[at+len("defmodule "):], " "), " ")
	}
	for _, found := range aliased.FindAllStringSubmatch(text, -1) {
		full := strings.Replace(found[1], "__MODULE__", module, 1)
		switch {
		case found[3] != "":
			u.aliases[found[3]] = full
		case found[2] != "":
			for _, below := range strings.Split(found[2], ",") {
				below = strings.TrimSpace(below)
				u.aliases[lastPart(below)] = full + "." + below
			}
		default:
			u.aliases[lastPart(full)] = full
		}
	}
	for _, found := range imported.FindAllStringSubmatch(text, -1) {
		u.imports = append(u.imports, found[1])
	}
	for _, found := range required.FindAllStringSubmatch(text, -1) {
		u.requires = append(u.requires, found[1])
	}
	function := 0
	if all := defines.FindAllStringIndex(text, -1); len(all) > 0 {
		function = all[len(all)-1][1]
	}
	u.read(text, function)
	return u
}

func lastPart(module string) string { return module[strings.LastIndex(module, ".")+1:] }

// read finds variables, in the function that begins at a place, and blocks.
func (u *unfinished) read(text string, function int) {
	type block struct {
		receives bool
		at       int
	}
	var blocks []block
	before := ""
	eachName(text, function, func(start, end int) {
		name := text[start:end]
		switch {
		case name == "do" && !strings.HasPrefix(text[end:], ":"), name == "fn":
			blocks = append(blocks, block{before == "receive", end})
		case name == "end" && len(blocks) > 0:
			blocks = blocks[:len(blocks)-1]
		case isVariable(text, start, end) && !strings.HasPrefix(before, "def"):
			if i := slices.Index(u.variables, name); i >= 0 {
				u.variables = slices.Delete(u.variables, i, i+1)
			}
			u.variables = slices.Insert(u.variables, 0, name)
		}
		before = name
	})
	if len(blocks) > 0 {
		innermost := blocks[len(blocks)-1]
		u.receives, u.block = innermost.receives, innermost.at
	}
}

// eachName calls f with each name of the code after a place: not with what
// stands in strings and comments.
func eachName(text string, from int, f func(start, end int)) {
	p := position{frames: []frame{{starts: []int{0}}}}
	for i := 0; i < len(text); {
		switch {
		case p.top().kind == '"':
			i = p.quoted(text, i)
		case isNameByte(text[i]) && text[i] != '.' && text[i] != '?' && (i == 0 || !isNameByte(text[i-1]) || text[i-1] == '.'):
			end := i
			for end < len(text) && isNameByte(text[end]) && text[end] != '.' {
				end++
			}
			if i >= from {
				f(i, end)
			}
			i = end
		default:
			i = p.token(text, i)
		}
	}
}

var keywords = strings.Fields("do end fn when and or not in true false nil else rescue catch after receive")

// isVariable reports whether a name in a text looks like a variable: it is no
// call, no field, no key and no keyword.
func isVariable(text string, start, end int) bool {
	name := text[start:end]
	if c := name[0]; !(c >= 'a' && c <= 'z' || c >= 0x80 || c == '_' && len(name) > 1) || strings.ContainsAny(name, "?!") || slices.Contains(keywords, name) {
		return false
	}
	if start > 0 && strings.IndexByte(".@:&%~", text[start-1]) >= 0 && !strings.HasSuffix(text[:start], "::") && !strings.HasSuffix(text[:start], "..") {
		return false
	}
	rest := text[end:]
	return !strings.HasPrefix(rest, "(") && (!strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "::"))
}

// ownVariables are those of the form, without what the session calls a
// function.
func (s Source) ownVariables() []Candidate {
	functions := map[string]bool{}
	for _, f := range s.Session.Imports() {
		functions[f.Name] = true
	}
	for _, f := range s.World.Functions("Kernel.SpecialForms") {
		functions[f.Name] = true
	}
	var out []Candidate
	for _, name := range s.form.variables {
		if !functions[name] {
			out = append(out, Candidate{Text: name, About: "variable of this form"})
		}
	}
	return out
}

var opaque = regexp.MustCompile(`#(?:PID|Reference|Port|Function)<[^>]*>|&[\w.:!?]+/\d+`)

// received are the messages that wait for the shell, as patterns, where the
// text ends in the head of a clause of receive; only tells that it does.
func (s Source) received(text, word string) []Candidate {
	if !s.form.receives {
		return nil
	}
	head := text[s.form.block:]
	head = strings.TrimLeft(head[strings.LastIndexAny(head, "\n;")+1:], " \t")
	if strings.Contains(head, "->") {
		return nil
	}
	var out []Candidate
	seen := map[string]bool{}
	for _, message := range s.World.Mailbox(s.Session.Evaluator(), most, patience) {
		pattern := opaque.ReplaceAllString(elixir.InspectPlain(message), "_")
		rest, ok := goesOn(pattern, head)
		if !ok || seen[pattern] || strings.Contains(pattern, "...") {
			continue
		}
		seen[pattern] = true
		out = append(out, Candidate{Text: word + rest, Over: word, About: "waits in the shell's mailbox"})
	}
	return out
}
