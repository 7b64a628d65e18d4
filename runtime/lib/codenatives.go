package lib

import (
	"otpsh/runtime/diag"
	"otpsh/runtime/expand"
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// otpshCodeNatives is the module :otpsh_code: loading and evaluating code,
// on which Code, Module and the command line rest.
var otpshCodeNatives = vm.Natives{
	"ensure_loaded/1": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		name, ok := args[0].(term.Atom)
		return term.Bool(ok && m.Code().Module(name) != nil), nil
	},
	"loaded/1": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		name, ok := args[0].(term.Atom)
		return term.Bool(ok && m.Code().Installed(name) != nil), nil
	},
	"all_loaded/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		var names []term.Term
		for _, name := range m.Code().Loaded() {
			names = append(names, name)
		}
		return term.List(names...), nil
	},
	"delete/1": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		name, ok := args[0].(term.Atom)
		if !ok || m.Code().Installed(name) == nil {
			return term.False, nil
		}
		m.Code().Delete(name)
		return term.True, nil
	},
	"library_clauses/3": libraryClauses,
	"docs/1":            moduleDocs,
	"typespecs/1":       moduleTypespecs,
	"line_of/3":         lineOf,
	"of_library/1": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		name, ok := args[0].(term.Atom)
		return term.Bool(ok && ofLibrary(m, name)), nil
	},
	"directory/1": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		dir, _ := args[0].(term.Binary)
		info, err := m.World().Host().Stat(string(dir))
		return term.Bool(err == nil && info.Type == "directory"), nil
	},
	"run_file/1":       runFile,
	"compile_file/2":   compileText,
	"begin_files/0":    beginFiles,
	"end_files/0":      endFiles,
	"compile_quoted/2": compileQuoted,
	"read_source/1":    readSource,
	"eval_string/3":    evalString,
	"eval_quoted/3": func(m *vm.Machine, args []term.Term) (term.Term, error) {
		return evalBindings(m, args[0], args[1], args[2], evaluation{})
	},
	"eval_quoted/4":  evalQuoted,
	"env/1":          topEnv,
	"phase/3":        phaseText,
	"define/3":       defineLexical,
	"expand_alias/3": expandAlias,
	"expand_once/2":  expandOnce,
	"escape/3":       escapeTerm,
	"answer/2":       answerHost,

	"warning/2":               userWarning,
	"collect_diagnostics/1":   collectDiagnostics,
	"collected_diagnostics/0": collectedDiagnostics,
	"stop_diagnostics/0":      stopDiagnostics,
}

// runFile reads a file and runs it as one unit. Its value is the list of the
// modules that it has defined.
func runFile(m *vm.Machine, args []term.Term) (term.Term, error) {
	path, _ := args[0].(term.Binary)
	file := absolutePath(m.World(), string(path))
	text, err := m.World().Host().ReadFile(file)
	if err != nil {
		return nil, loadError(file, err)
	}
	return compileText(m, []term.Term{term.Binary(text), term.Binary(file)})
}

// loadError is the exception for a file that cannot be read.
func loadError(file string, err error) error {
	reason := failure(err, "enoent")
	return vm.Raise(term.MapOf(term.Struct, term.Alias("Code.LoadError"), term.Exception, term.True,
		term.Intern("file"), term.Binary(file), term.Intern("reason"), reason,
		term.Intern("message"), term.Binary("could not load "+file+". Reason: "+reason.Name())))
}

// readSource is (path): {text, absolute path} of a file of source.
func readSource(m *vm.Machine, args []term.Term) (term.Term, error) {
	path, ok := args[0].(term.Binary)
	if !ok {
		return nil, vm.BadArg(1, notBinary)
	}
	file := absolutePath(m.World(), string(path))
	text, err := m.World().Host().ReadFile(file)
	if err != nil {
		return nil, loadError(file, err)
	}
	return term.Tuple2(term.Binary(text), term.Binary(file)), nil
}

// compileText is (text, file): it compiles and runs the text of a file, and
// gives [{module, object code}, ...] of the modules that this defines.
func compileText(m *vm.Machine, args []term.Term) (term.Term, error) {
	text, file := args[0].(term.Binary), args[1].(term.Binary)
	quoted, err := parse(m, string(text), string(file))
	if err != nil {
		return nil, err
	}
	return compileQuoted(m, []term.Term{quoted, file})
}

// compileQuoted is compileText for code that is parsed already.
func compileQuoted(m *vm.Machine, args []term.Term) (term.Term, error) {
	quoted, file := args[0], args[1].(term.Binary)
	pid := m.Process().PID()
	return inProcess(m, func(c caller) (term.Term, error) {
		found, end := worldState(m.World()).collectModules(pid)
		defer end()
		h := newCompileHost(c, m.World())
		if err := h.compileFile(quoted, string(file)); err != nil {
			return nil, raised(err)
		}
		return found.list(), found.runVerify(h)
	})
}

