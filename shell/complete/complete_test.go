package complete

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"otpsh/runtime/elixir"
	"otpsh/runtime/term"
)

const program = `
defmodule Shop.Till do
  @moduledoc "Where the money is."
  use GenServer
  defstruct [:owner, coins: 0, notes: 0]
  @doc "Opens it.\n\nNot at night."
  def open(x), do: x
  @doc "Counts what lies in it."
  def count(till, currency \\ :eur), do: {till, currency}
  @doc "With a macro."
  defmacro locked(do: block), do: block
  defp shut, do: 1
  def closed, do: shut()
  def init(x), do: {:ok, x}
  def handle_call({:add, n}, _from, s) when is_integer(n), do: {:reply, n, s}
  def handle_call(:total, _from, s), do: {:reply, s, s}
  def handle_call(%{what: what} = _all, _from, s), do: {:reply, what, s}
  def handle_call(other, _from, s), do: {:reply, other, s}
  def handle_cast({:close, [at: time]}, s), do: {:noreply, {s, time}}
  def handle_cast({:move, x, y, :fast}, s), do: {:noreply, {s, x, y}}
  def handle_info(:tick, s), do: {:noreply, s}
end
defmodule Door do
  @behaviour :gen_statem
  def callback_mode, do: :state_functions
  def init(_), do: {:ok, :open, nil}
  def open({:call, from}, :close, data), do: {:next_state, :closed, data, [{:reply, from, :ok}]}
  def closed(:cast, {:unlock, key}, _data), do: {:next_state, :open, key}
  def other(a, b, c), do: {a, b, c}
end
{:ok, door} = :gen_statem.start(Door, nil, [])
alias Shop.Till, as: T
alias :lists, as: EL
import Shop.Till, only: [open: 1]
greeting = 1
Process.register(self(), :greeter)
{:ok, till} = GenServer.start(Shop.Till, 0, name: :till)
{:ok, _} = GenServer.start(Shop.Till, 0, name: Shop.Front)
order = %{"text" => 1, customer: %{name: "Ann", tags: []}, mod: Shop.Till, till: till}
drawer = %T{owner: "Bob"}
lists = :lists
module = T
`

func command(name, args, about string) Command { return Command{Name: name, Args: args, About: about} }

func source(t *testing.T) Source {
	t.Helper()
	w := elixir.NewWorld(elixir.Options{Simulated: true})
	t.Cleanup(w.Stop)
	session := w.NewSession("iex")
	session.Setup("import IEx.Helpers")
	if r := session.Eval(program, 1); r.Status != elixir.Done {
		t.Fatal(r.Shown)
	}
	sup, _ := w.Whereis("greeter")
	children := map[term.PID][]string{sup: {"child"}}
	return Source{World: w, Session: session, Commands: []Command{
		command(".kill", "X [REASON]", "send an exit signal"), command(".ps", "", "processes"), command(".call", "X MESSAGE", "ask"),
		command(".cast", "X MESSAGE", "tell"), command(".send", "X MESSAGE", "send"),
		command(".spawn", "ACTOR [as NAME] [ARG]", "start"), command(".spawn supervisor", "STRATEGY ACTOR...", "a supervisor"),
		command(".spawn agent", "NAME [as NAME] [ARG]", "a store of a name"),
		command(".help", "[COMMAND]", "help"), command(".ast", "EXPR", "quoted form"), command(".run", "FILE", "run"),
		command(".source", "WHAT", "source"), command(".edit", "[FILE|MODULE]", "edit"),
		{".log", "[short|full|off]", "the log", map[string]string{"off": "nothing is shown"}},
	}, Actors: []Candidate{{Text: "counter", About: "a GenServer"}, {Text: "store"}},
		Process:  func(word string) (term.PID, bool) { return w.Whereis(word) },
		Children: func(sup term.PID) []string { return children[sup] }}
}

// after is what a line is when a candidate was taken.
func after(t *testing.T, before string, c Candidate) string {
	t.Helper()
	if !strings.HasSuffix(before, c.Over) {
		t.Fatalf("%q: %q takes the place of %q, which is not its end", before, c.Text, c.Over)
	}
	return strings.TrimSuffix(before, c.Over) + c.Text
}

