package shell_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"otpsh/lessons"
	"otpsh/runtime/elixir"
	"otpsh/shell"
	"otpsh/shell/view"
)

// This file proves the lessons of the course, and that the proofs bite: a lesson
// with one thing wrong must turn red.

var update = flag.Bool("update", false, "write the golden files")

func worlds(l *lessons.Lesson) lessons.Worlds {
	return lessons.Worlds{Find: lessons.FindNear(l), Open: func(seed uint64) (lessons.Session, error) {
		tape := shell.NewTape(nil)
		host := elixir.NewMachineHost()
		host.In, host.Out, host.Err = strings.NewReader(""), tape.Out(), tape.Err()
		w := elixir.NewWorld(elixir.Options{Host: host, Simulated: true, Seed: seed, Sandbox: true})
		return shell.NewLesson(w, shell.Config{Style: view.NewStyle(false, true, 80)}, tape), nil
	}}
}

// course is the text of each lesson, by its name.
func course(t *testing.T) map[string]string {
	t.Helper()
	all, err := lessons.Course()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, l := range all {
		text, err := os.ReadFile("../lessons/" + l.File)
		if err != nil {
			t.Fatal(err)
		}
		out[l.File] = string(text)
	}
	return out
}

// eachLesson does something with each lesson of the course, several at a time.
func eachLesson(t *testing.T, f func(t *testing.T, l *lessons.Lesson, text string)) {
	t.Helper()
	for file, text := range course(t) {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			l, err := lessons.Parse(file, text)
			if err != nil {
				t.Fatal(err)
			}
			f(t, l, text)
		})
	}
}

func TestLessonsAreProved(t *testing.T) {
	eachLesson(t, func(t *testing.T, l *lessons.Lesson, _ string) {
		if faults := worlds(l).ProveAll(l, lessons.OtherSeeds).Faults(); len(faults) > 0 {
			t.Error(faults)
		}
	})
}

// What a lesson of the course has: so many steps, tasks, something to foresee, and
// the documents' blocks that it covers, word for word.
func TestLessonsAreWhole(t *testing.T) {
	all, err := lessons.Course()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range all {
		tasks, predictions := 0, 0
		shown := map[int]bool{}
		for _, s := range l.Steps {
			for _, part := range s.Parts {
				switch part := part.(type) {
				case *lessons.Task:
					tasks++
					if len(part.Hints) == 0 {
						t.Errorf("%s: the task of %q has no hint", l.Name, s.Title)
					}
				case *lessons.Predict:
					predictions++
				case *lessons.Code:
					shown[part.Block] = true
				}
			}
		}
		if n := len(l.Steps); n < 5 || n > 15 || tasks < 3 || predictions < 1 {
			t.Errorf("%s: %d steps, %d tasks, %d predictions", l.Name, n, tasks, predictions)
		}
		for _, what := range l.Covers {
			if n := 0; strings.HasPrefix(what, "b") {
				if _, err := fmt.Sscanf(what, "b%d", &n); err == nil && !shown[n] {
					t.Errorf("%s covers %s and does not show it", l.Name, what)
				}
			}
		}
		for _, name := range l.Needs {
			if _, err := lessons.Find(name); err != nil {
				t.Errorf("%s: %v", l.Name, err)
			}
		}
	}
}

// mutant is a lesson with one thing wrong.
type mutant struct {
	what string
	make func(l *lessons.Lesson)
}

// mutants are all the ways to make a lesson wrong: a solution deleted, a check
// turned round, an output changed, the mark of a prediction moved.
func mutants(l *lessons.Lesson) []mutant {
	var out []mutant
	add := func(what string, f func(l *lessons.Lesson)) { out = append(out, mutant{what, f}) }
	for si, step := range l.Steps {
		for pi, part := range step.Parts {
			switch part := part.(type) {
			case *lessons.Task:
				add("no solution", func(l *lessons.Lesson) { l.Steps[si].Task.Solution = lessons.Solution{} })
				for ci := range part.Checks {
					add("check turned round", func(l *lessons.Lesson) {
						c := &l.Steps[si].Task.Checks[ci]
						c.Expression = "not (" + c.Expression + "\n)"
					})
				}
			case *lessons.Inputs:
				for ii, item := range part.Items {
					if item.Want != "" {
						add("output changed", func(l *lessons.Lesson) {
							l.Steps[si].Parts[pi].(*lessons.Inputs).Items[ii].Want += "\nand more"
						})
					}
				}
			case *lessons.Predict:
				for ci := range part.Choices {
					add("mark moved", func(l *lessons.Lesson) {
						c := &l.Steps[si].Parts[pi].(*lessons.Predict).Choices[ci]
						c.Marked = !c.Marked
					})
				}
			}
		}
	}
	return out
}

func TestTheProofsOfLessonsBite(t *testing.T) {
	eachLesson(t, func(t *testing.T, whole *lessons.Lesson, text string) {
		kinds := map[string]int{}
		for _, m := range mutants(whole) {
			l, err := lessons.Parse(whole.File, text)
			if err != nil {
				t.Fatal(err)
			}
			m.make(l)
			kinds[m.what]++
			if len(worlds(l).Prove(l, l.Seed).Faults()) == 0 {
				t.Errorf("%s, mutant %d: the proof stays green", m.what, kinds[m.what])
			}
		}
		for _, what := range []string{"no solution", "check turned round", "output changed", "mark moved"} {
			if kinds[what] == 0 {
				t.Errorf("the lesson gives no chance to try: %s", what)
			}
		}
	})
}

// faultyFolder has lessons with one thing wrong each, and what is said about it.
const faultyFolder = "../lessons/testdata/faulty/"

func TestFaultyLessonsAreToldOf(t *testing.T) {
	files, err := filepath.Glob(faultyFolder + "*.otp")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d faulty lessons: %v", len(files), err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			l, err := lessons.Parse(name, string(text))
			if err == nil {
				err = worlds(l).Prove(l, l.Seed).Faults()
			}
			golden(t, strings.TrimSuffix(file, ".otp")+".txt", err.Error()+"\n")
		})
	}
}

// golden compares a text with a file, or writes it with -update.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != got {
		t.Errorf("%s: %v\n%s\ninstead of\n%s", file, err, got, want)
	}
}
