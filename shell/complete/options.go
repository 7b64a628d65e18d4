package complete

import (
	"regexp"
	"slices"
	"strings"
)

// This file is names that are known by where they stand: options of well-known
// functions, and attributes of modules.

// options of a function: from which argument on they may stand, and their
// names.
type options struct {
	from  int
	names string
}

const (
	serverOptions     = "name timeout debug hibernate_after spawn_opt"
	supervisorOptions = "strategy name max_restarts max_seconds auto_shutdown"
	taskOptions       = "max_concurrency ordered timeout on_timeout zip_input_on_exit"
	inspectOptions    = "limit pretty width structs base binaries charlists printable_limit custom_options syntax_colors"
)

var optionsOf = map[string]options{
	"GenServer.start_link":                {2, serverOptions},
	"GenServer.start":                     {2, serverOptions},
	"Agent.start_link":                    {1, serverOptions},
	"Agent.start":                         {1, serverOptions},
	"Supervisor.start_link":               {1, supervisorOptions},
	"Supervisor.init":                     {1, "strategy max_restarts max_seconds auto_shutdown"},
	"Supervisor.child_spec":               {1, "id start restart shutdown type modules significant"},
	"DynamicSupervisor.start_link":        {0, "name strategy max_restarts max_seconds max_children extra_arguments"},
	"DynamicSupervisor.init":              {0, "strategy max_restarts max_seconds max_children extra_arguments"},
	"PartitionSupervisor.start_link":      {0, "child_spec name partitions strategy max_restarts max_seconds with_arguments"},
	"Registry.start_link":                 {0, "keys name partitions listeners meta"},
	"Task.Supervisor.start_link":          {0, "name max_restarts max_seconds max_children"},
	"Task.async_stream":                   {2, taskOptions},
	"Task.Supervisor.async_stream":        {3, taskOptions + " shutdown"},
	"Task.Supervisor.async_stream_nolink": {3, taskOptions + " shutdown"},
	"Task.Supervisor.start_child":         {2, "restart shutdown"},
	"Task.yield_many":                     {1, "limit timeout on_timeout"},
	"Process.monitor":                     {1, "alias tag"},
	"Process.send_after":                  {3, "abs"},
	"Process.cancel_timer":                {1, "async info"},
	"inspect":                             {1, inspectOptions},
	"Kernel.inspect":                      {1, inspectOptions},
	"IO.inspect":                          {1, "label " + inspectOptions},
	"import":                              {1, "only except warn"},
	"alias":                               {1, "as warn"},
	"require":                             {1, "as"},
	"defdelegate":                         {1, "to as"},
	"use":                                 {1, "restart shutdown id"},
	"String.split":                        {2, "trim parts"},
	"Regex.scan":                          {2, "capture return offset"},
	"Regex.run":                           {2, "capture return offset"},
	"Regex.split":                         {2, "parts trim on include_captures"},
	"Regex.replace":                       {3, "global"},
	"Code.eval_string":                    {2, "file line module prune_binding"},
	"Code.format_string!":                 {1, "line_length locals_without_parens force_do_end_blocks"},
	"System.cmd":                          {2, "into lines cd env arg0 stderr_to_stdout parallelism"},
	"OptionParser.parse":                  {1, "strict switches aliases allow_nonexistent_atoms return_separator"},
	"IEx.configure":                       {0, "colors inspect width history_size default_prompt alive_prompt continuation_prompt alive_continuation_prompt parser"},
}

// options are the option names that may stand where the text ends.
func (s Source) options(at position, text, word string) []Candidate {
	f, inList, ok := at.call()
	known, isKnown := optionsOf[s.wholeCallee(f.callee)]
	if !ok || !isKnown {
		return nil
	}
	from, index := known.from, f.commas
	if _, piped := pipedInto(text[:f.before]); piped {
		from--
	}
	if index < from || strings.Contains(word, ".") {
		return nil
	}
	inner := at.top()
	if inner.argument(text, inner.commas) != word {
		return nil
	}
	given := map[string]bool{}
	first := from
	if inList {
		first = 0
	}
	for i := first; i < inner.commas; i++ {
		key, _, _ := strings.Cut(inner.argument(text, i), ":")
		given[key] = true
	}
	var out []Candidate
	for _, name := range strings.Fields(known.names) {
		if !given[name] {
			out = append(out, Candidate{Text: name + ": ", About: "option of " + f.callee})
		}
	}
	return matching(word, out)
}