func TestCandidates(t *testing.T) {
	s := source(t)
	for _, c := range []struct{ before, want, about string }{
		{".k", ".kill ", "X [REASON]  send an exit signal"},
		{".kill gree", ".kill greeter", ""},
		{".kill ti", ".kill till", ""},
		{".p", ".ps", "processes"},
		{".sp", ".spawn ", "ACTOR"},
		{".he", ".help", "[COMMAND]"}, // which can do without
		{".spawn ", ".spawn counter", "a GenServer"},
		{".spawn ", ".spawn supervisor ", "a supervisor"},
		{".spawn sup", ".spawn supervisor ", ""},
		{".spawn ag", ".spawn agent ", "a store of a name"},
		{".spawn agent till a", ".spawn agent till as", ""},
		{".call ti", ".call till ", ""},
		{".call gree", ".call greeter", ""}, // greeter/child may be meant
		{".call greeter/", ".call greeter/child ", ""},
		{".log ", ".log off", "nothing is shown"},
		{".spawn counter a", ".spawn counter as", ""},
		{".spawn supervisor ", ".spawn supervisor one_for_all ", ""},
		{".spawn supervisor one_for_all c", ".spawn supervisor one_for_all counter", ""},
		{".spawn supervisor one_for_all counter st", ".spawn supervisor one_for_all counter store", ""},
		{".help ki", ".help kill", ""},
		{".help .ki", ".help .kill", ""},
		{".ast 1 + Enum.ma", ".ast 1 + Enum.map", ""},
		{".source Shop.", ".source Shop.Till", ""},
		{".edit ", ".edit Shop.Till", "module, iex"},
		{".edit Do", ".edit Door", ""},
		{".edit complete_t", ".edit complete_test.go", "file"},
		{".call till ", ".call till {:add, ", "{:add, n}  Shop.Till.handle_call/3 when is_integer(n)"},
		{".call till {:a", ".call till {:add, ", ""},
		{".call till :", ".call till :total", ""},
		{".call till %{", ".call till %{what: ", ""},
		{".cast till ", ".cast till {:close, at: ", "{:close, at: time}  Shop.Till.handle_cast/2"},
		{".send till ", ".send till :tick", ""},

		{"x = gree", "x = greeting", "1"},
		{"^gree", "^greeting", ""},
		{"!gree", "!greeting", ""},
		{"1..gree", "1..greeting", ""},
		{"send(:gree", "send(:greeter", "process #PID<"},
		{"Sho", "Shop", "module"},
		{"Shop.", "Shop.Till", "Where the money is."},
		{"Shop.Till.o", "Shop.Till.open", "open(x)  Opens it."},
		{"Shop.Till.c", "Shop.Till.count", `count(till, currency \\ :eur)  Counts what lies in it.`},
		{"Shop.Till.l", "Shop.Till.locked", "locked(list)  With a macro."},
		{"T", "T", "alias of Shop.Till"},
		{"T.o", "T.open", "open(x)  Opens it."},
		{"op", "open", "open(x)  Opens it."},
		{"alias Shop.{Ti", "alias Shop.{Till", ""},
		{"GenServer.stop(Shop.F", "GenServer.stop(Shop.Front", "process #PID<"},
		{"[1] |> Enum.ma", "[1] |> Enum.map", "map(enumerable, fun)  "},
		{":list", ":lists", "module"},
		{":lists.rev", ":lists.reverse", "reverse/1, reverse/2"},
		{"lists.rev", "lists.reverse", ""},
		{"module.op", "module.open", ""},
		{"exp", "exports", ""},
		{"def", "defmodule", ""},
		{"unq", "unquote", ""},
		{"__MO", "__MODULE__", ""},
		{"&Enum.map_join/", "&Enum.map_join/3", "map_join(enumerable, joiner"},
		{"h T.count/", "h T.count/1", "count/1"},
		{"&open/", "&open/1", ""},

		{"order.c", "order.customer", `%{name: "Ann", tags: []}`},
		{"order.customer.na", "order.customer.name", `"Ann"`},
		{"order.", "order.till", "#PID<"},
		{"drawer.no", "drawer.notes", "0"},
		{"%T", "%T{", "alias of Shop.Till"},
		{"x = %UR", "x = %URI", "module"},
		{"%Shop.T", "%Shop.Till{", "Where the money is."},
		{"%T{no", "%T{notes: ", "field of T"},
		{"%Shop.Till{", "%Shop.Till{owner: ", ""},
		{"f(%T{coins: 1, o", "f(%T{coins: 1, owner: ", ""},
		{"%{order | cu", "%{order | customer: ", ""},
		{"%{order.customer | name: 1, t", "%{order.customer | name: 1, tags: ", ""},
		{"%T{drawer | co", "%T{drawer | coins: ", ""},

		{"GenServer.call(:till, ", "GenServer.call(:till, {:add, ", "{:add, n}  Shop.Till.handle_call/3 when is_integer(n)"},
		{"GenServer.call(till, {:", "GenServer.call(till, {:add, ", ""},
		{"GenServer.call(Shop.Front, :t", "GenServer.call(Shop.Front, :total", ""},
		{"GenServer.cast(Shop.Till, ", "GenServer.cast(Shop.Till, {:close, at: ", ""},
		{"GenServer.cast(order.till, {:close, a", "GenServer.cast(order.till, {:close, at: ", ""},
		{"till |> GenServer.call(", "till |> GenServer.call(:total", ""},
		{"x = send(till, ", "x = send(till, :tick", ""},
		{":gen_statem.call(door, ", ":gen_statem.call(door, :close", "Door.open/3"},
		{":gen_statem.cast(door, {", ":gen_statem.cast(door, {:unlock, ", "{:unlock, key}  Door.closed/3"},
		{"GenServer.call till, ", "GenServer.call till, :total", ""},
		{"if send(till, 1), do: send till, :t", "if send(till, 1), do: send till, :tick", ""},
		{"(GenServer.cast till, {:x}) && gree", "(GenServer.cast till, {:x}) && greeting", ""},

		{"GenServer.start_link(Mod, [1, 2], na", "GenServer.start_link(Mod, [1, 2], name: ", "option of GenServer.start_link"},
		{"GenServer.start_link(Mod, 1, name: X, t", "GenServer.start_link(Mod, 1, name: X, timeout: ", ""},
		{"Supervisor.start_link([], [str", "Supervisor.start_link([], [strategy: ", ""},
		{"1 |> IO.inspect(la", "1 |> IO.inspect(label: ", ""},

		{"IO.inspect till, la", "IO.inspect till, label: ", ""},
		{"import Enum, on", "import Enum, only: ", ""},
		{"import T, only: [", "import T, only: [open: 1", "open(x)  Opens it."},
		{"import T, only: [open: 1, co", "import T, only: [open: 1, count: 2", ""},
		{"import Enum\n gree", "import Enum\n greeting", ""},
		{"<<x::", "<<x::integer", ""},
		{"Elixir.Enum.map_j", "Elixir.Enum.map_join", ""},
		{"Elixir.Sho", "Elixir.Shop", ""},
		{"EL.rev", "EL.reverse", ""},
		{"order.mod.op", "order.mod.open", ""},
		{"b GenServer.term", "b GenServer.terminate", "callback terminate/2"},
		{"b(GenServer.handle_c", "b(GenServer.handle_call", ""},
		{"Shop.Till.clo", "Shop.Till.closed", "closed()"},
		{"<<x::bi", "<<x::binary", ""},
		{"<<x::8, y::integer-li", "<<x::8, y::integer-little", ""},

		{`"a #{gree`, `"a #{greeting`, ""},
		{`~s(x) <> gree`, `~s(x) <> greeting`, ""},
		{`?" + gree`, `?" + greeting`, ""},
		{"# \"\n gree", "# \"\n greeting", ""},
	} {
		var about string
		var lines []string
		for _, g := range s.Candidates(c.before) {
			line := after(t, c.before, g)
			lines = append(lines, line+" ("+g.About+")")
			if line == c.want {
				about = g.About + "."
				if !strings.HasPrefix(g.About, c.about) {
					t.Errorf("%q: %q is told of as %q", c.before, line, g.About)
				}
			}
		}
		if about == "" {
			t.Errorf("%q: %q is not among\n\t%s", c.before, c.want, strings.Join(lines, "\n\t"))
		}
	}
}

