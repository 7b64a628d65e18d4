package shell

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"otpsh/lessons"
)

// What a learner may type at any moment, right or wrong, in whatever order.
var anything = []string{
	"", "", "", "", "a", "b", "a c", ".hint", ".solution", ".skip", ".next", ".prev", ".reset", ".undo", ".learn", ".leave", ".learn 8 3", ".learn nothing",
	"1 + 1", "x = 5", "1 / 0", "nonsense(", ")", "exit(:boom)", "Process.exit(self(), :kill)", "self()", "receive do :never -> 1 after 10 -> 2 end",
	".advance 10s", ".tree", ".ps", ".step", ".kill Counter", ".kill nobody", ".sim", ".live", ".help", ".edit nothing",
	"for p <- Process.list(), do: if(Process.info(p, :registered_name) == [], do: Process.exit(p, :kill))",
	"spawn(fn -> Process.sleep(100); raise \"late\" end)", "Process.flag(:trap_exit, true)", "defmodule Counter do\nend", "respawn()", "flush()",
}

// Whatever is typed, the lesson goes on: it can be finished, and .leave returns
// to a session that is as it was.
func TestALessonSurvivesWhateverIsTyped(t *testing.T) {
	course, err := lessons.Course()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range course {
		t.Run(l.Name, func(t *testing.T) {
			t.Parallel()
			number, _, _ := strings.Cut(l.Name, "-")
			r := rand.New(rand.NewPCG(1, 2))
			c := liveConsole(t)
			c.enter("kept = 7", ".learn "+number)
			var typed []string
			deadline := time.Now().Add(time.Minute)
			for range 60 {
				line := anything[r.IntN(len(anything))]
				typed = append(typed, line)
				c.enter(strings.Split(line, "\n")...)
				c.Judge(func(Effect) {})
				if c.Unfinished() {
					c.Cancel()
				}
				if time.Now().After(deadline) {
					t.Fatalf("no end in sight after %q", typed)
				}
			}
			c.enter(fmt.Sprintf(".learn %s 1", number))
			for range l.Steps {
				c.enter(".skip")
			}
			if c.lesson == nil || !c.lesson.learner.Done() {
				t.Fatalf("after %q the lesson cannot be finished: step %d", typed, c.lesson.learner.Step()+1)
			}
			c.enter(".leave")
			c.shows("kept + 35", "42")
		})
	}
}

// What the lesson did unseen is not the learner's to undo.
func TestUndoStaysInTheStep(t *testing.T) {
	c := liveConsole(t)
	c.enter(".learn 2 4")
	c.shows(".undo", "there is nothing to undo")
	c.enter("x = 1")
	c.shows(".undo", "undone: x = 1")
	c.shows(".undo", "there is nothing to undo")
}

// A tape keeps the beginning of a flood, and forgets what was printed while it was
// muted.
func TestATapeIsBounded(t *testing.T) {
	tape := NewTape(nil)
	for range trackLimit/1000 + 10 {
		fmt.Fprint(tape.Out(), strings.Repeat("x", 1000))
	}
	if n := tape.length(); n != trackLimit {
		t.Errorf("%d bytes are kept", n)
	}
	tape.restart()
	fmt.Fprint(tape.Out(), "seen ")
	end := tape.mute()
	fmt.Fprint(tape.Out(), "unseen ")
	end()
	fmt.Fprint(tape.Out(), "seen")
	if got := tape.since(0); got != "seen seen" {
		t.Errorf("%q", got)
	}
	if got := tape.since(100); got != "" {
		t.Errorf("%q", got)
	}
}
