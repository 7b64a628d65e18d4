package view

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"otpsh/runtime/observe"
	"otpsh/runtime/term"
	"otpsh/runtime/trace"
)

var update = flag.Bool("update", false, "write the golden files")

// inspect is a stand-in for Elixir's.
func inspect(t term.Term) string {
	switch x := t.(type) {
	case term.Atom:
		return ":" + x.Name()
	case term.Binary:
		return string(x)
	}
	return term.Dump(t)
}

func names(p term.PID) string {
	return map[term.PID]string{110: ":counter", 116: ":counter", 113: ":sup"}[p]
}

func atom(s string) term.Term { return term.Intern(s) }

func counterNews() observe.News {
	return observe.News{
		Kind: trace.ChildRestarted, Supervisor: 113, Child: observe.Child{ID: "Demo.Counter", PID: 116},
		Restart: observe.Restart{Reason: atom("killed"), Old: 114, New: 116, Left: 2}, Max: 3, Period: 5 * time.Second,
	}
}

func raised() term.Term {
	e := term.MapOf(atom("__struct__"), atom("Elixir.RuntimeError"), atom("__exception__"), atom("true"), atom("message"), term.Binary("boom\nand\x1b[2Jmore"))
	return &term.Tuple{Elems: []term.Term{e, term.Empty}}
}

// model is a supervisor with a counter that was restarted once, a child that
// is gone, and a supervisor below with two workers of a dynamic one.
func model() []observe.Node {
	s := time.Second
	worker := func(id, module string, pid term.PID, restarts int) *observe.Child {
		return &observe.Child{ID: id, PID: pid, Module: module, Restart: "permanent", Kind: "worker", Restarts: restarts}
	}
	inner := &observe.Supervisor{PID: 120, Strategy: "one_for_all", Max: 3, Period: 5 * s, Restarts: []time.Duration{1 * s, 8 * s, 9 * s, 10 * s}}
	pool := &observe.Supervisor{PID: 130, Strategy: "one_for_one", Max: 100, Period: 60 * s}
	node := func(p observe.Process, c *observe.Child, sup *observe.Supervisor, kids ...observe.Node) observe.Node {
		return observe.Node{Process: p, Child: c, Supervisor: sup, Nodes: kids}
	}
	return []observe.Node{
		node(observe.Process{PID: 113, Name: ":sup"}, nil,
			&observe.Supervisor{PID: 113, Strategy: "one_for_one", Max: 3, Period: 5 * s, Restarts: []time.Duration{9 * s}},
			node(observe.Process{PID: 116, Name: ":counter", Mailbox: 0}, worker("Demo.Counter", "Demo.Counter", 116, 1), nil),
			node(observe.Process{}, worker(":cache", "My.Cache", 0, 0), nil),
			node(observe.Process{PID: 117, Mailbox: 12}, worker("Demo.Store", "Demo.Store", 117, 0), nil),
			node(observe.Process{PID: 120}, worker(":inner", "Supervisor", 120, 2), inner,
				node(observe.Process{PID: 121, Name: "日本"}, worker(":a", "A", 121, 0), nil)),
			node(observe.Process{PID: 130, Name: "My.Pool"}, worker("My.Pool", "DynamicSupervisor", 130, 0), pool,
				node(observe.Process{PID: 131}, worker(":undefined", "W", 131, 0), nil),
				node(observe.Process{}, worker(":undefined", "W", 0, 0), nil)),
		),
		node(observe.Process{PID: 140}, nil, &observe.Supervisor{PID: 140, Strategy: "rest_for_one", GaveUp: true}),
	}
}

func processes() []observe.Process {
	return []observe.Process{
		{PID: 110, Name: ":counter", Initial: "Demo.Counter.init/1", Mailbox: 0, Reductions: 1234},
		{PID: 113, Name: "My.Very.Long.Supervisor.Name", Initial: "Supervisor.Default.init/1", Mailbox: 0, Reductions: 99, Links: []term.PID{110, 114}, Trapping: true},
		{PID: 1141, Label: "{:job, \"日本\x1b[31m\"}", Initial: ":erlang.apply/2", Mailbox: 120, Reductions: 5, Links: []term.PID{1, 2, 3, 4, 5, 6, 7, 8, 9}},
	}
}

