// Package hosted measures otpsh beside other languages that are hosted in Go,
// on the same small programs:
//
//	cd scripts/bench/hosted && go test -bench .
package hosted

import (
	"testing"

	"github.com/d5/tengo/v2"
	lua "github.com/yuin/gopher-lua"

	"otpsh/runtime/elixir"
	"otpsh/runtime/term"
)

// program is one computation in each language; each leaves its result in what
// it is called there: a value, a global, a variable.
type program struct {
	name                    string
	want                    int
	elixir, run, lua, tengo string
}

var programs = []program{
	{
		name: "fib", want: 832040,
		elixir: `defmodule Fib do
  def fib(n) when n < 2, do: n
  def fib(n), do: fib(n - 1) + fib(n - 2)
end`,
		run: "Fib.fib(30)",
		lua: `function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
result = fib(30)`,
		tengo: `fib := func(n) { if n < 2 { return n }; return fib(n-1) + fib(n-2) }
result := fib(30)`,
	},
	{
		name: "loop", want: 500000500000,
		elixir: `defmodule Loop do
  def sum(0, acc), do: acc
  def sum(n, acc), do: sum(n - 1, acc + n)
end`,
		run: "Loop.sum(1_000_000, 0)",
		lua: `result = 0
for n = 1, 1000000 do result = result + n end`,
		tengo: `result := 0
for n := 1; n <= 1000000; n++ { result += n }`,
	},
}

func BenchmarkOtpsh(b *testing.B) {
	for _, p := range programs {
		b.Run(p.name, func(b *testing.B) {
			w := elixir.NewWorld(elixir.Options{})
			defer w.Stop()
			s := w.NewSession("bench")
			if r := s.Eval(p.elixir, 1); r.Status != elixir.Done {
				b.Fatal(r.Shown)
			}
			for b.Loop() {
				if r := s.Eval(p.run, 1); !term.Equal(r.Value, term.Int(p.want)) {
					b.Fatal(r.Shown)
				}
			}
		})
	}
}

func BenchmarkGopherLua(b *testing.B) {
	for _, p := range programs {
		b.Run(p.name, func(b *testing.B) {
			l := lua.NewState()
			defer l.Close()
			f, err := l.LoadString(p.lua)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				l.Push(f)
				l.Call(0, 0)
				if got := l.GetGlobal("result"); got != lua.LNumber(p.want) {
					b.Fatal(got)
				}
			}
		})
	}
}

func BenchmarkTengo(b *testing.B) {
	for _, p := range programs {
		b.Run(p.name, func(b *testing.B) {
			c, err := tengo.NewScript([]byte(p.tengo)).Compile()
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if err := c.Run(); err != nil {
					b.Fatal(err)
				}
				if got := c.Get("result").Int(); got != p.want {
					b.Fatal(got)
				}
			}
		})
	}
}
