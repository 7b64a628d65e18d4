package vm_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"otpsh/runtime/core"
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// receive takes a message that matches a pattern, within ms milliseconds
// unless negative.
func receive(ms int, cs ...*core.Clause) core.Expr {
	r := &core.Receive{Line: 8, Clauses: cs}
	if ms >= 0 {
		r.Timeout, r.After = num(ms), sym("timeout")
	}
	return r
}

func send(to, msg core.Expr) core.Expr { return bif("send", to, msg) }

func TestReceive(t *testing.T) {
	self := bif("self")
	for _, c := range []struct {
		name string
		e    core.Expr
		want string
	}{
		{"own message", do(send(self, num(1)), receive(-1, clause(pats(pv("x")), tup(v("x"))))), "{1}"},
		{"selective", do(send(self, num(1)), send(self, tup(sym("ok"), num(2))),
			set("a", receive(-1, clause(pats(pt(ps("ok"), pv("x"))), v("x")))),
			set("b", receive(-1, clause(pats(pv("y")), v("y")))), tup(v("a"), v("b"))), "{2, 1}"},
		{"guard", do(send(self, num(1)), send(self, num(5)), receive(-1, clause(pats(pv("x")), v("x"), bif(">", v("x"), num(2))))), "5"},
		{"after 0", receive(0, clause(pats(pv("x")), v("x"))), ":timeout"},
		{"after 0 with a message", do(send(self, num(1)), receive(0, clause(pats(pv("x")), v("x")))), "1"},
		{"after, nothing matches", do(send(self, num(1)), set("a", receive(10, clause(pats(pn(2)), num(3)))),
			set("b", receive(0, clause(pats(pv("x")), v("x")))), tup(v("a"), v("b"))), "{:timeout, 1}"},
		{"only after", &core.Receive{Timeout: num(5), After: sym("late")}, ":late"},
		{"bad timeout", do(&core.Receive{Line: 8, Timeout: sym("x"), After: num(1)}, num(2)), "error :timeout_value @ Elixir.T.main:8"},
		{"raises in a clause, mailbox goes on", do(send(self, num(1)), send(self, num(2)),
			&core.Try{Body: receive(-1, clause(pats(pn(2)), bif("throw", num(9)))), Catch: []*core.CatchClause{{Kind: pv("_"), Value: pv("_"), Body: num(0)}}},
			receive(0, clause(pats(pv("x")), v("x")))), "1"},
		{"tail position", do(send(self, num(1)), receive(-1, clause(pats(pv("x")), local("id", v("x"))))), "1"},
	} {
		expect(t, c.name, run(t, def("main", clause(nil, c.e)), def("id", clause(pats(pv("i")), v("i")))), c.want)
	}
}

// echo answers {from, n} with n, until it is sent :stop.
var echo = def("echo", clause(nil, &core.Receive{Line: 3, Clauses: []*core.Clause{
	clause(pats(ps("stop")), sym("stopped")),
	clause(pats(pt(pv("from"), pv("n"))), do(send(v("from"), v("n")), local("echo"))),
}}))

func spawn(w *kernel.World, name string, args ...term.Term) term.PID {
	pid, _ := w.Spawn(kernel.SpawnOptions{}, vm.NewMFA(w, atom("Elixir.T"), atom(name), args))
	return pid
}

func TestProcesses(t *testing.T) {
	for _, simulated := range []bool{true, false} {
		w := kernel.NewWorld(kernel.Config{Host: clockHost{}, Simulated: simulated, Seed: 1, Schedulers: 2})
		install(t, w, echo, def("ask", clause(pats(pv("to"), pn(0)), do(send(v("to"), sym("stop")), sym("normal"))),
			clause(pats(pv("to2"), pv("n")), do(send(v("to2"), tup(bif("self"), v("n"))),
				&core.Receive{Clauses: []*core.Clause{clause(pats(&core.PPin{Value: v("n")}), local("ask", v("to2"), bif("-", v("n"), num(1))))}}))))
		server := spawn(w, "echo")
		client := spawn(w, "ask", server, term.Int(1000))
		for _, pid := range []term.PID{client, server} {
			if reason := w.Await(pid, nil); reason != term.Term(term.Normal) {
				t.Errorf("simulated %v: %s", simulated, term.Dump(reason))
			}
		}
		w.Stop()
	}
}

