package lib

import (
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the formatter of source text, for Code.

// formatString is (text, opts, sigil): Code.format_string!, as a list of one
// binary. Sigil, unless nil, is a function of a sigil's name, its content and
// metadata; what it returns, unless nil, is the content.
func formatString(m *vm.Machine, args []term.Term) (term.Term, error) {
	src, ok := args[0].(term.Binary)
	if !ok {
		return nil, vm.BadArg(1, notBinary)
	}
	m.Bump(len(src) / 8)
	o := formatOptions(args[1])
	format := func() (term.Term, error) {
		text, err := syntax.Format(string(src), parseOptions(args[1]), o)
		if err != nil {
			return nil, syntaxException(err)
		}
		return term.List(term.Binary(text)), nil
	}
	if args[2] == term.Term(term.Nil) {
		return format()
	}
	return inProcess(m, func(c caller) (term.Term, error) {
		var raised error
		o.Sigil = func(s syntax.Sigil) (string, bool) {
			if raised != nil {
				return "", false
			}
			var out term.Term
			out, raised = c.call(args[2], term.Binary(s.Name), term.Binary(s.Content), sigilMetadata(s))
			text, ok := out.(term.Binary)
			return string(text), ok
		}
		text, err := format()
		if raised != nil {
			return nil, raised
		}
		return text, err
	})
}

func sigilMetadata(s syntax.Sigil) term.Term {
	option := func(name string, value term.Term) term.Term { return term.Tuple2(term.Intern(name), value) }
	return term.List(option("line", term.Int(s.Line)), option("sigil", term.Intern(s.Name)),
		option("modifiers", toCharlist(s.Modifiers)), option("opening_delimiter", term.Binary(s.Delimiter)))
}

// quotedToAlgebra is (quoted, opts).
func quotedToAlgebra(_ *vm.Machine, args []term.Term) (term.Term, error) {
	return syntax.Algebra(args[0], inspectWhole, formatOptions(args[1])), nil
}

// inspectWhole shows what is no quoted form.
func inspectWhole(t term.Term) string { return InspectPlain(t, 0, -1) }

// formatOptions are the options of Code.format_string! and quoted_to_algebra.
func formatOptions(opts term.Term) syntax.FormatOptions {
	migrate := parseOptionIs(opts, "migrate")
	either := func(name string) bool {
		if v := parseOption(opts, name); v != nil {
			return v == term.Term(term.True)
		}
		return migrate
	}
	o := syntax.FormatOptions{
		Locals: localsWithoutParens(parseOption(opts, "locals_without_parens")), ForceDoEnd: parseOptionIs(opts, "force_do_end_blocks"),
		MigrateCharlists: either("migrate_charlists_as_sigils"), MigrateBitstrings: either("migrate_bitstring_modifiers"),
		MigrateUnless: either("migrate_unless"),
	}
	o.LineLength, _ = parseOption(opts, "line_length").(int)
	return o
}

// localsWithoutParens is [name: arity or :*] by name.
func localsWithoutParens(t term.Term) map[string][]int {
	items, _ := term.Slice(t)
	if len(items) == 0 {
		return nil
	}
	all := map[string][]int{}
	for _, item := range items {
		pair, ok := item.(*term.Tuple)
		if !ok || len(pair.Elems) != 2 {
			continue
		}
		name, ok := pair.Elems[0].(term.Atom)
		if !ok {
			continue
		}
		arity, ok := pair.Elems[1].(int)
		if !ok {
			arity = syntax.AnyArity
		}
		all[name.Name()] = append(all[name.Name()], arity)
	}
	return all
}
