package complete

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"otpsh/runtime/term"
)

// offered are the lines that the candidates of a text would make.
func offered(t *testing.T, s Source, before string) []string {
	t.Helper()
	var lines []string
	for _, c := range s.Candidates(before) {
		lines = append(lines, after(t, before, c))
	}
	return lines
}

func TestUnfinishedFormTellsOfItself(t *testing.T) {
	s := source(t)
	for _, c := range []struct{ pending, before, want string }{
		{"", "Enum.map([1], fn item -> ite", "item"},
		{"for {key, value} <- order do\n", "  val", "value"},
		{"x = [first | _rest] = [1]; if x do\n", "  fir", "first"},
		{"case order do\n  %{customer: found} ->\n", "    fou", "found"},
		{"<<size::8, body::binary>> = x\n(", "siz", "size"},
		{"defmodule M do\n  def f(alpha, beta \\\\ 1) do\n", "    al", "alpha"},
		{"defmodule M do\n  alias Shop.Till, as: Cash\n", "  Cash.op", "Cash.open"},
		{"defmodule M do\n  alias Shop.{Till}\n  def f do\n", "    Till.cou", "Till.count"},
		{"defmodule M do\n  alias Shop.Till\n  def f do\n", "    %Till{no", "%Till{notes: "},
		{"defmodule M do\n  import Shop.Till\n  def f do\n", "    clos", "closed"},
		{"defmodule M do\n  import Shop.Till\n", "    loc", "locked"},
	} {
		s.Pending = c.pending
		lines := offered(t, s, c.before)
		if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasSuffix(line, c.want) }) {
			t.Errorf("%q: %q is not among %q", c.pending+c.before, c.want, lines)
		}
	}
	for _, c := range []struct{ pending, before string }{
		{"defmodule M do\n  def f(alpha), do: 1\n  def g do\n", "    alph"}, // of another function
		{"x = \"inside text\"; [", "tex"},
		{"# commented\n[", "commen"},
		{"[keyed: 1,", " keye"},
		{"f(:atomic,", " atomi"},
		{"call_me(1) + [", "call_"},
	} {
		s.Pending = c.pending
		if lines := offered(t, s, c.before); len(lines) > 0 {
			t.Errorf("%q: %q", c.pending+c.before, lines)
		}
	}
}

func TestMacrosThatNeedARequire(t *testing.T) {
	s := source(t)
	told := func(before string) string {
		for _, c := range s.Candidates(before) {
			if strings.HasSuffix(c.Text, "info") {
				return c.About
			}
		}
		return ""
	}
	const first = "macro: require Logger first"
	if about := told("Logger.inf"); !strings.Contains(about, first) {
		t.Errorf("not required: %q", about)
	}
	if about := told("require Logger; Logger.inf"); strings.Contains(about, first) {
		t.Errorf("required in the form: %q", about)
	}
	s.Session.Eval("require Logger", 2)
	if about := told("Logger.inf"); strings.Contains(about, first) {
		t.Errorf("required: %q", about)
	}
}

func TestReceiveOffersTheMessagesThatWait(t *testing.T) {
	s := source(t)
	s.Session.Eval("send(self(), {:answer, 42, self()}); send(self(), :later)\n", 2)
	s.Pending = "receive do\n"
	for before, want := range map[string]string{
		"  ":           "  {:answer, 42, _}",
		"  {:an":       "  {:answer, 42, _}",
		"  :l":         "  :later",
		"  :x -> 1\n ": "  :x -> 1\n :later",
	} {
		if lines := offered(t, s, before); !slices.Contains(lines, want) && strings.TrimSpace(before) != "" {
			t.Errorf("%q: %q is not among %q", before, want, lines)
		}
	}
	if lines := offered(t, s, "  :x -> :l"); slices.Contains(lines, "  :x -> :later") {
		t.Error("a message in the body of a clause")
	}
	s.Pending = ""
	if lines := offered(t, s, "receive do {"); !slices.Contains(lines, "receive do {:answer, 42, _}") {
		t.Errorf("on one line: %q", lines)
	}
	if lines := offered(t, s, "receive do :x -> 1 end; x = :lat"); slices.Contains(lines, "receive do :x -> 1 end; x = :later") {
		t.Error("after the end of receive")
	}
}

