package lessons

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestProgressIsOneFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state", "progress.json")
	p, err := LoadProgress(file)
	if err != nil {
		t.Fatal(err)
	}
	l := &Lesson{Name: "05-cache", Steps: make([]*Step, 3)}
	for _, step := range []int{1, 3} { // 3: behind the last
		if err := p.Keep(&Learner{Lesson: l, step: step, Work: map[string]string{"lib/x.ex": "mine"}}); err != nil {
			t.Fatal(err)
		}
		again, err := LoadProgress(file)
		if err != nil {
			t.Fatal(err)
		}
		got := again.Of("05-cache")
		if want := (step == 3); got.Done != want || got.Step != step%3 || got.Work["lib/x.ex"] != "mine" {
			t.Errorf("at step %d: %+v", step, got)
		}
	}
	// Going through it again leaves it done.
	if err := p.Keep(&Learner{Lesson: l, step: 2}); err != nil || !p.Of("05-cache").Done {
		t.Errorf("%v %+v", err, p.Of("05-cache"))
	}
}

func TestProgressThatCannotBeRead(t *testing.T) {
	for text, want := range map[string]string{
		"{": "is no progress file", `{"otpsh_progress": 9}`: "another version of otpsh", `[]`: "is no progress file",
	} {
		file := filepath.Join(t.TempDir(), "progress.json")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadProgress(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
		if now, err := os.ReadFile(file); err != nil || string(now) != text {
			t.Errorf("%s was written over: %s", text, now)
		}
	}
}
