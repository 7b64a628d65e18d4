package trace

import (
	"testing"

	"otpsh/runtime/term"
)

func TestRecorderKeepsTheRecentInOrder(t *testing.T) {
	r := NewRecorder(2, Always)
	for i := 0; i < ringSize+10; i++ {
		r.Record(i, Event{Kind: Crashed, PID: term.PID(i + 1)})
	}
	got := r.Recent()
	if len(got) != ringSize+10 {
		t.Fatalf("two rings keep %d events", len(got))
	}
	for i := 1; i < len(got); i++ {
		if got[i].Seq <= got[i-1].Seq {
			t.Fatalf("event %d out of order", i)
		}
	}
}

func TestSubscribeChangesWhatIsWanted(t *testing.T) {
	r := NewRecorder(1, Always)
	if r.Wants(Sent) || !r.Wants(DeadLetter) {
		t.Fatal("without subscribers only the rare kinds are wanted")
	}
	var seen []Event
	cancel := r.Subscribe(Of(Sent), func(e Event) { seen = append(seen, e) })
	r.Record(0, Event{Kind: Sent})
	r.Record(0, Event{Kind: Crashed})
	cancel()
	r.Record(0, Event{Kind: Sent})
	if len(seen) != 1 || r.Wants(Sent) {
		t.Fatalf("saw %d events", len(seen))
	}
}

func TestEveryKindHasAName(t *testing.T) {
	for k := None; k < kinds; k++ {
		if k.String() == "" || (Event{Kind: k}).String() == "" {
			t.Errorf("kind %d has no text", k)
		}
	}
}