// parse is the quoted form of source text; warnings are reported, an error is
// the exception that Elixir raises.
func parse(m *vm.Machine, text, file string) (term.Term, error) {
	quoted, warnings, err := syntax.Parse(text, syntax.Options{File: file, Line: 1, Columns: true, Depth: m.World().Limits().ParseDepth})
	for _, w := range warnings {
		worldState(m.World()).report(m.Process().PID(), w)
	}
	if err != nil {
		return nil, syntaxException(err)
	}
	RememberText(m.World(), file, text, 1)
	return quoted, nil
}

// syntaxException is a parse error as the exception struct of its kind.
func syntaxException(e *syntax.Error) *vm.Exception {
	return vm.Raise(syntaxErrorStruct(e))
}

// expandOnce is (quoted, env): Macro.expand_once.
func expandOnce(m *vm.Machine, args []term.Term) (term.Term, error) {
	return inProcess(m, func(c caller) (term.Term, error) {
		h := newCompileHost(c, m.World())
		env, err := expand.EnvFromTerm(h, args[1])
		if err != nil {
			return nil, err
		}
		out, changed, err := expand.New(h).MacroExpand(args[0], env)
		if err != nil {
			return nil, raised(err)
		}
		return term.Tuple2(out, term.Bool(changed)), nil
	})
}

// defineLexical is (alias, require or import, env, warnings?): {:ok, env after
// it} or {:error, message}.
func defineLexical(m *vm.Machine, args []term.Term) (term.Term, error) {
	return inProcess(m, func(c caller) (term.Term, error) {
		h := newCompileHost(c, m.World())
		var failed string
		tell := h.report
		h.report = func(d diag.Diagnostic) {
			if d.Severity == diag.Error {
				failed = d.Message
			} else if args[2] == term.Term(term.True) {
				tell(d)
			}
		}
		env, err := expand.EnvFromTerm(h, args[1])
		if err != nil {
			return nil, err
		}
		_, after, err := expand.New(h).Expr(args[0], env)
		switch e := err.(type) {
		case nil:
			return term.Tuple2(term.Ok, after.Term()), nil
		case *expand.CompileError:
			if failed == "" {
				failed = e.Message
			}
			return term.Tuple2(term.Error, term.Binary(failed)), nil
		}
		return nil, raised(err)
	})
}

// expandAlias is (metadata, segments, env): the module, or nil when no alias
// says what the segments mean.
func expandAlias(m *vm.Machine, args []term.Term) (term.Term, error) {
	env, err := expand.EnvFromTerm(newCompileHost(scratchCaller{m.World()}, m.World()), args[2])
	if err != nil {
		return nil, err
	}
	segments, _ := term.Slice(args[1])
	if full, ok := env.Alias(args[0], segments); ok && len(segments) > 0 {
		return full, nil
	}
	return term.Nil, nil
}

// escapeTerm is (term, unquote?, prune metadata?): Macro.escape.
func escapeTerm(_ *vm.Machine, args []term.Term) (term.Term, error) {
	out, err := expand.EscapeQuoted(args[0], args[1] == term.Term(term.True), args[2] == term.Term(term.True))
	return out, raised(err)
}

// answerHost is (id, answer): what a session was asked by the host.
func answerHost(m *vm.Machine, args []term.Term) (term.Term, error) {
	id, _ := args[0].(int)
	worldState(m.World()).answer(id, args[1])
	return term.Ok, nil
}

// syntaxErrorStruct is a parse error as the exception struct of its kind.
func syntaxErrorStruct(e *syntax.Error) term.Term {
	if e.Kind == syntax.UnicodeConversionError {
		return term.MapOf(term.Struct, term.Alias(e.Kind.String()), term.Exception, term.True,
			term.Intern("encoded"), term.Nil, term.Intern("message"), term.Binary(e.Message))
	}
	orNilInt := func(n int) term.Term {
		if n == 0 {
			return term.Nil
		}
		return term.Int(n)
	}
	orNilText := func(s string) term.Term {
		if s == "" {
			return term.Nil
		}
		return term.Intern(s)
	}
	snippet := term.Term(term.Nil)
	if e.HasSnippet {
		snippet = term.Binary(e.Snippet)
	}
	kv := []term.Term{
		term.Struct, term.Alias(e.Kind.String()), term.Exception, term.True,
		term.Intern("file"), term.Binary(e.File), term.Intern("line"), term.Int(e.Pos.Line),
		term.Intern("column"), orNilInt(e.Pos.Column), term.Intern("snippet"), snippet,
		term.Intern("description"), term.Binary(e.Message),
	}
	if e.Kind != syntax.SyntaxError {
		kv = append(kv,
			term.Intern("end_line"), orNilInt(e.End.Line), term.Intern("end_column"), orNilInt(e.End.Column),
			term.Intern("opening_delimiter"), orNilText(e.Opening),
			term.Intern("expected_delimiter"), orNilText(e.Expected))
	}
	if e.Kind == syntax.MismatchedDelimiterError {
		kv = append(kv, term.Intern("closing_delimiter"), orNilText(e.Closing))
	}
	return term.MapOf(kv...)
}