type clockHost struct{ kernel.Host }

func (clockHost) Monotonic() time.Duration { return time.Since(began) }
func (clockHost) Wall() time.Time          { return time.Now() }
func (clockHost) Entropy(b []byte)         { clear(b) }

var began = time.Now()

// TestGiveWay: who sends faster than another receives does not fill its mailbox.
func TestGiveWay(t *testing.T) {
	const messages, most = 50_000, 1_500
	w := kernel.NewWorld(kernel.Config{Host: clockHost{}, Schedulers: 1, Limits: kernel.Limits{Mailbox: most}})
	defer w.Stop()
	install(t, w,
		def("flood", clause(pats(pv("to"), pn(0)), sym("normal")),
			clause(pats(pv("to2"), pv("n")), do(send(v("to2"), v("n")), local("flood", v("to2"), bif("-", v("n"), num(1)))))),
		// Every message costs the receiver more reductions than the sender.
		def("drain", clause(nil, &core.Receive{Clauses: []*core.Clause{
			clause(pats(pn(1)), sym("normal")),
			clause(pats(pv("_")), do(local("work", num(5)), local("drain"))),
		}})),
		def("work", clause(pats(pn(0)), num(0)), clause(pats(pv("k")), local("work", bif("-", v("k"), num(1))))))
	receiver := spawn(w, "drain")
	sender := spawn(w, "flood", receiver, term.Int(messages))
	for _, pid := range []term.PID{sender, receiver} {
		if reason := w.Await(pid, nil); reason != term.Term(term.Normal) {
			t.Errorf("%s, a mailbox of more than %d", term.Dump(reason), most)
		}
	}
}

func TestCrash(t *testing.T) {
	w := world(t, def("main", clause(nil, do(bif("error", sym("oops")), num(1)))))
	reason := w.Await(spawn(w, "main"), nil)
	expect(t, "reason", term.Dump(reason), "{:oops, [{:Elixir.T, :main, 0, [{:file, [116, 46, 101, 120]}, {:line, 2}]}]}")
}

func TestInterrupt(t *testing.T) {
	w := world(t, def("main", clause(nil, &core.Try{
		Body:  receive(-1, clause(pats(ps("never")), num(1))),
		Catch: []*core.CatchClause{{Kind: pv("k"), Value: pv("x"), Body: bif("exit", tup(v("k"), v("x")))}},
	})))
	pid := spawn(w, "main")
	w.Settle(0)
	w.Interrupt(pid, term.Exit, atom("ctrl_c"))
	expect(t, "reason", term.Dump(w.Await(pid, nil)), "{:exit, :ctrl_c}")
}

// TestFirstWait: who waits for its first message keeps only the part of its
// stack that is in use, and has all of it again when the message comes.
func TestFirstWait(t *testing.T) {
	const many, most = 40, 16
	exprs := []core.Expr{set("m", receive(-1, clause(pats(pv("first")), v("first"))))}
	var sum core.Expr = v("m")
	for i := range many {
		name := fmt.Sprintf("x%d", i)
		exprs = append(exprs, set(name, bif("+", v("m"), num(i))))
		sum = bif("+", sum, v(name))
	}
	exprs = append(exprs, receive(-1, clause(pats(pv("second")), bif("exit", tup(v("second"), sum)))))
	w := world(t, def("main", clause(nil, do(exprs...))))
	pid := spawn(w, "main")
	w.Settle(0)
	if words := w.Lookup(pid).Body().(*vm.Machine).Footprint(1 << 20); words > most {
		t.Errorf("%d words while it waits for its first message, want at most %d", words, most)
	}
	f, err := w.Fork()
	if err != nil {
		t.Fatal(err)
	}
	for _, world := range []*kernel.World{w, f} {
		world.SendFrom(0, pid, term.Int(1))
		world.Settle(0)
		world.SendFrom(0, pid, atom("second"))
		expect(t, "all variables", term.Dump(world.Await(pid, nil)), "{:second, 821}")
	}
}