// moduleAttributes are those that mean something to the compiler.
var moduleAttributes = []Candidate{
	{Text: "@moduledoc", About: "documentation of the module"},
	{Text: "@doc", About: "documentation of the next function or macro"},
	{Text: "@typedoc", About: "documentation of the next type"},
	{Text: "@spec", About: "types of a function"},
	{Text: "@type", About: "a type"},
	{Text: "@typep", About: "a type that only the module uses"},
	{Text: "@opaque", About: "a type whose form others do not see"},
	{Text: "@callback", About: "a function that a behaviour asks for"},
	{Text: "@macrocallback", About: "a macro that a behaviour asks for"},
	{Text: "@optional_callbacks", About: "callbacks that may be missing"},
	{Text: "@behaviour", About: "a behaviour that the module implements"},
	{Text: "@impl", About: "the next function implements a callback"},
	{Text: "@derive", About: "protocols that the struct derives"},
	{Text: "@enforce_keys", About: "fields of the struct that must be given"},
	{Text: "@deprecated", About: "why the next function is not to be used"},
	{Text: "@external_resource", About: "a file that the module is made from"},
	{Text: "@before_compile", About: "a hook before the module is compiled"},
	{Text: "@after_compile", About: "a hook after the module is compiled"},
	{Text: "@on_definition", About: "a hook at each definition"},
	{Text: "@on_load", About: "a function that runs when the module is loaded"},
	{Text: "@compile", About: "options of the compiler"},
	{Text: "@dialyzer", About: "options of dialyzer"},
}

// attributes are those of the module that is being typed, and those that mean
// something in every module.
func attributes(text, word string) []Candidate {
	at := strings.LastIndex(text, "defmodule ")
	if at < 0 {
		return nil
	}
	var own []Candidate
	body := text[at : len(text)-len(word)]
	for {
		_, after, ok := strings.Cut(body, "@")
		if !ok {
			break
		}
		end := strings.IndexFunc(after, func(r rune) bool { return r < 0x80 && !isNameByte(byte(r)) })
		if end > 0 && plainName(after[:end]) {
			own = append(own, Candidate{Text: "@" + after[:end], About: "attribute of this module"})
		}
		body = after
	}
	return matching(word, append(own, moduleAttributes...))
}

var definitions = regexp.MustCompile(`\bdef(?:p|macro|macrop|guard|guardp)?\s+([a-z_][A-Za-z0-9_]*[?!]?)`)

// ownFunctions are those of the module that is being typed.
func ownFunctions(text string) []Candidate {
	at := strings.LastIndex(text, "defmodule ")
	if at < 0 {
		return nil
	}
	var out []Candidate
	for _, found := range definitions.FindAllStringSubmatch(text[at:], -1) {
		out = append(out, Candidate{Text: found[1], About: "function of this module"})
	}
	return out
}

// segmentTypes are what may follow :: in a binary.
var segmentTypes = []string{
	"integer", "float", "binary", "bytes", "bitstring", "bits", "utf8", "utf16", "utf32",
	"signed", "unsigned", "big", "little", "native", "size", "unit",
}

// segment is what a modifier in a binary could become; only tells that one is
// being typed.
func segment(text, word string) (found []Candidate, only bool) {
	before := text[:len(text)-len(word)]
	open := strings.LastIndex(before, "<<")
	colons := strings.LastIndex(before, "::")
	if open < 0 || colons < open || strings.Contains(before[open:], ">>") || strings.ContainsAny(before[colons:], ", ") {
		return nil, false
	}
	for _, name := range segmentTypes {
		if slices.Contains(strings.Split(before[colons+2:], "-"), name) {
			continue
		}
		found = append(found, Candidate{Text: name, About: "of a segment"})
	}
	return matching(word, found), true
}
