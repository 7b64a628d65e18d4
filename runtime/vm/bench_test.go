package vm_test

import (
	"testing"

	"otpsh/runtime/core"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

var fib = def("fib",
	clause(pats(pv("n")), v("n"), bif("<", v("n"), num(2))),
	clause(pats(pv("m")), bif("+", local("fib", bif("-", v("m"), num(1))), local("fib", bif("-", v("m"), num(2))))))

func bench(b *testing.B, want term.Term, fs ...*core.Function) {
	w := world(b, fs...)
	for b.Loop() {
		got, exc := vm.RunSync(w, atom("Elixir.T"), atom("main"))
		if exc != nil || !term.Equal(got, want) {
			b.Fatal(got, exc)
		}
	}
}

func BenchmarkFib(b *testing.B) {
	bench(b, term.Int(832040), fib, def("main", clause(nil, local("fib", num(30)))))
}

// BenchmarkLoop counts down from a million by tail calls.
func BenchmarkLoop(b *testing.B) {
	bench(b, atom("done"),
		def("loop", clause(pats(pn(0)), sym("done")), clause(pats(pv("n")), local("loop", bif("-", v("n"), num(1))))),
		def("main", clause(nil, local("loop", num(1_000_000)))))
}

// BenchmarkList builds a list of 100,000 and sums it.
func BenchmarkList(b *testing.B) {
	bench(b, term.Int(5_000_050_000),
		def("build", clause(pats(pn(0), pv("acc")), v("acc")),
			clause(pats(pv("n"), pv("acc2")), local("build", bif("-", v("n"), num(1)), cons(v("n"), v("acc2"))))),
		def("sum", clause(pats(pl(term.Empty)), num(0)),
			clause(pats(pc(pv("h"), pv("t"))), bif("+", v("h"), local("sum", v("t"))))),
		def("main", clause(nil, local("sum", local("build", num(100_000), lit(term.Empty))))))
}

// BenchmarkClosure calls a closure a million times.
func BenchmarkClosure(b *testing.B) {
	bench(b, atom("done"),
		def("loop", clause(pats(pn(0), pv("_")), sym("done")),
			clause(pats(pv("n"), pv("f")), local("loop", call(v("f"), v("n")), v("f")))),
		def("main", clause(nil, do(set("k", num(1)), local("loop", num(1_000_000), fn(clause(pats(pv("x")), bif("-", v("x"), v("k")))))))))
}
