package complete

import (
	"testing"

	"otpsh/runtime/elixir"
)

func TestCandidates(t *testing.T) {
	w := elixir.NewWorld(elixir.Options{Simulated: true})
	session := w.NewSession("iex")
	if r := session.Eval("greeting = 1; Process.register(self(), :greeter); defmodule Shop.Till do def open(x), do: x; defp shut, do: 1 end", 1); r.Status != elixir.Done {
		t.Fatal(r.Shown)
	}
	s := Source{World: w, Session: session, Commands: []Candidate{{".kill", "send an exit signal"}, {".ps", "processes"}}, Actors: []string{"counter", "store"}}
	for _, c := range []struct{ before, want string }{
		{".k", ".kill"},
		{".kill gree", "greeter"},
		{".spawn supervisor c", "counter"},
		{"x = gree", "greeting"},
		{"send(:gree", ":greeter"},
		{"Sho", "Shop"},
		{"Shop.", "Shop.Till"},
		{"Shop.Till.o", "Shop.Till.open"},
		{"[1] |> Enum.ma", "Enum.map"},
		{":list", ":lists"},
		{"exp", "exports"},
	} {
		found := false
		got := s.Candidates(c.before)
		for _, g := range got {
			found = found || g.Text == c.want
		}
		if !found {
			t.Errorf("%q: %q is not among %v", c.before, c.want, got)
		}
	}
	for _, before := range []string{"", "1 + ", "Shop.Till.sh", "Nope.x", ".zzz"} {
		if got := s.Candidates(before); len(got) > 0 {
			t.Errorf("%q: %v", before, got)
		}
	}
}