func TestSigilsAndOperators(t *testing.T) {
	s := source(t)
	s.Session.Eval("defmodule Units do\n  @doc \"A length.\"\n  def sigil_m(text, _), do: text\nend\nimport Units", 2)
	about := map[string]string{}
	for _, c := range s.Candidates("x = ~") {
		about[c.Text] = c.About
	}
	for _, want := range []string{"~w", "~s", "~S", "~r", "~c", "~D", "~T", "~N", "~U", "~m"} {
		if about[want] == "" {
			t.Errorf("what is %s? %q", want, about)
		}
	}
	for before, want := range map[string]string{"[~": "[~w", "~w": "~w", "h |": "h |>", "h <": "h <>", "h(=": "h(=~"} {
		if lines := offered(t, s, before); !slices.Contains(lines, want) {
			t.Errorf("%q: %q is not among %q", before, want, lines)
		}
	}
	for _, before := range []string{"x =~", "a ~", `"~`, "h(1 +", "~w(a "} {
		if lines := offered(t, s, before); len(lines) > 0 && before != "a ~" {
			t.Errorf("%q: %q", before, lines)
		}
	}
}

func TestTypes(t *testing.T) {
	s := source(t)
	s.Session.Eval("defmodule Shop.Goods do\n  @typedoc \"What is sold.\"\n  @type item(x) :: {x, integer}\n  @typep hidden :: integer\n  @opaque box :: hidden\nend\nalias Shop.Goods", 2)
	for _, c := range []struct{ before, want, about string }{
		{"t String.", "t String.codepoint", "type codepoint/0"},
		{"t(GenServer.fr", "t(GenServer.from", "type from/0"},
		{"t Goods.i", "t Goods.item", "type item/1  What is sold."},
		{"t Goods.", "t Goods.box", "opaque type box/0"},
		{"t Sho", "t Shop", "module"},
		{"@spec f(Goods.it", "@spec f(Goods.item", "type item/1"},
	} {
		found := false
		for _, g := range s.Candidates(c.before) {
			found = found || after(t, c.before, g) == c.want && strings.HasPrefix(g.About, c.about)
		}
		if !found {
			t.Errorf("%q: %q is not among %v", c.before, c.want, s.Candidates(c.before))
		}
	}
	for _, before := range []string{"t Goods.hid", "t String.upc", "t ."} {
		if lines := offered(t, s, before); len(lines) > 0 {
			t.Errorf("%q: %q", before, lines)
		}
	}
}

func TestFilesWhereFilesAreMeant(t *testing.T) {
	s := source(t)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.ex"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "lib"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	for before, want := range map[string]string{
		`c "`: `"a.ex "lib/`, `c("`: `"a.ex "lib/`, `c ["x", "`: `"a.ex "lib/`, `c(["`: `"a.ex "lib/`, `import_file "`: `"a.ex "lib/`,
		`File.read!("`: `"a.ex "lib/`, `File.cp("x", "`: `"a.ex "lib/`, `x = File.stream!("a`: `"a.ex`, `cd "`: `"lib/`, `cd("l`: `"lib/`,
		`IO.puts("l`: ``, `"`: ``, `IO.puts "./l`: `"./lib/`, `String.split("`: ``,
	} {
		var ends []string
		for _, line := range offered(t, s, before) {
			ends = append(ends, line[strings.LastIndex(line, `"`):])
		}
		if got := strings.Join(ends, " "); got != want {
			t.Errorf("%s: %s, want %s", before, got, want)
		}
	}
}

// What a process told of itself once is known when it is busy.
func TestABusyProcessIsKnown(t *testing.T) {
	s := source(t)
	pid, _ := s.World.Whereis("till")
	if module, _, ok := s.World.InitialCall(pid, patience); !ok || module != "Shop.Till" {
		t.Fatalf("the module of till: %s", module)
	}
	if module, _, ok := s.World.InitialCall(pid, 0); !ok || module != "Shop.Till" {
		t.Errorf("asked again, with no time to answer: %q %v", module, ok)
	}
	if _, _, ok := s.World.InitialCall(term.PID(0), 0); ok {
		t.Error("of no process")
	}
}