func TestDrawings(t *testing.T) {
	plain, narrow := NewStyle(false, true, 100), NewStyle(false, true, 60)
	colored, light := NewStyle(true, true, 100), NewStyle(true, false, 100)
	gaveUp := observe.News{Kind: trace.ChildGaveUp, Supervisor: 113, Child: observe.Child{ID: ":counter"}, Max: 3, Period: 5 * time.Second, Reason: raised()}
	raisedNews := counterNews()
	raisedNews.Restart.Reason, raisedNews.Restart.Left = raised(), 0
	storm := raisedNews
	storm.Restart.Left = 1
	together := counterNews()
	for _, id := range []string{":a", ":b", "My.C", ":d", ":e", ":f"} {
		together.Restart.Siblings = append(together.Restart.Siblings, observe.Sibling{ID: id})
	}
	failed := observe.News{Kind: trace.ChildFailed, Supervisor: 113, Child: observe.Child{ID: ":counter"}, Reason: atom("not_ready")}
	finished := observe.News{Kind: trace.AutoShutdown, Supervisor: 113, Child: observe.Child{ID: ":counter"}, Reason: atom("normal")}
	now := 10 * time.Second
	death := observe.News{Kind: trace.Crashed, PID: 110, Reason: atom("killed")}
	byShell := func(term.Term) string { return "killed by the shell" }
	for name, text := range map[string]string{
		"processes":       plain.Processes(processes()),
		"processes60":     narrow.Processes(processes()),
		"processes-color": colored.Processes(processes()),
		"processes-none":  plain.Processes(nil),
		"tree":            plain.Tree(model(), now),
		"tree-color":      colored.Tree(model(), now),
		"tree-light":      light.Tree(model()[:1], now),
		"tree-none":       plain.Tree(nil, now),
		"restart":         plain.News(counterNews(), names, inspect),
		"restart-state":   plain.NewsWith(counterNews(), "state 5 lost, now 0", names, inspect),
		"restart-raise":   colored.News(raisedNews, names, inspect),
		"restart-group":   plain.News(together, names, inspect),
		"start-failed":    plain.News(failed, names, inspect),
		"auto-shutdown":   plain.NewsWith(finished, "it was linked to the shell; your bindings are kept", names, inspect),
		"death":           plain.News(death, names, byShell),
		"limit":           plain.News(observe.News{Kind: trace.LimitReached, PID: 110, Limit: "heap", Allowed: 64 << 20}, names, inspect),
		"limit-mailbox":   plain.News(observe.News{Kind: trace.LimitReached, PID: 9, Limit: "mailbox", Allowed: 1000}, names, inspect),
		"death-unnamed":   plain.News(observe.News{PID: 9, Reason: raised()}, names, inspect),
		"gave-up":         plain.NewsWith(gaveUp, "it was linked to the shell; your bindings are kept", names, inspect),
		"gave-up60":       narrow.NewsWith(gaveUp, "it was linked to the shell; your bindings are kept", names, inspect),
		"gave-up-color":   colored.News(gaveUp, names, inspect),
		"joined":          plain.Joined("flaky", 37, time.Second, storm, names, inspect),
	} {
		golden(t, name, text)
	}
}

func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	text += "\n"
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("%s:\n%s\nwant:\n%s", name, text, want)
	}
}

// The two drawings that the storyboards show, letter by letter.
func TestStoryboards(t *testing.T) {
	s := NewStyle(false, true, 120)
	want := "sup  one_for_one  #PID<0.113.0>  restarts ●○○ in 5 s\n" +
		"└─ counter  Demo.Counter  #PID<0.116.0>  permanent  restarted 1×  mailbox 0\n"
	node := model()[0]
	node.Nodes = node.Nodes[:1]
	if got := s.Tree([]observe.Node{node}, 10*time.Second); got != want {
		t.Errorf("tree\n%swant\n%s", got, want)
	}
	want = "↻ counter restarted by sup: killed · #PID<0.114.0> → #PID<0.116.0> · state 5 lost, now 0 · 2 more allowed in 5 s"
	if got := s.NewsWith(counterNews(), "state 5 lost, now 0", names, inspect); got != want {
		t.Errorf("restart\n%s\nwant\n%s", got, want)
	}
}

func TestPlainHasNoEscapes(t *testing.T) {
	s := NewStyle(false, true, 80)
	for _, text := range []string{s.Dim("x"), s.Note("x"), s.Error("x"), s.Processes(processes()), s.Tree(model(), 0)} {
		if strings.Contains(text, "\x1b") {
			t.Errorf("escape in %q", text)
		}
	}
	env := func(kv map[string]string) func(string) string { return func(k string) string { return kv[k] } }
	if WantColor(env(map[string]string{"NO_COLOR": "1"}), true) || WantColor(env(map[string]string{"TERM": "dumb"}), true) ||
		WantColor(env(nil), false) || !WantColor(env(nil), true) {
		t.Error("WantColor")
	}
}

func TestTableFits(t *testing.T) {
	for _, width := range []int{40, 50, 60, 70, 80, 120} {
		table := NewStyle(true, true, width).Processes(processes())
		for _, line := range strings.Split(Uncolored(table), "\n") {
			if columns(line) > width || strings.HasSuffix(line, " ") {
				t.Errorf("%d columns in %d: %q", columns(line), width, line)
			}
		}
		if plain := NewStyle(false, true, width).Processes(processes()); plain != Uncolored(table) {
			t.Errorf("without colours another table:\n%s%s", plain, table)
		}
	}
}

// A tree of any depth and breadth is drawn in bounded space.
func TestTreeIsBounded(t *testing.T) {
	leaf := observe.Node{Process: observe.Process{PID: 1}, Child: &observe.Child{ID: "x"}}
	wide := observe.Node{Process: observe.Process{PID: 2}, Supervisor: &observe.Supervisor{}}
	for range 10000 {
		wide.Nodes = append(wide.Nodes, leaf)
	}
	deep := wide
	for range 100000 {
		deep = observe.Node{Process: observe.Process{PID: 3}, Supervisor: &observe.Supervisor{}, Nodes: []observe.Node{deep}}
	}
	s := NewStyle(false, true, 80)
	if text := s.Tree([]observe.Node{wide}, 0); !strings.Contains(text, "… and 9970 more") {
		t.Error(text)
	}
	if text := s.Tree([]observe.Node{deep}, 0); strings.Count(text, "\n") > maxDepth+2 {
		t.Error("a deep tree is drawn whole")
	}
}

func TestWords(t *testing.T) {
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 22: "22nd", 113: "113th"} {
		if got := ordinal(n); got != want {
			t.Errorf("ordinal(%d) = %s", n, got)
		}
	}
	for d, want := range map[time.Duration]string{0: "0 s", 5 * time.Second: "5 s", 250 * time.Millisecond: "250 ms", 60 * time.Second: "60 s", 10 * time.Minute: "10 min", -1: "0 s"} {
		if got := duration(d); got != want {
			t.Errorf("duration(%d) = %s, want %s", d, got, want)
		}
	}
}
