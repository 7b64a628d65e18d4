package complete

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"otpsh/runtime/elixir"
)

// This file is the candidates that are modules and functions.

// whole is a module's name with the session's aliases resolved.
func (s Source) whole(module string) string {
	module = strings.TrimPrefix(module, "Elixir.")
	first, rest, nested := strings.Cut(module, ".")
	if full, ok := s.aliases()[first]; ok {
		if nested {
			return full + "." + rest
		}
		return full
	}
	return module
}

// aliases are those of the session and, before them, of the form.
func (s Source) aliases() map[string]string {
	all := s.Session.Aliases()
	maps.Copy(all, s.form.aliases)
	return all
}

// modules continue a module's name by one part; after a percent sign only
// those that have a struct, or could have one, or have modules below them.
func (s Source) modules(word string, structs bool) []Candidate {
	typed, searched := "", word
	if at := strings.LastIndex(word, "."); at >= 0 {
		typed = word[:at+1]
		searched = strings.TrimPrefix(s.whole(word[:at])+word[at:], "Elixir.")
	}
	var out []Candidate
	add := func(name, about string) {
		out = append(out, Candidate{Text: name, About: about})
	}
	if typed == "" {
		for short, full := range s.aliases() {
			if _, isStruct := s.World.StructFields(full); structs && isStruct {
				short += "{"
			}
			add(short, "alias of "+full)
		}
		sort.Slice(out, func(i, j int) bool { return out[i].Text < out[j].Text })
	}
	below := len(searched) - len(word) + len(typed)
	names := s.World.Modules()
	for i, name := range names {
		if !strings.HasPrefix(name, searched) {
			continue
		}
		part, _, nested := strings.Cut(name[below:], ".")
		about, isStruct := "module", false
		if !nested {
			line, loaded := s.World.Moduledoc(name)
			if structs && loaded {
				_, isStruct = s.World.StructFields(name)
			}
			parent := i+1 < len(names) && strings.HasPrefix(names[i+1], name+".")
			switch {
			case structs && loaded && !isStruct && !parent:
				continue
			case line != "":
				about = line
			case isStruct:
				about = "struct"
			}
		}
		if isStruct {
			part += "{"
		}
		add(typed+part, about)
	}
	if !structs {
		out = append(out, s.upperNames(typed, searched)...)
	}
	return matching(word, out)
}

// upperNames are the processes that are registered as something like a module.
func (s Source) upperNames(typed, searched string) []Candidate {
	var out []Candidate
	for _, c := range s.registered(true) {
		if isUpper(c.Text[0]) && strings.HasPrefix(c.Text, searched) {
			out = append(out, Candidate{Text: typed + c.Text[strings.LastIndex(searched, ".")+1:], About: c.About})
		}
	}
	return out
}

// inBraces are the modules below one, as in alias Shop.{
func (s Source) inBraces(parent, word string) []Candidate {
	found := s.modules(parent+word, false)
	for i, c := range found {
		found[i].Text, found[i].Over = c.Text[len(parent):], word
	}
	return found
}

// remote are what follows a dot: functions and modules of a module, or fields
// of a value.
func (s Source) remote(word string) []Candidate {
	at := strings.LastIndex(word, ".")
	before, name := word[:at], word[at+1:]
	if before == "" || strings.HasPrefix(before, "@") {
		return nil
	}
	if name != "" && isUpper(name[0]) {
		return s.modules(word, false)
	}
	module := before
	switch {
	case isUpper(before[0]):
		module = s.whole(before)
	case before[0] != ':':
		value, ok := s.value(before)
		if !ok {
			return nil
		}
		if fields := fieldsOf(value); fields != nil {
			return matching(word, prefixed(before+".", fields))
		}
		if module, ok = moduleName(value); !ok {
			return nil
		}
	}
	out := matching(word, prefixed(before+".", functions(s.public(module), nil)))
	if name == "" && isUpper(before[0]) {
		out = append(out, s.modules(word, false)...)
	}
	return out
}

// public are the functions of a module; of a macro that cannot be used yet that
// is told.
func (s Source) public(module string) []elixir.Function {
	all := s.World.Functions(module)
	if slices.Contains(s.Session.Requires(), module) || slices.ContainsFunc(s.form.requires, func(m string) bool { return s.whole(m) == module }) {
		return all
	}
	for i, f := range all {
		if f.Macro {
			all[i].About = "macro: require " + module + " first. " + f.About
		}
	}
	return all
}

func prefixed(prefix string, all []Candidate) []Candidate {
	for i := range all {
		all[i].Text = prefix + all[i].Text
	}
	return all
}

