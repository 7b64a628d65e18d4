package lib

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"otpsh/runtime/term"
)

// TestRandDraws goes on with one state, as real Elixir did from
// :rand.seed_s(:exsss, {1, 2, 3}): values drawn, and the state after them.
func TestRandDraws(t *testing.T) {
	g, ok := newGenerator("exsss", term.Tuple3(term.Int(1), term.Int(2), term.Int(3)))
	if !ok {
		t.Fatal("cannot seed")
	}
	check := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: got %s, want %s", what, got, want)
		}
	}
	state := func(want string) {
		t.Helper()
		check("state", fmt.Sprintf("[%d | %d]", g.front[0], g.front[1]), want)
	}
	state("[117085240290607817 | 199386643319833935]")
	var small []term.Term
	for range 5 {
		n, _ := g.uniform(term.Int(100))
		small = append(small, n)
	}
	check("of 100", fmt.Sprint(small), "[27 41 75 39 31]")
	check("floats", fmt.Sprint(g.float(), g.float(), g.float()), "0.1256381703649364 0.2900703300197285 0.07830368063292092")
	state("[228486539411117832 | 50493895204614210]")

	power := func(base, exp int64) term.Term {
		return term.Big(new(big.Int).Exp(big.NewInt(base), big.NewInt(exp), nil))
	}
	for _, c := range []struct {
		n    term.Term
		want string
	}{
		{power(10, 12), "841500700913"},
		{power(10, 17), "32043800707114359"},
		{power(2, 58), "51695250087441018"},
		{power(2, 60), "580893185214086397"},
		{power(10, 20), "42930938080219343454"},
		{power(10, 40), "8193883671274728386904330338117971054572"},
		{term.Int(1<<58 - 1), "18338686337495645"},
		{term.Int(1<<58 + 1), "109630258826966843"},
		{power(3, 100), "469984609546853925936978168390804477063794942423"},
	} {
		n, _ := g.uniform(c.n)
		check("of "+term.Dump(c.n), fmt.Sprint(n), c.want)
	}
	state("[278939463211457700 | 83083307806505349]")

	sum, last := 0.0, 0.0
	for range 3000 {
		last = g.normal()
		sum += last
	}
	if math.Abs(sum-59.26716004708485) > 1e-9 || last != 0.24788632284458123 {
		t.Errorf("normal: sum %v, last %v", sum, last)
	}
	state("[84533402729007224 | 262828998806265793]")

	text := ""
	for _, n := range []int{1, 7, 8, 20} {
		b, _ := bytesOf(g, []term.Term{term.Int(n)})
		text += fmt.Sprintf("%x ", string(b.(term.Binary)))
	}
	check("bytes", text, "83 fafdb4544b5887 4791344b8df6213f 7859497b0341926c451207dc700aa8823718868d ")
	state("[182979479404161053 | 145491993105339954]")

	plus, _ := newGenerator("exsplus", term.Int(7))
	n, _ := plus.uniform(term.Int(1000))
	check("exsplus", fmt.Sprint(n), "201")
}
