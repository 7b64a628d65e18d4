// Package conformance runs the corpus in this folder: programs with the output
// that real Elixir 1.18.4 gave. failing.txt lists the cases that do not pass
// yet. A listed case that passes fails the test, as does an unlisted one that
// does not: the list may only shrink. `go test -update` writes it anew, and
// refuses to make it longer.
package conformance

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "shrink failing.txt to the cases that fail now")

const (
	caseDeadline = 30 * time.Second
	failingFile  = "failing.txt"
)

var areas = []string{"lang", "compile_errors", "otp", "seed", "stdlib", "library", "language", "processes", "exunit", "iex"}

func TestCorpus(t *testing.T) {
	binary := build(t)
	known := readFailing(t)
	var (
		mu      sync.Mutex
		failing = map[string]bool{}
	)
	// The areas run as parallel subtests inside a group, so that the list can
	// be written when all are done.
	t.Run("cases", func(t *testing.T) {
		for _, area := range areas {
			suffix := ".exs"
			if area == "iex" {
				suffix = ".iex"
			}
			cases, err := filepath.Glob(filepath.Join(area, "*"+suffix))
			if err != nil || len(cases) == 0 {
				t.Fatalf("no cases in %s (%v)", area, err)
			}
			for _, path := range cases {
				name := strings.TrimSuffix(path, suffix)
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					listed := known[filepath.ToSlash(name)]
					why := judgeSteadily(binary, area, name, listed)
					if why != "" {
						mu.Lock()
						failing[filepath.ToSlash(name)] = true
						mu.Unlock()
					}
					switch {
					case *update:
					case why == "" && listed:
						t.Errorf("passes now: take it out of %s", failingFile)
					case why != "" && listed:
						t.Skip("listed as not yet passing")
					case why != "":
						t.Error(why)
					}
				})
			}
		}
	})
	if *update {
		writeFailing(t, known, failing)
	}
}

// build compiles the program under test once.
func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "otpsh")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	out, err := exec.Command("go", "build", "-o", binary, "otpsh/cmd/otpsh").CombinedOutput()
	if err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return binary
}

// judgeSteadily is judge that looks again when the answer is news: many cases
// measure time, and a loaded machine can fail, or pass, one of them by chance.
func judgeSteadily(binary, area, name string, listed bool) string {
	why := judge(binary, area, name)
	for again := 0; again < 2 && (why == "") == listed; again++ {
		why = judge(binary, area, name)
	}
	return why
}

// judge runs one case and says how it differs from real Elixir; "" when it
// does not.
func judge(binary, area, name string) string {
	switch area {
	case "iex":
		return judgeSession(binary, name)
	case "compile_errors":
		return judgeFaulty(binary, name)
	}
	code, stdout, stderr := run(binary, name+".exs")
	want := read(name + ".out")
	if code == 0 && stdout == want {
		return ""
	}
	return fmt.Sprintf("exit %d\n%s\nstderr: %.600s", code, firstDifference(want, stdout), stderr)
}

// essential are the lines of a diagnostic that count: kind and message, the
// place, the snippet with its caret.
var essential = regexp.MustCompile(`^\*\* \(|^\s*(error|warning): |^\s*└─ |^\s*\d* *│`)

func essentials(text string) string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if !essential.MatchString(line) {
			continue
		}
		if strings.Contains(line, "│") {
			lines = append(lines, strings.TrimRight(line, " \t\r"))
		} else {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return strings.Join(lines, "\n")
}

func judgeFaulty(binary, name string) string {
	code, _, stderr := run(binary, name+".exs")
	want, got := essentials(read(name+".err")), essentials(stderr)
	wantCode := strings.TrimSpace(read(name + ".code"))
	if got == want && fmt.Sprint(code) == wantCode {
		return ""
	}
	return fmt.Sprintf("exit %d, want %s\n%s", code, wantCode, firstDifference(want, got))
}

func run(binary, script string) (code int, stdout, stderr string) {
	ctx, cancel := context.WithTimeout(context.Background(), caseDeadline)
	defer cancel()
	abs, _ := filepath.Abs(script)
	cmd := exec.CommandContext(ctx, binary, filepath.Base(abs))
	cmd.Dir = filepath.Dir(abs)
	home, err := os.MkdirTemp("", "otpsh-case")
	if err != nil {
		return -1, "", err.Error()
	}
	defer os.RemoveAll(home)
	cmd.Env = environment(home)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return -1, out.String(), "no end within " + caseDeadline.String()
	case errors.As(err, &exit):
		code = exit.ExitCode()
	case err != nil:
		return -1, "", err.Error()
	}
	return code, out.String(), errs.String()
}

func environment(home string) []string {
	return append(os.Environ(), "HOME="+home, "XDG_CACHE_HOME="+home, "TERM=dumb", "NO_COLOR=1", "COLUMNS=80", "LANG=C.UTF-8", "LC_ALL=C.UTF-8")
}

func read(path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return "cannot read: " + err.Error()
	}
	return string(b)
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := 0; i < len(w) || i < len(g); i++ {
		at := func(s []string) string {
			if i < len(s) {
				return s[i]
			}
			return "(end)"
		}
		if at(w) != at(g) {
			return fmt.Sprintf("line %d\n  real Elixir: %.300s\n  here:        %.300s", i+1, at(w), at(g))
		}
	}
	return "same output"
}

func readFailing(t *testing.T) map[string]bool {
	t.Helper()
	b, err := os.ReadFile(failingFile)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, line := range strings.Split(string(b), "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			known[line] = true
		}
	}
	return known
}

func writeFailing(t *testing.T, known, failing map[string]bool) {
	t.Helper()
	names := make([]string, 0, len(failing))
	for name := range failing {
		if len(known) > 0 && !known[name] {
			t.Errorf("%s passed before: the list may only shrink", name)
			continue
		}
		names = append(names, name)
	}
	sort.Strings(names)
	text := "# Cases that do not pass yet. The list may only shrink (go test -update).\n" + strings.Join(names, "\n") + "\n"
	if err := os.WriteFile(failingFile, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
