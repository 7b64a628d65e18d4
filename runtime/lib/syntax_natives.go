package lib

import (
	"errors"

	"otpsh/runtime/diag"
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :otpsh_syntax: text to quoted terms and back, for Code, Macro
// and the exceptions of the parser.

var syntaxNatives = vm.Natives{
	"string_to_quoted/2": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		return withParsed(m, args[0], args[1], func(r parsed) (term.Term, error) {
			if r.err != nil {
				return quotedError(r.err), nil
			}
			return term.Tuple2(term.Ok, r.quoted), nil
		})
	},
	"string_to_quoted!/2": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		return withParsed(m, args[0], args[1], func(r parsed) (term.Term, error) {
			if r.err != nil {
				return nil, syntaxException(r.err)
			}
			return r.quoted, nil
		})
	},
	// {:ok, quoted, comments} or {:error, ...}.
	"string_to_quoted_with_comments/2": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		return withParsed(m, args[0], args[1], func(r parsed) (term.Term, error) {
			if r.err != nil {
				return quotedError(r.err), nil
			}
			return term.Tuple3(term.Ok, r.quoted, commentTerms(r.comments)), nil
		})
	},
	"string_to_quoted_with_comments!/2": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		return withParsed(m, args[0], args[1], func(r parsed) (term.Term, error) {
			if r.err != nil {
				return nil, syntaxException(r.err)
			}
			return term.Tuple2(r.quoted, commentTerms(r.comments)), nil
		})
	},
	"to_string/1": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		return term.Binary(syntax.ToStringWith(args[0], inspectWhole)), nil
	},
	"format_string/3":     formatString,
	"quoted_to_algebra/2": quotedToAlgebra,
	// The message of a SyntaxError, TokenMissingError or
	// MismatchedDelimiterError, in color or not. The file is shown as the
	// struct has it.
	"message/2": func(_ *vm.Machine, args []term.Term) (term.Term, error) {
		e, err := syntaxErrorOf(args[0])
		if err != nil {
			return nil, err
		}
		return term.Binary(e.FullMessage(args[1] == term.Term(term.True))), nil
	},
	"unescape_string/1": func(_ *vm.Machine, args []term.Term) (term.Term, error) {
		return unescapeText(args[0], nil)
	},
	// (text, escapes): escapes is a map of :newline, :unicode and :hex to
	// booleans, and of characters to what they stand for or false.
	"unescape_string/2": func(_ *vm.Machine, args []term.Term) (term.Term, error) {
		escapes, ok := args[1].(*term.Map)
		if !ok {
			return nil, vm.BadArg(2, "not a map")
		}
		return unescapeText(args[0], escapeMap{escapes})
	},
}

// parsed is what became of a text.
type parsed struct {
	quoted   term.Term
	comments []syntax.Comment
	err      *syntax.Error
}

// withParsed parses a text with the options of Code.string_to_quoted and
// reports its warnings. Encoders are called in the process, which makes the
// parser a coroutine.
func withParsed(m *vm.Machine, text, opts term.Term, then func(parsed) (term.Term, error)) (term.Term, error) {
	src, ok := text.(term.Binary)
	if !ok {
		return nil, vm.BadArg(1, notBinary)
	}
	m.Bump(len(src) / 32)
	o := parseOptions(opts)
	o.Depth = m.World().Limits().ParseDepth
	quiet := parseOption(opts, "emit_warnings") == term.Term(term.False)
	run := func(o syntax.Options) (term.Term, error) {
		var r parsed
		o.Comment = func(c syntax.Comment) { r.comments = append(r.comments, c) }
		var warnings []diag.Diagnostic
		r.quoted, warnings, r.err = syntax.Parse(string(src), o)
		RememberText(m.World(), o.File, string(src), max(o.Line, 1))
		if !quiet {
			for _, w := range warnings {
				worldState(m.World()).report(m.Process().PID(), w)
			}
		}
		return then(r)
	}
	literal, atom := parseOption(opts, "literal_encoder"), parseOption(opts, "static_atoms_encoder")
	if literal == nil && atom == nil {
		return run(o)
	}
	return inProcess(m, func(c caller) (term.Term, error) {
		var raised error
		if literal != nil {
			o.LiteralEncoder = func(value, meta term.Term) (term.Term, error) { return encoded(c, &raised, literal, value, meta) }
		}
		if atom != nil {
			o.StaticAtomsEncoder = func(name string, meta term.Term) (term.Term, error) {
				return encoded(c, &raised, atom, term.Binary(name), meta)
			}
		}
		out, err := run(o)
		if raised != nil {
			return nil, raised
		}
		return out, err
	})
}

// encoded is what an encoder makes of a value: {:ok, term} or {:error, text}.
func encoded(c caller, raised *error, fun, value, meta term.Term) (term.Term, error) {
	out, err := c.call(fun, value, meta)
	if err != nil {
		*raised = err
		return nil, err
	}
	t, ok := out.(*term.Tuple)
	if !ok || len(t.Elems) != 2 {
		*raised = vm.Raise(term.Tuple2(term.Intern("case_clause"), out))
		return nil, *raised
	}
	if t.Elems[0] == term.Term(term.Ok) {
		return t.Elems[1], nil
	}
	reason, _ := t.Elems[1].(term.Binary)
	return nil, errors.New(string(reason))
}

