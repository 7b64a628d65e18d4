package lib

import (
	"embed"
	"strings"
	"sync"

	"otpsh/runtime/term"
)

// This file is the library's source: which embedded .ex file, and which lines
// of it, define a module.

//go:embed *.ex
var sourceFiles embed.FS

// source is the text of one top-level module of the library.
type source struct {
	file string // "gen_server.ex"
	line int    // where it begins in the file
	text string
}

// placeOf is the file that a stack trace names for a module: lib/task/supervised.ex
// for Task.Supervised, gen_server.erl for :gen_server.
func (s source) placeOf(module term.Atom) string {
	name, elixir := strings.CutPrefix(module.Name(), "Elixir.")
	switch {
	case !elixir && !strings.HasPrefix(name, "otpsh") && !strings.HasPrefix(name, "elixir"):
		return name + ".erl"
	case elixir:
		return "lib/" + inFolders(s.file, strings.Split(name, "."))
	}
	return "lib/" + s.file
}

// inFolders is a file's name with the parts that are a module's outer names as
// folders: task_supervised.ex in task.
func inFolders(file string, parts []string) string {
	rest, out := file, ""
	for _, part := range parts[:len(parts)-1] {
		at := 0
		for i := 0; i < len(part); at++ {
			switch {
			case at < len(rest) && strings.EqualFold(rest[at:at+1], part[i:i+1]):
				i++
			case at < len(rest) && rest[at] == '_' && at > 0:
			default:
				return file
			}
		}
		if at >= len(rest) || rest[at] != '_' {
			return file
		}
		out, rest = out+rest[:at]+"/", rest[at+1:]
	}
	return out + rest
}

// sources finds every module of the embedded files. A module stands between
// a `defmodule`, `defprotocol` or `defimpl` in the first column and the next
// `end` in the first column. The scan is done once, when the first World is
// made, and is the same for all worlds.
var sources = sync.OnceValue(func() map[term.Atom]source {
	found := map[term.Atom]source{}
	files, err := sourceFiles.ReadDir(".")
	if err != nil {
		panic(err) // the embedded file system cannot fail
	}
	for _, f := range files {
		text, err := sourceFiles.ReadFile(f.Name())
		if err != nil {
			panic(err)
		}
		indexModules(f.Name(), string(text), found)
	}
	return found
})

func indexModules(file, text string, found map[term.Atom]source) {
	var names []string
	start, startLine, line := 0, 0, 0
	keep := func(end int) {
		for _, name := range names {
			found[term.Intern(name)] = source{file, startLine, text[start:end]}
		}
		names = nil
	}
	for pos := 0; pos < len(text); line++ {
		end := strings.IndexByte(text[pos:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += pos + 1
		}
		row := text[pos:end]
		switch {
		case names == nil && strings.HasPrefix(row, "def"):
			if names = modulesOf(row); names != nil {
				start, startLine = pos, line+1
			}
			if strings.Contains(row, ", do: ") {
				keep(end)
			}
		case names != nil && strings.TrimRight(row, " \r\n") == "end":
			keep(end)
		}
		pos = end
	}
}

// modulesOf names the modules that a line begins to define; nil when it does
// not. A defimpl for a list of types defines several.
func modulesOf(row string) []string {
	word, rest, _ := strings.Cut(row, " ")
	switch word {
	case "defmodule", "defprotocol":
		return []string{aliasName(rest)}
	case "defimpl":
		protocol, targets, ok := strings.Cut(rest, ", for: ")
		if !ok {
			return nil
		}
		targets, _, _ = strings.Cut(strings.TrimPrefix(targets, "["), "]")
		var names []string
		for _, target := range strings.Split(targets, ", ") {
			names = append(names, aliasName(protocol)+"."+strings.TrimPrefix(aliasName(target), "Elixir."))
		}
		return names
	}
	return nil
}

// aliasName is the name at the start of s as an atom's: "Enum" is
// "Elixir.Enum", ":lists" is "lists".
func aliasName(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool {
		return r != '.' && r != '_' && r != ':' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
	if end >= 0 {
		s = s[:end]
	}
	if name, ok := strings.CutPrefix(s, ":"); ok {
		return name
	}
	return "Elixir." + s
}