func TestDeepRecursion(t *testing.T) {
	deep := def("deep", clause(pats(pn(0)), num(0)), clause(pats(pv("n")), bif("+", num(1), local("deep", bif("-", v("n"), num(1))))))
	expect(t, "3 million frames", run(t, deep, def("main", clause(nil, local("deep", num(3_000_000))))), "3000000")
}

func TestStackLimit(t *testing.T) {
	endless := def("endless", clause(pats(pv("n")), tup(local("endless", v("n")))))
	w := kernel.NewWorld(kernel.Config{Host: noHost{}, Simulated: true, Limits: kernel.Limits{StackWords: 100_000}})
	install(t, w, endless, def("main", clause(nil, local("endless", num(1)))))
	got := runIn(w)
	if !strings.HasPrefix(got, "error :system_limit @ Elixir.T.endless") {
		t.Error(got)
	}
}

func TestYieldsAndEnds(t *testing.T) {
	loop := def("loop", clause(nil, local("loop")))
	w := world(t, loop, def("main", clause(nil, num(1))))
	busy := spawn(w, "loop")
	if reason := w.Await(spawn(w, "main"), nil); reason != term.Term(term.Normal) {
		t.Error(term.Dump(reason))
	}
	if w.Lookup(busy) == nil {
		t.Error("the busy process has ended")
	}
}

func TestFork(t *testing.T) {
	main := def("main", clause(nil, do(set("k", bif("+", num(1), num(2))),
		&core.For{Qualifiers: []core.Qualifier{{Pattern: pv("x"), Source: list(num(1), num(2))}},
			Body: do(bif("note", v("x")), receive(-1, clause(pats(pv("m")), tup(v("m"), v("k")))))})),
	)
	w := world(t, def("wrap", clause(nil, bif("exit", local("main")))), main)
	pid := spawn(w, "wrap")
	w.Settle(0)
	w.SendFrom(0, pid, atom("first"))
	w.Settle(0)
	f, err := w.Fork()
	if err != nil {
		t.Fatal(err)
	}
	for i, world := range []*kernel.World{w, f} {
		world.SendFrom(0, pid, term.Int(i))
		want := []string{"[{:first, 3}, {0, 3}]", "[{:first, 3}, {1, 3}]"}[i]
		expect(t, "each world goes its own way", term.Dump(world.Await(pid, nil)), want)
	}
}

func TestReplacedModule(t *testing.T) {
	w := world(t, def("main", clause(nil, tup(remote("Elixir.T", "v")))), def("v", clause(nil, num(1))))
	expect(t, "old", runIn(w), "{1}")
	c := vm.Code(w)
	w2 := world(t, def("main", clause(nil, tup(remote("Elixir.T", "v")))), def("v", clause(nil, num(2))))
	c.Install(vm.Code(w2).Module(atom("Elixir.T")))
	expect(t, "new", runIn(w), "{2}")
	c.Delete(atom("Elixir.T"))
	expect(t, "deleted", runIn(w), "error :undef @ Elixir.T.main[]")
}

func TestPrivate(t *testing.T) {
	w := world(t, def("main", clause(nil, list(local("v"), remote("Elixir.T", "v")))), def("v", clause(nil, num(1))))
	vm.Code(w).Module(atom("Elixir.T")).Hide(vm.FA{Name: atom("v")})
	expect(t, "hidden", runIn(w), "error :undef @ Elixir.T.v[] @ Elixir.T.main:2")
}

func TestRaiseAgain(t *testing.T) {
	stack := term.List(term.NewTuple(atom("m"), atom("f"), term.List(term.Int(1)), term.List(
		term.Tuple2(atom("file"), term.Empty), term.Tuple2(atom("error_info"), term.MapOf(atom("cause"), term.MapOf(term.Int(1), term.Binary("bad")))))))
	e := vm.Again(term.Error, atom("x"), stack)
	if e.ArgInfo[0] != "bad" {
		t.Error(e.ArgInfo)
	}
	expect(t, "trace", term.Dump(e.StackTerm()), `[{:m, :f, [1], [{:error_info, %{:cause => %{1 => "bad"}}}]}]`)
}
