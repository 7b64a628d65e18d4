package elixir

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"otpsh/runtime/trace"
)

// This file is the property test of supervision: trees of 200 processes in
// three levels, under every strategy, in which processes are ended at random
// moments. tree_model_test.go says what may happen.

// node is a process of a tree, as testdata/supervision/storm.exs starts it.
type node struct {
	name        string
	kind        string // worker, or how it supervises: strategies, dynamic, partition
	restart     string
	shutdown    string
	manner      string // of a worker
	significant bool
	max         int // restarts ...
	seconds     int // ... in this time
	auto        string
	parent      *node
	children    []*node
}

// grower makes trees; the same seed makes the same tree.
type grower struct {
	*rand.Rand
	left int // processes that may still be added
	made int
}

func pick[T any](g *grower, of ...T) T { return of[g.IntN(len(of))] }

// grow is a tree of exactly that many processes.
func grow(seed uint64, size int) *node {
	g := &grower{Rand: rand.New(rand.NewPCG(seed, 1)), left: size}
	root := g.supervisor(nil, pick(g, "one_for_one", "rest_for_one", "one_for_all"))
	root.max, root.auto = pick(g, 5, 60, 200), "never"
	kinds := []string{"one_for_one", "rest_for_one", "one_for_all"}
	for g.left > 0 {
		middle := g.supervisor(root, pick(g, kinds...))
		for range 2 + g.IntN(3) {
			if g.left < 2 {
				break
			}
			leaf := g.supervisor(middle, pick(g, append(kinds, "dynamic", "simple_one_for_one", "partition")...))
			g.workers(leaf, 1+g.IntN(8))
		}
		g.workers(middle, g.IntN(3))
		g.Shuffle(len(middle.children), func(i, j int) {
			middle.children[i], middle.children[j] = middle.children[j], middle.children[i]
		})
	}
	return root
}

func (g *grower) supervisor(parent *node, kind string) *node {
	n := g.node(parent)
	n.kind, n.max, n.seconds, n.auto = kind, g.IntN(6), 1+g.IntN(3), "never"
	n.shutdown = pick(g, ":infinity", ":infinity", "20", ":brutal_kill")
	if strategy := kind != "dynamic" && kind != "simple_one_for_one" && kind != "partition"; strategy && g.IntN(4) == 0 {
		n.auto = pick(g, "any_significant", "all_significant")
	}
	return n
}

func (g *grower) workers(parent *node, count int) {
	for range min(count, g.left) {
		n := g.node(parent)
		n.kind = "worker"
		n.manner = pick(g, ":plain", ":plain", ":plain", ":fails", "{:starts_in, 3}", fmt.Sprintf("{:lingers, %d}", 1+g.IntN(30)))
		n.shutdown = pick(g, "5000", "10", ":brutal_kill", ":infinity")
		alike := parent.kind == "simple_one_for_one" || parent.kind == "partition"
		if first := parent.children[0]; alike {
			// Such children share one specification.
			n.restart, n.shutdown = first.restart, first.shutdown
		}
	}
	if parent.auto != "never" {
		for _, c := range parent.children {
			c.significant = c.restart != "permanent" && g.IntN(2) == 0
		}
	}
}

// node adds a process.
func (g *grower) node(parent *node) *node {
	n := &node{name: fmt.Sprintf("p%d", g.made), parent: parent}
	n.restart = pick(g, "permanent", "permanent", "permanent", "transient", "temporary")
	g.made++
	g.left--
	if parent != nil {
		parent.children = append(parent.children, n)
	}
	return n
}