func TestNoCandidates(t *testing.T) {
	s := source(t)
	for _, before := range []string{
		"", "1 + ", "Shop.Till.sh", "Nope.x", ".zzz", ".ps ", "order.text", "order.customer.nope", `"gree`, "# gree", "~s(gree",
		"%T{coins: 1, coi", ".call till {:addx", ".send till {:add", "greeting.", "x.Foo", "@foo.bar", "order[:customer].na", "order.till.x", "<<x::integer-inte",
	} {
		if got := s.Candidates(before); len(got) > 0 {
			t.Errorf("%q: %v", before, got)
		}
	}
	for _, c := range s.Candidates("drawer.") {
		if strings.Contains(c.Text, "__") {
			t.Errorf("a field of nobody's: %v", c)
		}
	}
	for _, c := range s.Candidates("GenServer.call(till, ") {
		if c.Text == "other" {
			t.Error("what takes anything is no message")
		}
	}
}

func TestSignatures(t *testing.T) {
	s := source(t)
	for _, c := range []struct{ before, want string }{
		{"Shop.Till.count(", `count(till, currency \\ :eur)  Counts what lies in it.`},
		{"T.count(1, ", `count(till, currency \\ :eur)  Counts what lies in it.`},
		{"flush(", "flush()  Prints the messages in the shell's mailbox"},
		{"x = [Enum.map(", "map(enumerable, fun)  "},
		{":lists.reverse(", "reverse/1, reverse/2"},
	} {
		got := s.Candidates(c.before)
		if len(got) != 1 || got[0].Text != "" || !strings.HasPrefix(got[0].About, c.want) {
			t.Errorf("%q: %v", c.before, got)
		}
	}
	if got := s.Candidates("flush(1, "); len(got) > 0 {
		t.Errorf("too many arguments: %v", got)
	}
}

