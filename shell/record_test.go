package shell

import (
	"strings"
	"testing"
)

// noted is the record of a shell that was typed into.
func noted(c *console) []Entry { return c.Record().Entries() }

func TestRecord(t *testing.T) {
	c := newRecorded(t)
	c.enter("x = 1", "", "x / 0", "[x,", "2]", ".spawn counter", ".nonsense", `IO.puts("a"); IO.puts("b")`, "[1,", "#iex:break", ".undo")
	all := noted(c)
	for i, want := range []Entry{
		{Line: 1, Input: "x = 1", Output: "1\n"},
		{Line: 2, Input: "x / 0", Failed: true, Error: "** (ArithmeticError) ..."},
		{Line: 2, Input: "[x,\n2]", Output: "[1, 2]\n"},
		{Line: 3, Input: ".spawn counter", Command: true, Elixir: "GenServer.start(Demo.Counter, 0, name: :counter)\n"},
		{Line: 4, Input: ".nonsense", Command: true, Failed: true},
		{Line: 4, Input: `IO.puts("a"); IO.puts("b")`, Output: "a\nb\n:ok\n", Undone: true},
		{Line: 5, Input: "[1,", Failed: true, Error: "** (TokenMissingError) ...", Cut: true, Undone: true},
		{Line: 5, Input: ".undo", Command: true, Undone: true},
	} {
		if i >= len(all) {
			t.Fatalf("%d inputs are noted", len(all))
		}
		got := all[i]
		want.Number, want.World = i+1, 1
		if want.Output == "" {
			want.Output = got.Output
		}
		if got != want {
			t.Errorf("noted %+v, want %+v", got, want)
		}
	}
	for number, text := range map[int]string{2: "ArithmeticError", 4: "{:ok, #PID<", 5: "there is no command", 7: "TokenMissingError"} {
		if out := all[number-1].Output; !strings.Contains(out, text) {
			t.Errorf("input %d is noted to have printed %q", number, out)
		}
	}
}

// What is printed between inputs belongs to the last one, and worlds are told
// apart.
func TestRecordOfWorlds(t *testing.T) {
	c := newRecorded(t)
	c.record.heard("before anything\n")
	c.enter("1")
	c.record.heard("from a process\n")
	c.enter("2")
	all := noted(c)
	if all[0].Output != "1\nfrom a process\n" || all[1].Output != "2\n" {
		t.Errorf("noted %+v", all)
	}
	c.enter(".spawn counter", ".spawn supervisor one_for_one counter as sup", ".kill counter")
	if last := noted(c)[len(noted(c))-1]; !strings.Contains(last.Output, "✗ counter") {
		t.Errorf("noted of a death: %q", last.Output)
	}
	c.enter("[")
	if len(noted(c)) != 5 {
		t.Error("an unfinished form is noted")
	}
}

// Three thousand inputs with large outputs: none is lost, and memory is bounded.
func TestRecordIsBounded(t *testing.T) {
	r := NewRecord()
	large := strings.Repeat("é", maxOutput) // twice as many bytes as are kept
	const inputs = 3000
	for range inputs {
		r.begin(Entry{Input: "x"})
		r.heard("a")
		r.heard(large)
		r.heard("b")
	}
	all := r.Entries()
	kept, printed := 0, 0
	for i, e := range all {
		if e.Input != "x" || e.Number != i+1 {
			t.Fatalf("input %d is %+v", i+1, e)
		}
		kept, printed = kept+len(e.Output), printed+len(e.Output)+e.Lost
	}
	if len(all) != inputs || kept > maxOutputs || kept < maxOutputs/2 || printed != inputs*(2+len(large)) {
		t.Errorf("%d inputs, %d bytes of output kept and lost, %d kept", len(all), printed, kept)
	}
	if last := all[inputs-1]; len(last.Output) < maxOutput-1 || !strings.HasSuffix(last.Output, "é") {
		t.Errorf("%d bytes of the last output are kept", len(last.Output))
	}
	if all[0].Output != "" {
		t.Error("the oldest output is still there")
	}
}
