package shell

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"otpsh/runtime/elixir"
)

// This file is .save x.exs: a session as Elixir alone, which real Elixir runs.
//
// A file is compiled whole before it runs, and so cannot use a struct or a macro
// of a module that it defines itself, as a session may. Such a session becomes
// steps, each compiled when the ones before have run.

// A step is a text of code that is compiled at once.
type step struct{ code, defines []string }

// saveElixir is the text of an .exs file, and how many inputs it does not run.
func saveElixir(f saved) (text string, left int) {
	c := elixirFile{aliases: map[string]string{}, named: map[string]bool{}, helpers: helpersOf(f.world)}
	c.steps = []step{{}}
	for _, e := range f.entries {
		c.add(e)
	}
	how := "elixir " + f.file + " runs them again: commands of otpsh are the Elixir that they showed."
	var b strings.Builder
	b.WriteString(f.header(how))
	if len(c.demos) > 0 {
		b.WriteString("\n# Actors of otpsh that the session used: otpsh has them, real Elixir has not.\n")
		for _, name := range c.demos {
			source, _ := f.world.Source(name)
			fmt.Fprintf(&b, "\nunless Code.ensure_loaded?(%s) do\n%send\n", name, indented(source.Text))
		}
	}
	if c.usesHelpers {
		b.WriteString("\nimport IEx.Helpers\n")
	}
	if len(c.steps) == 1 {
		b.WriteString(strings.Join(c.steps[0].code, ""))
		return b.String(), c.left
	}
	b.WriteString(`
# The inputs use structs or macros of modules that they define, so they are
# compiled in steps, each after the ones before have run.
step = fn {binding, env}, line, code ->
  quoted = Code.string_to_quoted!(code, file: __ENV__.file, line: line + 1)
  {_value, binding, env} = Code.eval_quoted_with_env(quoted, binding, env)
  {binding, env}
end

state = {[], Code.env_for_eval(__ENV__)}
`)
	for _, st := range c.steps {
		code := strings.ReplaceAll(strings.Join(st.code, ""), "'''", `\'''`)
		b.WriteString("\nstate = step.(state, __ENV__.line, ~S'''\n" + strings.TrimPrefix(code, "\n") + "''')\n")
	}
	b.WriteString("\n_ = state\n")
	return b.String(), c.left
}

// indented is a text two columns further to the right.
func indented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimRight(text, "\n") + "\n") {
		if line != "\n" {
			b.WriteString("  ")
		}
		b.WriteString(line)
	}
	return b.String()
}

// setsGoing finds code after which others have something to do.
var setsGoing = regexp.MustCompile(`\b(Process\.exit|spawn\w*|send|cast|stop|exit)\(`)

// A program does not wait as a person does, for whom the shell lets what an
// input has set going come to rest.
const restCode = "Process.sleep(50) # the shell lets the others come to rest\n"

// elixirFile collects the code of an .exs file.
type elixirFile struct {
	steps       []step
	aliases     map[string]string // that were made so far
	demos       []string          // actors of ours that are mentioned
	named       map[string]bool   // variables that were named so far
	helpers     map[string]bool   // names of IEx.Helpers
	usesHelpers bool
	left        int // inputs that are not run
}

func (c *elixirFile) add(e Entry) {
	code, why := e.Input, leftOut(e)
	if e.Command {
		code = strings.TrimSuffix(e.Elixir, "\n")
		if why == "" && code == "" {
			why = "a command of otpsh"
		}
	}
	o, ok := elixir.OutlineOf(code)
	switch {
	case why != "":
	case e.Failed:
		why = "it failed"
	case !ok:
		why = "it is no Elixir by itself"
	default:
		why = c.ofTheShell(code, o)
	}
	if why != "" {
		c.left++
		c.write("\n" + whence(e) + comment(leftMark, e.Input+"   ("+why+")") + outputOf(e))
		return
	}
	for _, name := range o.Compiles {
		if slices.ContainsFunc(c.steps[len(c.steps)-1].defines, func(d string) bool { return d == c.full(name) }) {
			c.steps = append(c.steps, step{})
			break
		}
	}
	for _, name := range o.Modules {
		if full := c.full(name); strings.HasPrefix(full, "Demo.") && !slices.Contains(c.demos, full) {
			c.demos = append(c.demos, full)
		}
	}
	if c.helpers[code] && !c.named[code] {
		c.usesHelpers = true
		code += "()" // a name alone is a call in the shell
	}
	for _, name := range o.Calls {
		c.usesHelpers = c.usesHelpers || c.helpers[name]
	}
	for _, name := range o.Variables {
		c.named[name] = true
	}
	for as, name := range o.Aliases {
		c.aliases[as] = c.full(name)
	}
	last := &c.steps[len(c.steps)-1]
	last.defines = append(last.defines, o.Defines...)
	typed := ""
	if e.Command {
		typed = "# " + e.Input + "\n"
	}
	gap := "\n"
	if o.Continues { // from the value above
		gap = ""
		if n := len(last.code); n > 0 {
			last.code[n-1] = strings.TrimSuffix(last.code[n-1], restCode)
		}
	}
	rest := ""
	if setsGoing.MatchString(code) {
		rest = restCode
	}
	c.write(gap + whence(e) + typed + code + "\n" + outputOf(e) + rest)
}

// ofTheShell is what in some code only a shell can do, as it has the values of
// earlier inputs; "" when there is no such thing.
func (c *elixirFile) ofTheShell(code string, o elixir.Outline) string {
	switch {
	case slices.Contains(o.Calls, "v"), code == "v" && !c.named["v"]:
		return "v is of the shell alone"
	case slices.Contains(o.CallsNothing, "i"), code == "i" && !c.named["i"]:
		return "i alone is about the value before, which the shell alone has"
	case slices.Contains(o.CallsNothing, "respawn"), code == "respawn" && !c.named["respawn"]:
		return "respawn is of the shell alone"
	}
	return ""
}

func (c *elixirFile) write(text string) {
	last := &c.steps[len(c.steps)-1]
	last.code = append(last.code, text)
}

// full is the name of a module as it is without aliases.
func (c *elixirFile) full(name string) string {
	first, rest, dotted := strings.Cut(name, ".")
	if whole, ok := c.aliases[first]; ok {
		first = whole
	}
	if !dotted {
		return first
	}
	return fmt.Sprintf("%s.%s", first, rest)
}

// helpersOf are the names of what a session imports from IEx.Helpers.
func helpersOf(w *elixir.World) map[string]bool {
	names := map[string]bool{}
	for _, f := range w.Functions("IEx.Helpers") {
		names[f.Name] = true
	}
	return names
}
