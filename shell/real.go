package shell

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"otpsh/runtime/elixir"
	"otpsh/shell/view"
)

// This file is .real: the same expression on an installed Elixir.

// realDeadline is how long that may take, its start included.
const realDeadline = 10 * time.Second

// spoken is the version of Elixir that otpsh speaks.
const spoken = "1.18"

// realCommand is .real EXPR.
func realCommand(s *Shell, expr string) {
	if expr == "" {
		s.usage("real", "which expression?")
		return
	}
	at := s.here.Load()
	if o, ok := elixir.OutlineOf(expr); !ok || o.Continues {
		s.refuse("this is no whole expression: %s", expr)
		return
	}
	foreign, kept := s.foreign(expr)
	foreign.Width = s.cfg.Style.ColumnWidth()
	for _, name := range kept {
		s.note("  %s is not handed over: no source gives its value back", name)
	}
	if len(s.runs) == 0 {
		s.stop.Store(false)
	}
	ours, r := at.session.Answer(expr, foreign.Width)
	switch {
	case r.Status != elixir.Done:
		s.show(r)
		return
	case s.stop.Load():
		s.refuse("stopped")
		return
	}
	theirs, err := s.elsewhere(at, foreign)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		s.refuse("the installed Elixir gave no answer within %d s", realDeadline/time.Second)
	case errors.Is(err, context.Canceled):
		s.refuse("stopped")
	case err != nil:
		s.refuse("%v", err)
	default:
		s.compare(ours, theirs)
		return
	}
	s.print(answerText(ours) + "\n")
}

// elsewhere asks the installed Elixir; Ctrl-C ends that.
func (s *Shell) elsewhere(at *place, f elixir.Foreign) (elixir.Answer, error) {
	ctx, cancel := context.WithTimeout(context.Background(), realDeadline)
	defer cancel()
	at.forgetStop()
	go func() {
		select {
		case <-at.stop:
			cancel()
		case <-ctx.Done():
		}
	}()
	return at.world.Elsewhere(ctx, f)
}

// compare shows both answers.
func (s *Shell) compare(ours, theirs elixir.Answer) {
	title := fmt.Sprintf("Elixir %s, OTP %s", theirs.Version, theirs.OTP)
	left, right := answerText(ours), answerText(theirs)
	s.print(s.cfg.Style.Compare(view.Side{Title: "otpsh", Text: left}, view.Side{Title: title, Text: right}, [2]string{alike(left), alike(right)}))
	for _, f := range theirs.Failures {
		s.note("  %s", f)
	}
	if !strings.HasPrefix(theirs.Version, spoken+".") {
		s.note("  otpsh speaks Elixir %s; another version may differ for that alone", spoken)
	}
}

// answerText is what was printed, then the value or the error.
func answerText(a elixir.Answer) string {
	text := plain(a.Printed)
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return strings.TrimSuffix(text+a.Shown, "\n")
}

// individual finds what no two systems have in common.
var individual = regexp.MustCompile(`#(PID|Reference|Port)<[\d.]+>|#Function<[^>]*>`)

// alike is a text without that; its kind stays.
func alike(text string) string {
	return individual.ReplaceAllStringFunc(text, func(value string) string {
		kind, _, _ := strings.Cut(value, "<")
		return kind + "<...>"
	})
}

// foreign is what the other Elixir needs for an expression: the variables, and of
// what was typed in this world the modules that it needs, and their names. kept
// are variables that cannot be handed over.
func (s *Shell) foreign(expr string) (f elixir.Foreign, kept []string) {
	at := s.here.Load()
	o, _ := elixir.OutlineOf(expr)
	f.Expr = expr
	f.Variables, kept = at.session.Sources(both(o.Variables, at.session.Bindings()))
	typed := s.typed(at.number)
	n := needs{modules: map[string]bool{}, aliases: map[string]string{}}
	for _, t := range typed {
		for as, name := range t.outline.Aliases {
			n.aliases[as] = n.full(name)
		}
	}
	n.add(o)
	for _, v := range f.Variables {
		if of, ok := elixir.OutlineOf(v.Source); ok {
			n.add(of)
		}
	}
	for _, t := range typed {
		if t.names() {
			n.add(t.outline)
		}
	}
	inputs := n.inputs(typed)
	f.Inputs = append(n.actors(at.world), inputs...)
	return f, kept
}

func both(a, b []string) []string {
	var out []string
	for _, x := range a {
		if slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

// typedForm is an input that worked, with what it names.
type typedForm struct {
	source  string
	outline elixir.Outline
}

// typed are the forms that were typed in a world and hold there.
func (s *Shell) typed(world int) []typedForm {
	var out []typedForm
	for _, e := range s.record.Entries() {
		if e.Command || e.Failed || e.Undone || e.World != world {
			continue
		}
		if o, ok := elixir.OutlineOf(e.Input); ok && !o.Continues {
			out = append(out, typedForm{e.Input, o})
		}
	}
	return out
}

var concernsNames = regexp.MustCompile(`^\s*(import|alias|require)\s`)

// names reports whether the form is there for names alone.
func (t typedForm) names() bool {
	return concernsNames.MatchString(t.source) && len(t.outline.Defines) == 0
}

// needs are the modules that are needed somewhere, by their full names.
type needs struct {
	modules map[string]bool
	aliases map[string]string
}

func (n needs) full(name string) string {
	first, rest, _ := strings.Cut(name, ".")
	if whole, ok := n.aliases[first]; ok {
		first = whole
	}
	return strings.TrimSuffix(first+"."+rest, ".")
}

func (n needs) add(o elixir.Outline) {
	for _, name := range o.Modules {
		n.modules[n.full(name)] = true
	}
}

// inputs are the forms that define what is needed, and what these need, among
// those that are there for names. What implements a protocol is needed with it, or
// with the type.
func (n needs) inputs(typed []typedForm) []string {
	taken := make([]bool, len(typed))
	for again := true; again; {
		again = false
		for i, t := range typed {
			if !taken[i] && slices.ContainsFunc(t.outline.Defines, n.needed) {
				taken[i], again = true, true
				n.add(t.outline)
				for _, d := range t.outline.Defines {
					n.modules[d] = true
				}
			}
		}
	}
	var out []string
	for i, t := range typed {
		if taken[i] || t.names() {
			out = append(out, t.source)
		}
	}
	return out
}

// needed reports whether a module is needed: itself, or as Protocol.Type for one
// of the two.
func (n needs) needed(module string) bool {
	if n.modules[module] {
		return true
	}
	for i, r := range module {
		if r == '.' && (n.modules[module[:i]] || n.modules[module[i+1:]]) {
			return true
		}
	}
	return false
}

// actors are the needed modules Demo.*, which only otpsh has.
func (n needs) actors(w *elixir.World) []string {
	var out []string
	for name := range n.modules {
		if source, ok := w.Source(name); ok && source.Ours && strings.HasPrefix(name, "Demo.") {
			out = append(out, source.Text)
		}
	}
	slices.Sort(out)
	return out
}
