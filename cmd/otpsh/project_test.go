package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// testdata/shop is a mix project: its files need structs, macros, protocols,
// behaviours and functions of each other, it has configuration, an application
// with a supervisor, a dependency with a path and one that is not there.
const shop = "testdata/shop"

func TestRunProject(t *testing.T) {
	for _, c := range []struct {
		args string
		code int
		has  []string
	}{
		{`-e|IO.inspect Shop.Priced.price(Shop.Basket.add(%Shop.Basket{}, %Shop.Item{name: :a, price: 2}))`, 0, []string{
			"hello, EUR\n", "\n2\n", "otpsh: the dependency nowhere_to_be_found is not in deps/nowhere_to_be_found"}},
		{`-e|IO.inspect {Shop.Basket.eggs(), Shop.Item.name(%{name: 1}), %Shop.Item{name: :a, price: 2}}`, 0, []string{"{12, 1, #Shop.Item<name: :a, ...>}\n"}},
		{`-e|IO.inspect Enum.sort(Application.get_all_env(:shop)), width: 200`, 0, []string{
			`[{Shop.Stock, [apples: 2]}, {:currency, "EUR"}, {:greeting, "hello"}, {:limits, [pieces: 9, items: 5]}, {:mode, :in_development}, {:started_in, :dev}]`}},
		{`-e|IO.inspect for {app, _, version} <- Application.started_applications(), app in [:shop, :till], do: {app, version}`, 0, []string{`[shop: ~c"0.1.0", till: ~c"1.2.0"]`}},
		{`-e|IO.inspect {System.argv(), Path.basename(File.cwd!()), Mix.env()}|--|a|--b`, 0, []string{`{["a", "--b"], "shop", :dev}`}},
		{`-e|IO.inspect Application.app_dir(:till, "priv") == Path.expand("../till/priv")`, 0, []string{"true\n"}},
		{`-e|spawn(fn -> Process.sleep(50); System.halt(3) end)|--no-halt`, 3, nil},
		{`-e|exit({:shutdown, 4})|--no-halt`, 4, nil},
		{`mix.exs|x`, 0, []string{"hello, EUR\n"}}, // a file of the project is run in it
		{`--nonsense`, 1, []string{"run knows no option --nonsense"}},
		{`-e`, 1, []string{"-e needs a value"}},
	} {
		out, code := runProgram(t, "", append([]string{"run", shop}, strings.Split(c.args, "|")...)...)
		if code != c.code {
			t.Errorf("otpsh run %s %s ends with %d, want %d; it printed:\n%s", shop, c.args, code, c.code, out)
		}
		for _, want := range c.has {
			if !strings.Contains(out, want) {
				t.Errorf("otpsh run %s %s does not print %q but:\n%s", shop, c.args, want, out)
			}
		}
	}
	for _, c := range [][]string{
		{"/testdata/shop: the sandbox refuses files", "--sandbox", "run", shop},
		{"testdata/tests is no mix project: it has no mix.exs", "run", "testdata/tests"},
		{"no file named nowhere", "run", "nowhere"},
		{"run needs a file or the folder of a mix project", "run"},
	} {
		if out, code := runProgram(t, "", c[1:]...); code != 1 || !strings.Contains(out, c[0]) {
			t.Errorf("%v: exit %d\n%s", c[1:], code, out)
		}
	}
}