// locals are variables, and the functions that need no module's name.
func (s Source) locals(before, word string) []Candidate {
	out := slices.Concat(s.ownVariables(), s.variables(), ownFunctions(before))
	imported := map[string]map[string]bool{}
	var modules []string
	for _, f := range s.Session.Imports() {
		if !strings.HasPrefix(f.Name, word) {
			continue
		}
		if imported[f.Module] == nil {
			imported[f.Module] = map[string]bool{}
			modules = append(modules, f.Module)
		}
		imported[f.Module][f.Name] = true
	}
	// What a person imported is likelier than what is always there.
	slices.SortStableFunc(modules, func(a, b string) int { return rank(a) - rank(b) })
	for _, module := range modules {
		out = append(out, functions(s.World.Functions(module), imported[module])...)
	}
	for _, module := range s.form.imports {
		out = append(out, functions(s.World.Functions(s.whole(module)), nil)...)
	}
	out = append(out, functions(s.World.Functions("Kernel.SpecialForms"), nil)...)
	return matching(word, out)
}

func rank(module string) int { return slices.Index([]string{"IEx.Helpers", "Kernel"}, module) }

// functions are candidates for functions, one for a name: the arity that is
// documented, with others told of.
func functions(all []elixir.Function, only map[string]bool) []Candidate {
	var out []Candidate
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].Name == all[0].Name {
			n++
		}
		if name := all[0].Name; only == nil || only[name] {
			out = append(out, Candidate{Text: name, About: about(all[:n])})
		}
		all = all[n:]
	}
	return out
}

// about is the arities of a function in a few words: its signature and the
// first line of its help, else what arities it has.
func about(arities []elixir.Function) string {
	for _, f := range arities {
		if f.Signature == "" {
			continue
		}
		if f.About != "" {
			return f.Signature + "  " + f.About
		}
		return f.Signature
	}
	var numbers []string
	for _, f := range arities {
		numbers = append(numbers, fmt.Sprintf("%s/%d", f.Name, f.Arity))
	}
	return strings.Join(numbers, ", ")
}

// signatures tell of the call that is being typed, when its next argument is
// not begun: every arity that has so many arguments.
func (s Source) signatures(at position, text string) []Candidate {
	f := at.top()
	if f.kind != '(' || f.callee == "" || f.argument(text, f.commas) != "" {
		return nil
	}
	var out []Candidate
	for _, g := range s.called(f.callee) {
		if g.Arity <= f.commas && g.Arity > 0 || g.Arity == 0 && f.commas > 0 {
			continue
		}
		if told := about([]elixir.Function{g}); g.Signature != "" {
			out = append(out, Candidate{About: told})
		}
	}
	if len(out) == 0 {
		if all := s.called(f.callee); len(all) > 0 && f.commas == 0 {
			out = append(out, Candidate{About: about(all)})
		}
	}
	return out
}

// called are the arities of the function that a callee names.
func (s Source) called(callee string) []elixir.Function {
	module, name := "", callee
	if at := strings.LastIndex(callee, "."); at >= 0 {
		module, name = callee[:at], callee[at+1:]
		switch {
		case isUpper(callee[0]):
			module = s.whole(module)
		case callee[0] != ':':
			value, ok := s.value(module)
			if !ok {
				return nil
			}
			if module, ok = moduleName(value); !ok {
				return nil
			}
		}
	} else {
		for _, f := range s.Session.Imports() {
			if f.Name == name {
				module = f.Module
			}
		}
		if module == "" {
			module = "Kernel.SpecialForms"
		}
	}
	var out []elixir.Function
	for _, f := range s.World.Functions(module) {
		if f.Name == name {
			out = append(out, f)
		}
	}
	return out
}

// arities are those of a function that is named with a slash: &Enum.map/
func (s Source) arities(_ position, text string) []Candidate {
	text, ok := strings.CutSuffix(text, "/")
	callee := lastWord(text)
	if !ok || callee == "" || !strings.Contains(callee, ".") && !strings.HasSuffix(text, "&"+callee) {
		return nil
	}
	var out []Candidate
	for _, f := range s.called(callee) {
		out = append(out, Candidate{Text: fmt.Sprint(f.Arity), About: about([]elixir.Function{f})})
	}
	return out
}

// imported are the functions with their arities that import's only: [ and
// except: [ may list; only tells that such a list is being typed.
func (s Source) imported(at position, text, word string) (found []Candidate, only bool) {
	f, inList, ok := at.call()
	if !ok || !inList || f.callee != "import" || f.commas == 0 {
		return nil, false
	}
	list := at.top()
	if list.argument(text, list.commas) != word {
		return nil, false
	}
	for _, g := range s.World.Functions(s.whole(f.argument(text, 0))) {
		found = append(found, Candidate{Text: fmt.Sprintf("%s: %d", g.Name, g.Arity), About: about([]elixir.Function{g})})
	}
	return matching(word, found), true
}
