package complete

import (
	"regexp"
	"slices"
	"strings"

	"otpsh/runtime/elixir"
)

// This file is the candidates that are no names: sigils and operators.

var (
	sigilBegun    = regexp.MustCompile(`(?:^|[^\w~?=<|&])~([A-Za-z]*)$`)
	operatorBegun = regexp.MustCompile(`^\s*h[ (]\s*([^\w\s"'()\[\]{},;:@~]+)$`)
)

// sigils are those that a tilde and letters could become; only tells that one is
// begun.
func (s Source) sigils(text string) (found []Candidate, only bool) {
	begun := sigilBegun.FindStringSubmatch(text)
	if begun == nil {
		return nil, false
	}
	for _, f := range s.importedFunctions() {
		if letters, ok := strings.CutPrefix(f.Name, "sigil_"); ok {
			found = append(found, Candidate{Text: "~" + letters, About: strings.TrimPrefix(f.About, "~"+letters+": ")})
		}
	}
	// Those that interpolate first: they are the usual ones.
	slices.SortStableFunc(found, func(a, b Candidate) int { return -strings.Compare(a.Text[:2], b.Text[:2]) })
	return matching("~"+begun[1], found), true
}

// operators are those that help is asked for.
func (s Source) operators(text string) (found []Candidate, only bool) {
	begun := operatorBegun.FindStringSubmatch(text)
	if begun == nil {
		return nil, false
	}
	for _, module := range []string{"Kernel", "Kernel.SpecialForms"} {
		for _, c := range functions(s.World.Functions(module), nil) {
			if !plainName(strings.TrimRight(c.Text, "?!")) {
				found = append(found, c)
			}
		}
	}
	return matching(begun[1], found), true
}

// importedFunctions are the functions that need no module's name, in the
// session and in the form.
func (s Source) importedFunctions() []elixir.Function {
	names := map[string]map[string]bool{}
	var modules []string
	for _, f := range s.Session.Imports() {
		if names[f.Module] == nil {
			names[f.Module] = map[string]bool{}
			modules = append(modules, f.Module)
		}
		names[f.Module][f.Name] = true
	}
	var out []elixir.Function
	for _, module := range modules {
		for _, f := range s.World.Functions(module) {
			if names[module][f.Name] {
				out = append(out, f)
			}
		}
	}
	for _, module := range s.form.imports {
		out = append(out, s.World.Functions(s.whole(module))...)
	}
	return out
}