// Without more it is the shell, in the project that runs.
func TestRunProjectIsAShell(t *testing.T) {
	out, code := runProgram(t, "Shop.Stock.count(:apples)\n.kill Stock\nShop.Stock.count(:apples) + 40\n.tree\n", "run", shop)
	if code != 0 {
		t.Errorf("exit %d", code)
	}
	for _, want := range []string{
		"hello, EUR\notpsh", "iex(1)> 2\n", "↻ Shop.Stock restarted by Shop.Supervisor: killed", "iex(3)> 42\n",
		"Shop.Supervisor  one_for_one  #PID<", "└─ Shop.Stock  #PID<",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestTestOfAProject(t *testing.T) {
	if out, code := runProgram(t, "", "test", shop); code != 0 || !strings.Contains(out, "1 test, 0 failures") {
		t.Errorf("exit %d\n%s", code, out)
	}
	other := copyShop(t)
	if err := os.WriteFile(other+"/lib/stock.ex", []byte("defmodule Shop.Stock do\n  def f, do: x\nend\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	program(t) // is built in this folder
	t.Chdir(other)
	out, code := runProgram(t, "", "test")
	if code != 1 || !strings.Contains(out, "└─ lib/stock.ex:2:14: Shop.Stock.f/0") || strings.Contains(out, "test,") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

func copyShop(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"shop", "till"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS("testdata/"+name)); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "shop")
}

// What does not compile is told as mix tells it, with file and line.
func TestProjectErrors(t *testing.T) {
	for _, c := range []struct {
		file, text string
		has        []string
	}{
		{"lib/bad.ex", "defmodule Bad do\n  def f, do: x\nend\n", []string{
			"    error: undefined variable \"x\"\n    │\n  2 │   def f, do: x\n    │              ^\n    │\n    └─ lib/bad.ex:2:14: Bad.f/0\n",
			"\n\n== Compilation error in file lib/bad.ex ==\n** (CompileError) lib/bad.ex: cannot compile module Bad (errors have been logged)\n"}},
		{"lib/bad.ex", "defmodule Bad do\n  import Nope\nend\n", []string{"error: module Nope is not loaded and could not be found", "lib/bad.ex:2:3: Bad (module)"}},
		{"lib/bad.ex", "defmodule Bad do\n  NowhereToBeFound.go(1)\nend\n", []string{
			"== Compilation error in file lib/bad.ex ==\n** (UndefinedFunctionError) function NowhereToBeFound.go/1 is undefined (module NowhereToBeFound is not available). ",
			"    NowhereToBeFound.go(1)\n    lib/bad.ex:2: (module)\n"}},
		{"lib/bad.ex", "defmodule Bad do\n  def f(, do: x\nend\n", []string{"** (MismatchedDelimiterError) mismatched delimiter found on lib/bad.ex:3:1:"}},
		{"lib/bad.ex", "defmodule Bad do\n  exit(:oops)\nend\n", []string{"== Compilation error in file lib/bad.ex ==\n** (exit) :oops\n    lib/bad.ex:2: (module)\n"}},
		{"lib/bad.ex", "defmodule Bad do\n  %Worse{}\n  defstruct [:a]\nend\n", []string{
			"** (CompileError) deadlocked waiting on struct Worse\n", "** (CompileError) deadlocked waiting on struct Bad\n",
			"\nCompilation failed because of a deadlock between files.\nThe following files depended on the following modules:\n\n", "  lib/bad.ex => Worse\n", "  lib/worse.ex => Bad\n"}},
		{"lib/application.ex", "defmodule Shop.Application do\n  use Application\n  def start(_, _), do: {:error, :closed}\nend\n", []string{
			"** (Mix) Could not start application shop: Shop.Application.start(:normal, [:open]) returned an error: :closed\n"}},
		{"mix.exs", "defmodule Shop do\nend\n", []string{"** (Mix) mix.exs defines no project"}},
		{"mix.exs", "defmodule Shop.MixProject do\n  use Mix.Project\n  def project, do: [app: :shop, elixir: \"~> 2.0\"]\nend\n", []string{"** (Mix) You're trying to run :shop on Elixir v1.18.4 but it has declared"}},
		{"config/dev.exs", "import Config\nconfig :shop, 1\n", []string{"(FunctionClauseError) no function clause matching in Config.config/2", "config/dev.exs:2"}},
	} {
		dir := copyShop(t)
		for name, text := range map[string]string{c.file: c.text, "lib/worse.ex": "defmodule Worse do\n  %Bad{}\n  defstruct [:b]\nend\n"} {
			if name == "lib/worse.ex" && !strings.Contains(c.text, "Worse") {
				continue
			}
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		out, code := runProgram(t, "", "run", dir, "-e", ":never")
		if code != 1 {
			t.Errorf("%s: exit %d", c.text, code)
		}
		for _, want := range c.has {
			if !strings.Contains(out, want) {
				t.Errorf("%s\nno %q in\n%s", c.text, want, out)
			}
		}
	}
}

// Each application of an umbrella is run, those that others need first.
func TestRunUmbrella(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"mix.exs":            "defmodule All.MixProject do\n  use Mix.Project\n  def project, do: [apps_path: \"apps\"]\nend\n",
		"config/config.exs":  "import Config\nconfig :a, x: 1\nconfig :b, x: 2\n",
		"apps/a/mix.exs":     "defmodule A.MixProject do\n  use Mix.Project\n  def project, do: [app: :a, version: \"1.0.0\", deps: [{:b, in_umbrella: true}]]\n  def application, do: [mod: {A, []}]\nend\n",
		"apps/a/lib/a.ex":    "defmodule A do\n  use Application\n  require B\n  def start(_, _) do\n    IO.inspect({:a, Application.get_env(:a, :x), B.m()})\n    Supervisor.start_link([], strategy: :one_for_one)\n  end\nend\n",
		"apps/b/mix.exs":     "defmodule B.MixProject do\n  use Mix.Project\n  def project, do: [app: :b, version: \"1.0.0\"]\n  def application, do: [mod: {B, []}]\nend\n",
		"apps/b/lib/b/b2.ex": "defmodule B do\n  use Application\n  defmacro m, do: Application.get_env(:b, :x)\n  def start(_, _) do\n    IO.puts(\"b\")\n    Supervisor.start_link([], strategy: :one_for_one)\n  end\nend\n",
	} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, code := runProgram(t, "", "run", dir, "-e", "1"); code != 0 || out != "b\n{:a, 1, 2}\n" {
		t.Errorf("exit %d, it printed\n%s", code, out)
	}
}

// recompile takes what was changed while the project runs.
func TestRecompile(t *testing.T) {
	dir := copyShop(t)
	write := `File.write!("lib/till2.ex", "defmodule Till2 do\n  def open, do: %Shop.Item{name: :till}.name\nend\n")`
	broken := `File.write!("lib/till2.ex", "defmodule Till2 do\n  def open, do: nothing\nend\n")`
	out, code := runProgram(t, strings.Join([]string{"recompile", write, "recompile()", "Till2.open()", "recompile()", broken, "recompile()", "Till2.open()", "File.cd!(\"..\")", "recompile(force: true)", ""}, "\n"), "run", dir)
	for _, want := range []string{
		"iex(1)> :noop\n", "Compiling 8 files (.ex)\n:ok\n", "iex(4)> :till\n", "iex(5)> :noop\n",
		"error: undefined variable \"nothing\"", "== Compilation error in file lib/till2.ex ==", "\n:error\n", "iex(8)> :till\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if code != 0 || strings.Contains(out, "redefining") || strings.Count(out, "\n:error\n") != 2 {
		t.Errorf("exit %d\n%s", code, out)
	}
}

// A compilation ends with whoever asked for it.
func TestACompilationEndsWithItsCaller(t *testing.T) {
	program(t)
	dir := t.TempDir()
	slow := filepath.Join(dir, "slow.ex")
	if err := os.WriteFile(slow, []byte("send(:asker, :begun)\nProcess.sleep(:infinity)\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(dir, "ends.exs")
	text := fmt.Sprintf(`Process.register(self(), :asker)
caller = spawn(fn -> Kernel.ParallelCompiler.compile([%q]) end)
receive do :begun -> :ok end
{:links, [compiler]} = Process.info(caller, :links)
ref = Process.monitor(compiler)
Process.exit(caller, :kill)
receive do {:DOWN, ^ref, _, _, reason} -> IO.inspect(reason) end
`, slow)
	if err := os.WriteFile(script, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := runProgram(t, "", script); code != 0 || out != "{:shutdown, :killed}\n" {
		t.Errorf("%d: %s", code, out)
	}
}
