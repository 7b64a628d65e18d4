package elixir

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"otpsh/runtime/lib"
	"otpsh/runtime/term"
)

// This file is the comparison with a real Elixir: the same expression here and
// there, each evaluated by the same module (lib/real.ex).

// Answer is what an expression gave: what it printed, and its value or error as
// text.
type Answer struct {
	Printed, Shown string
	// Of a real Elixir: which it is, and what failed before the expression, a
	// line each.
	Version, OTP string
	Failures     []string
}

// Definition is a name with source text for its value.
type Definition struct{ Name, Source string }

// Sources are the session's variables of these names as source; those whose
// value no source gives back, as a pid, are kept.
func (s *Session) Sources(names []string) (handed []Definition, kept []string) {
	atoms := make([]term.Term, len(names))
	for i, n := range names {
		atoms[i] = term.Intern(n)
	}
	s.ask(func(answer []term.Term) Result {
		pairs, _ := term.Slice(answer[0])
		for _, p := range pairs {
			pair := p.(*term.Tuple).Elems
			handed = append(handed, Definition{pair[0].(term.Atom).Name(), text(pair[1])})
		}
		others, _ := term.Slice(answer[1])
		for _, o := range others {
			kept = append(kept, o.(term.Atom).Name())
		}
		return Result{}
	}, "otpsh_real", term.Intern("sources"), term.List(s.bindings, term.List(atoms...)))
	return handed, kept
}

// Answer evaluates an expression with the session's variables and names; what it
// binds is forgotten. Values are shown in that many columns. The result is Done,
// or tells why there is no answer.
func (s *Session) Answer(expr string, width int) (a Answer, r Result) {
	r = s.ask(func(answer []term.Term) Result {
		a = Answer{Printed: text(answer[0]), Shown: text(answer[1])}
		return Result{Status: Done}
	}, "otpsh_real", term.Intern("run"), term.List(term.Binary(expr), s.bindings, s.env, term.Int(width)))
	return a, r
}

// Foreign is what a real Elixir is to evaluate: an expression, after inputs that
// define modules or concern names (import, alias, require).
type Foreign struct {
	Inputs    []string
	Variables []Definition
	Expr      string
	Width     int
}

// ErrNoElixir says that no Elixir is installed.
var ErrNoElixir = errors.New("no Elixir is installed: there is no program elixir in the PATH")

// answerMark begins the line of the answer; see real.ex.
const answerMark = "\notpsh-real:"

// Elsewhere has the installed Elixir evaluate it, until ctx ends.
func (w *World) Elsewhere(ctx context.Context, f Foreign) (Answer, error) {
	driver, _, _ := lib.SourceOf(w.kernel, term.Intern("otpsh_real"))
	var variables []string
	for _, v := range f.Variables {
		variables = append(variables, fmt.Sprintf("{%s, %s}", lib.InspectAtom(term.Intern(v.Name)), literal(v.Source)))
	}
	program := fmt.Sprintf("%s\n:otpsh_real.main([%s], [%s], %s, %d)\n", driver,
		literals(f.Inputs), strings.Join(variables, ", "), literal(f.Expr), f.Width)
	out, _, err := w.Run(ctx, "elixir", "-e", program)
	switch {
	case ctx.Err() != nil:
		return Answer{}, ctx.Err()
	case errors.Is(err, errNoSuchFile):
		return Answer{}, ErrNoElixir
	case err != nil:
		return Answer{}, err
	}
	before, line, found := strings.Cut(out, answerMark)
	if !found {
		return Answer{}, fmt.Errorf("the program elixir gave no answer but:\n%s", strings.TrimSpace(out))
	}
	line, _, _ = strings.Cut(line, "\n")
	fields := strings.Split(strings.TrimSpace(line), ",")
	if len(fields) != 5 {
		return Answer{}, fmt.Errorf("the program elixir gave an answer that cannot be read after:\n%s", strings.TrimSpace(before))
	}
	for i, field := range fields {
		b, err := base64.StdEncoding.DecodeString(field)
		if err != nil {
			return Answer{}, fmt.Errorf("the program elixir gave an answer that cannot be read: %v", err)
		}
		fields[i] = string(b)
	}
	a := Answer{Version: fields[0], OTP: fields[1], Printed: fields[2], Shown: fields[3]}
	if fields[4] != "" {
		a.Failures = strings.Split(fields[4], "\n")
	}
	return a, nil
}

func literals(texts []string) string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = literal(t)
	}
	return strings.Join(out, ", ")
}

// literal is a text as a string of Elixir.
func literal(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "#", `\#`).Replace(text) + `"`
}