// parseOption is the value of an option, nil when it is not given.
func parseOption(opts term.Term, name string) term.Term {
	key := term.Intern(name)
	items, _ := term.Slice(opts)
	for _, item := range items {
		if t, ok := item.(*term.Tuple); ok && len(t.Elems) == 2 && t.Elems[0] == term.Term(key) {
			return t.Elems[1]
		}
	}
	return nil
}

func parseOptionIs(opts term.Term, name string) bool {
	return parseOption(opts, name) == term.Term(term.True)
}

func parseOptions(opts term.Term) syntax.Options {
	o := syntax.Options{
		Columns: parseOptionIs(opts, "columns"), TokenMetadata: parseOptionIs(opts, "token_metadata"),
		ExistingAtomsOnly: parseOptionIs(opts, "existing_atoms_only"),
		NoUnescape:        parseOption(opts, "unescape") == term.Term(term.False),
	}
	if file, ok := parseOption(opts, "file").(term.Binary); ok {
		o.File = string(file)
	}
	line := parseOption(opts, "line")
	o.Line, _ = line.(int)
	o.LineZero = line == term.Term(term.Int(0))
	o.Column, _ = parseOption(opts, "column").(int)
	return o
}

// quotedError is {:error, {meta, message, token}}.
func quotedError(e *syntax.Error) term.Term {
	return term.Tuple2(term.Error, term.Tuple3(e.MetaTerm(), e.InfoTerm(), term.Binary(e.Token)))
}

func commentTerms(comments []syntax.Comment) term.Term {
	var b term.ListBuilder
	for _, c := range comments {
		b.Add(term.MapOf(
			term.Intern("line"), term.Int(c.Pos.Line), term.Intern("column"), term.Int(c.Pos.Column),
			term.Intern("previous_eol_count"), term.Int(c.PreviousEOLs), term.Intern("next_eol_count"), term.Int(c.NextEOLs),
			term.Intern("text"), term.Binary(c.Text)))
	}
	return b.List()
}

// syntaxErrorOf is the error that an exception struct of the parser holds.
func syntaxErrorOf(t term.Term) (*syntax.Error, error) {
	m, ok := t.(*term.Map)
	name, isStruct := term.IsStruct(t)
	if !ok || !isStruct {
		return nil, vm.BadArg(1, "not an exception")
	}
	get := func(key string) term.Term {
		v, _ := m.GetAtom(term.Intern(key))
		return v
	}
	number := func(key string) int {
		n, _ := get(key).(int)
		return n
	}
	delimiter := func(key string) string {
		a, ok := get(key).(term.Atom)
		if !ok || a == term.Nil {
			return ""
		}
		return a.Name()
	}
	e := &syntax.Error{
		Pos:     diag.Pos{Line: number("line"), Column: number("column")},
		End:     diag.Pos{Line: number("end_line"), Column: number("end_column")},
		Opening: delimiter("opening_delimiter"), Expected: delimiter("expected_delimiter"),
	}
	switch name {
	case term.Alias("TokenMissingError"):
		e.Kind = syntax.TokenMissingError
	case term.Alias("MismatchedDelimiterError"):
		e.Kind = syntax.MismatchedDelimiterError
	}
	message, _ := get("description").(term.Binary)
	file, _ := get("file").(term.Binary)
	snippet, has := get("snippet").(term.Binary)
	e.Message, e.File, e.Snippet, e.HasSnippet = string(message), string(file), string(snippet), has
	return e, nil
}

func unescapeText(t term.Term, m syntax.EscapeMap) (term.Term, error) {
	s, ok := t.(term.Binary)
	if !ok {
		return nil, vm.BadArg(1, notBinary)
	}
	text, err := syntax.Unescape(string(s), m)
	if err != nil {
		return nil, vm.Raise(term.MapOf(term.Struct, term.Alias("ArgumentError"), term.Exception, term.True,
			term.Intern("message"), term.Binary(err.Message)))
	}
	return term.Binary(text), nil
}

// escapeMap is escapes that a program gave.
type escapeMap struct{ m *term.Map }

func (e escapeMap) ask(key string) bool {
	v, _ := e.m.GetAtom(term.Intern(key))
	return v == term.Term(term.True)
}
func (e escapeMap) Newline() bool { return e.ask("newline") }
func (e escapeMap) Unicode() bool { return e.ask("unicode") }
func (e escapeMap) Hex() bool     { return e.ask("hex") }

func (e escapeMap) Char(c byte) (string, bool) {
	v, ok := e.m.Get(term.Int(int(c)))
	if !ok {
		return string([]byte{c}), true
	}
	switch x := v.(type) {
	case int:
		return string([]byte{byte(x)}), true
	case term.Binary:
		return string(x), true
	}
	return "", false
}