func TestAttributesOfTheModuleThatIsTyped(t *testing.T) {
	s := source(t)
	if got := s.Candidates("@mo"); len(got) > 0 {
		t.Errorf("outside of a module: %v", got)
	}
	s.Pending = "defmodule M do\n  @limit 10\n  @lines 3\n"
	var texts []string
	for _, c := range s.Candidates("  def f, do: @li") {
		texts = append(texts, c.Text)
	}
	if got := strings.Join(texts, " "); got != "@limit @lines" {
		t.Errorf("own attributes: %s", got)
	}
	s.Pending += "  defp halved(x), do: div(x, 2)\n"
	if got := s.Candidates("  def g(y), do: hal"); len(got) != 1 || got[0].Text != "halved" {
		t.Errorf("a function of the module: %v", got)
	}
	if got := s.Candidates("  @modu"); len(got) != 1 || got[0].Text != "@moduledoc" {
		t.Errorf("@moduledoc: %v", got)
	}
}

// Commands are offered the processes that .ps lists; in Elixir those of the
// system can be meant too, but come last.
func TestProcessesOfTheSystem(t *testing.T) {
	s := source(t)
	at := map[string]int{}
	for i, c := range s.Candidates("send(:") {
		at[c.Text] = i + 1
	}
	if at[":till"] == 0 || at[":init"] == 0 || at[":till"] > at[":init"] {
		t.Errorf(":till is number %d, :init number %d", at[":till"], at[":init"])
	}
	offered := map[string]bool{}
	for _, c := range append(s.Candidates(".kill "), s.Candidates(".call ")...) {
		offered[strings.TrimSpace(c.Text)] = true
	}
	for _, name := range []string{"init", "Logger.Supervisor", "kernel_sup"} {
		if offered[name] {
			t.Errorf("%s is offered to .kill or .call", name)
		}
	}
	if !offered["till"] {
		t.Error("till is not offered to .kill or .call")
	}
}

