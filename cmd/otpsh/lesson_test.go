package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"otpsh/lessons"
)

// A new lesson is proved as it is written; a changed output is found, and written
// with -update.
func TestANewLesson(t *testing.T) {
	program(t) // before the folder changes
	dir := t.TempDir()
	run := func(args ...string) (string, int) {
		t.Helper()
		t.Chdir(dir)
		return runProgram(t, "", args...)
	}
	if out, code := run("new", "lesson", "first-steps"); code != 0 {
		t.Fatal(out)
	}
	if out, code := run("new", "lesson", "first-steps"); code == 0 || !strings.Contains(out, "first-steps.otp") {
		t.Errorf("a lesson that is there was written over: %s", out)
	}
	if out, code := run("test", "first-steps.otp"); code != 0 || !strings.Contains(out, "ok    first-steps.otp") {
		t.Errorf("%d: %s", code, out)
	}
	file := filepath.Join(dir, "first-steps.otp")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	wrong := strings.Replace(string(text), "iex> Box.get()\n1\n", "iex> Box.get()\n2\n", 1)
	if err := os.WriteFile(file, []byte(wrong), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := run("test", "."); code == 0 || !strings.Contains(out, "it shows something else") {
		t.Errorf("%d: %s", code, out)
	}
	if out, code := run("test", "-update", "first-steps.otp"); code != 0 || !strings.Contains(out, "  - 2\n  + 1\n") {
		t.Errorf("%d: %s", code, out)
	}
	if out, code := run("test", "first-steps.otp", "x_test.exs"); code == 0 || !strings.Contains(out, "x_test.exs is no lesson") {
		t.Errorf("%d: %s", code, out)
	}
	if now, err := os.ReadFile(file); err != nil || string(now) != string(text) {
		t.Errorf("%v\n%s", err, now)
	}
}

// The course is proved by the command that a teacher uses.
func TestTheCourseByCommand(t *testing.T) {
	out, code := runProgram(t, "", "test", "../../lessons")
	if code != 0 || strings.Count(out, "ok    ") < 300 {
		t.Errorf("%d: %s", code, out)
	}
}

// Every lesson begins, also those whose first block is to fail.
func TestEveryLessonBegins(t *testing.T) {
	course, err := lessons.Course()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range course {
		out, code := runProgram(t, "\n", "learn", l.Name)
		if code != 0 || !strings.Contains(out, "Step 1 of") || !strings.Contains(out, "your place in the lesson is kept") {
			t.Errorf("%s: %d: %s", l.Name, code, out)
		}
	}
}