// write gives the tree as the program reads it.
func (n *node) write(b *strings.Builder) {
	fmt.Fprintf(b, "%%{name: :%s, kind: :%s, restart: :%s, shutdown: %s, significant: %t, max: %d, seconds: %d, auto: :%s, manner: %s, children: [\n",
		n.name, n.kind, n.restart, n.shutdown, n.significant, n.max, max(n.seconds, 1), orElse(n.auto, "never"), orElse(n.manner, "nil"))
	for i, c := range n.children {
		if i > 0 {
			b.WriteString(",\n")
		}
		c.write(b)
	}
	b.WriteString("]}")
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// stormProgram is the tree of a seed and the program that runs it. The storm
// pauses at most that long, in milliseconds; 0: as the seed says.
func stormProgram(t *testing.T, seed uint64, pause int) (root *node, text string) {
	t.Helper()
	program, err := os.ReadFile("testdata/supervision/storm.exs")
	if err != nil {
		t.Fatal(err)
	}
	g := &grower{Rand: rand.New(rand.NewPCG(seed, 2))}
	if pause == 0 {
		pause = pick(g, 5, 30, 100, 500)
	}
	root = grow(seed, 200)
	var b strings.Builder
	b.WriteString("tree = ")
	root.write(&b)
	fmt.Fprintf(&b, "\nstorm = %%{rounds: %d, pause: %d, burst: %d, supervisors: %d}\n%s", pick(g, 20, 60), pause, pick(g, 1, 4, 8), pick(g, 0, 2, 10, 25), program)
	return root, b.String()
}

// storm runs the program of a seed and gives what happened.
func storm(t *testing.T, seed uint64, simulated bool) (root *node, events []trace.Event) {
	t.Helper()
	pause := 30
	if simulated {
		pause = 0
	}
	root, program := stormProgram(t, seed, pause)
	host := NewMachineHost()
	var errs strings.Builder
	host.In, host.Out, host.Err, host.OnHalt = strings.NewReader(""), io.Discard, &errs, func(int) {}
	w := NewWorld(Options{Host: host, Simulated: simulated, Seed: seed})
	var mu sync.Mutex
	w.Trace().Subscribe(trace.Of(trace.Mark, trace.Exited, trace.ChildRestarted, trace.ChildGaveUp, trace.AutoShutdown), func(e trace.Event) {
		mu.Lock()
		events = append(events, e)
		mu.Unlock()
	})
	done := make(chan int, 1)
	go func() { done <- w.RunFile(source(t, program)) }()
	select {
	case code := <-done:
		if code != 0 {
			t.Fatalf("seed %d: exit %d\n%s", seed, code, errs.String())
		}
	case <-time.After(2 * time.Minute):
		t.Fatalf("seed %d: no end within two minutes", seed)
	}
	w.Stop()
	mu.Lock()
	defer mu.Unlock()
	slices.SortFunc(events, func(a, b trace.Event) int { return int(a.Seq) - int(b.Seq) })
	return root, events
}

func TestSupervisionInAStorm(t *testing.T) {
	seeds := 500
	if testing.Short() {
		seeds = 40
	}
	const groups = 4
	var mu sync.Mutex
	seen := map[string]int{}
	t.Run("seeds", func(t *testing.T) {
		for group := range groups {
			t.Run(fmt.Sprint(group), func(t *testing.T) {
				t.Parallel()
				for seed := group; seed < seeds; seed += groups {
					root, events := storm(t, uint64(seed), true)
					m := judge(root, events, false)
					for _, wrong := range m.wrong {
						t.Errorf("seed %d: %s", seed, wrong)
					}
					mu.Lock()
					for what, n := range m.seen {
						seen[what] += n
					}
					mu.Unlock()
				}
			})
		}
	})
	t.Logf("in %d trees: %v", seeds, seen)
	for _, what := range everything {
		if seen[what] == 0 {
			t.Errorf("%q never happened in %d trees", what, seeds)
		}
	}
}

func TestSupervisionInALiveStorm(t *testing.T) {
	root, events := storm(t, uint64(time.Now().UnixNano()), false)
	m := judge(root, events, false)
	for _, wrong := range m.wrong {
		t.Error(wrong)
	}
	t.Log(m.seen)
}
