package shell_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"otpsh/lessons"
)

// This file types the lessons into a real IEx, where OTPSH_IEX names one: every
// definition and every input has to show there what the lesson shows. A command of
// the shell is typed as the Elixir that it stands for.

// realInput is something that is typed into IEx.
type realInput struct {
	line    int
	text    string
	want    string
	compare bool
}

func TestLessonsOnRealElixir(t *testing.T) {
	iex := os.Getenv("OTPSH_IEX")
	if iex == "" {
		t.Skip("OTPSH_IEX names no iex to compare with")
	}
	total := 0
	for file, text := range course(t) {
		l, err := lessons.Parse(file, text)
		if err != nil {
			t.Fatal(err)
		}
		inputs := realInputs(t, l)
		shown := typed(t, iex, inputs)
		for i, in := range inputs {
			if !in.compare {
				continue
			}
			total++
			if !lessons.MatchesError(in.want, shown[i]) {
				t.Errorf("%s:%d: %s\nreal Elixir shows\n%s\nthe lesson\n%s", file, in.line, in.text, shown[i], in.want)
			}
		}
	}
	t.Logf("%d outputs and errors compared", total)
}

// realInputs are what a lesson defines and types, solutions too, in its order.
func realInputs(t *testing.T, l *lessons.Lesson) (out []realInput) {
	ws := worlds(l)
	s, err := ws.Open(l.Seed)
	if err != nil {
		t.Fatal(err)
	}
	add := func(line int, text, want string, compare bool) {
		told := s.Input(text).Told
		for _, code := range elixirOf(text, told) {
			out = append(out, realInput{line, code, want, compare})
		}
	}
	code := func(c *lessons.Code) {
		add(c.Line, c.Text, c.Want, c.Fails)
	}
	for _, u := range l.Use {
		text, err := ws.Used(u)
		if err != nil {
			t.Fatal(err)
		}
		add(u.Line, text, "", false)
	}
	for _, step := range l.Steps {
		for _, setup := range step.Setup {
			add(setup.Line, setup.Code, "", false)
		}
		for _, part := range step.Parts {
			switch part := part.(type) {
			case *lessons.Code:
				code(part)
			case *lessons.Inputs:
				for _, item := range part.Items {
					add(item.Line, item.Text, item.Want, item.Want != "" && item.Text[0] != '.')
				}
			case *lessons.Task:
				for i := range part.Solution.Files {
					code(&part.Solution.Files[i])
				}
				for _, item := range part.Solution.Items {
					add(item.Line, item.Text, item.Want, item.Want != "" && item.Text[0] != '.')
				}
			}
		}
	}
	return out
}

// standsFor is a line in which a command shows its Elixir.
var standsFor = regexp.MustCompile(`(?m)^  = (.*)$`)

// elixirOf is the Elixir of an input: its own, that of a command, or the time that
// an .advance lets pass.
func elixirOf(text, told string) []string {
	if text == "" || text[0] != '.' {
		return []string{text}
	}
	if by, ok := strings.CutPrefix(text, ".advance "); ok {
		d, err := time.ParseDuration(by)
		if err != nil {
			return nil
		}
		return []string{fmt.Sprintf("Process.sleep(%d)", d.Milliseconds())}
	}
	var out []string
	for _, m := range standsFor.FindAllStringSubmatch(told, -1) {
		out = append(out, m[1])
	}
	return out
}

// iexPrompt is what IEx shows when it waits for a line.
var iexPrompt = regexp.MustCompile(`(^|\n)(iex|\.\.\.)\(\d+\)> $`)

// quiet is how long a prompt has to stand alone, so that what other processes
// print belongs to the input before it.
const quiet = 60 * time.Millisecond

// typed gives what a real IEx shows for each input. A line is typed when IEx
// waits for one: from a pipe that has more it would show no results.
func typed(t *testing.T, iex string, inputs []realInput) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, iex, "--no-color", "--dot-iex", "")
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "TERM=dumb", "NO_COLOR=1", "LANG=C.UTF-8")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	chunks := make(chan string)
	go func() {
		defer close(chunks)
		buffer := make([]byte, 1<<16)
		for {
			n, err := out.Read(buffer)
			if n > 0 {
				chunks <- string(buffer[:n])
			}
			if err != nil {
				return
			}
		}
	}()
	untilPrompt(t, chunks)
	line := func(text string) (shown string, fresh bool) {
		io.WriteString(in, text+"\n")
		return untilPrompt(t, chunks)
	}
	line("Logger.configure(level: :none)")
	shown := make([]string, len(inputs))
	for i, input := range inputs {
		fresh := true
		for text := range strings.Lines(input.text) {
			bare := strings.TrimSpace(text)
			if fresh && (bare == "" || bare[0] == '#' || strings.Contains(shown[i], "** (")) {
				continue // as a lesson's input: nothing of its own, or behind an error
			}
			now := ""
			now, fresh = line(strings.TrimSuffix(text, "\n"))
			shown[i] += now
		}
	}
	cancel()
	cmd.Wait()
	return shown
}

// untilPrompt is what is shown up to the next prompt, and whether that is one for
// a fresh input.
func untilPrompt(t *testing.T, chunks <-chan string) (shown string, fresh bool) {
	t.Helper()
	text := ""
	for {
		wait := 3 * time.Minute
		at := iexPrompt.FindStringIndex(text)
		if at != nil {
			wait = quiet
		}
		select {
		case chunk, open := <-chunks:
			if !open {
				t.Fatalf("iex has ended: %s", text)
			}
			text += chunk
		case <-time.After(wait):
			if at == nil {
				t.Fatalf("iex shows no prompt: %s", text)
			}
			return strings.TrimPrefix(text[:at[0]]+"\n", "\n"), strings.Contains(text[at[0]:], "iex(")
		}
	}
}