// Where a value is missing nothing is offered to take, but what it is for; when
// it is given the message goes on.
func TestMissingValuesOfMessages(t *testing.T) {
	s := source(t)
	for before, told := range map[string]string{
		".call till {:add, ":                 "{:add, n}  Shop.Till.handle_call/3 when is_integer(n)",
		".call till {:add, 5":                "{:add, n}  Shop.Till.handle_call/3 when is_integer(n)",
		"GenServer.call(till, {:add, ":       "{:add, n}  Shop.Till.handle_call/3 when is_integer(n)",
		"GenServer.cast(till, {:move, 1, ":   "{:move, x, y, :fast}  Shop.Till.handle_cast/2",
		"GenServer.cast(till, {:move, [1], ": "{:move, x, y, :fast}  Shop.Till.handle_cast/2",
	} {
		got := s.Candidates(before)
		if len(got) != 1 || got[0].Text != "" || got[0].About != told {
			t.Errorf("%q: %v", before, got)
		}
	}
	for before, want := range map[string]string{
		".cast till {:mo":                  ".cast till {:move, ",
		".cast till {:move, 1, {2, 3}, ":   ".cast till {:move, 1, {2, 3}, :fast}",
		".cast till {:move, f(1, 2), 3, :": ".cast till {:move, f(1, 2), 3, :fast}",
	} {
		if got := s.Candidates(before); len(got) != 1 || after(t, before, got[0]) != want {
			t.Errorf("%q: %v", before, got)
		}
	}
	if got := s.Candidates(".call till {:add, gree"); len(got) != 1 || got[0].Text != "greeting" {
		t.Errorf("a value that is typed: %v", got)
	}
}

func TestFilesAndPids(t *testing.T) {
	s := source(t)
	dir := t.TempDir()
	for _, name := range []string{"lesson.otp", ".hidden"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "lib"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, before := range []string{".run " + dir + "/l", `File.read("` + dir + "/l", ".run " + dir + "/"} {
		var lines []string
		for _, c := range s.Candidates(before) {
			lines = append(lines, strings.TrimPrefix(after(t, before, c), before[:len(before)-1]))
		}
		if got := strings.TrimPrefix(strings.Join(lines, " "), "/"); !strings.HasSuffix(got, "lesson.otp lib/") && !strings.HasSuffix(got, "lesson.otp /lib/") {
			t.Errorf("%q: %q", before, got)
		}
	}
	pid, _ := s.World.Whereis("till")
	text := strings.TrimSuffix(strings.TrimPrefix(elixir.InspectPlain(pid), "#PID<"), ">")
	for _, before := range []string{".kill " + text[:3], `pid("` + text[:3]} {
		found := false
		for _, c := range s.Candidates(before) {
			found = found || c.Text == text && c.About == "till"
		}
		if !found {
			t.Errorf("%q: no %s", before, text)
		}
	}
}

// A process that never rests, and 2,000 others, are no reason to wait.
func TestBusyWorldIsNotWaitedFor(t *testing.T) {
	w := elixir.NewWorld(elixir.Options{})
	t.Cleanup(w.Stop)
	session := w.NewSession("iex")
	r := session.Eval(program+`
spin = fn spin -> spin.(spin) end
for _ <- 1..4, do: spawn(fn -> spin.(spin) end)
for _ <- 1..2000, do: spawn(fn -> Process.sleep(:infinity) end)
`, 1)
	if r.Status != elixir.Done {
		t.Fatal(r.Shown)
	}
	s := Source{World: w, Session: session, Commands: []Command{command(".kill", "X", "")}}
	for _, before := range []string{".kill ", "Enum.", "GenServer.call(till, ", "i", "E", ":", `pid("0.`} {
		s.Candidates(before) // loads what it needs of the library
		best, count := time.Hour, 0
		for range 5 {
			began := time.Now()
			count = max(count, len(s.Candidates(before)))
			best = min(best, time.Since(began))
		}
		if t.Logf("%q: %d candidates after %v", before, count, best); count == 0 || best > time.Second {
			t.Errorf("%q: %d candidates after %v", before, count, best)
		}
	}
}
