package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"otpsh/lessons"
	"otpsh/shell"
	"otpsh/shell/view"
)

// This file runs lessons without a learner: `otpsh test FILE.otp`.

// lessonWorlds opens sessions for lessons that are proved: what they print is
// kept, and nobody looks.
func lessonWorlds(o options, l *lessons.Lesson) lessons.Worlds {
	return lessons.Worlds{
		Find: lessons.FindNear(l),
		Open: func(seed uint64) (lessons.Session, error) {
			tape := shell.NewTape(nil)
			w := lessonWorld(o, seed, tape)
			return shell.NewLesson(w, shell.Config{Style: view.NewStyle(false, true, 80)}, tape), nil
		},
	}
}

// lessonTest are the lessons that the arguments of `test` name: files, and
// folders with .otp files in them that are no mix projects. found is false when
// they name none; rest are the arguments that name nothing of that.
func lessonTest(args []string) (files, rest []string, found bool) {
	for _, arg := range args {
		inside, _ := filepath.Glob(filepath.Join(arg, "*.otp"))
		_, err := os.Stat(filepath.Join(arg, "mix.exs"))
		switch {
		case strings.HasSuffix(arg, ".otp"):
			files = append(files, arg)
		case err != nil && len(inside) > 0:
			files = append(files, inside...)
		default:
			rest = append(rest, arg)
		}
	}
	return files, rest, len(files) > 0
}

// testLessons proves lessons and gives the exit code. With -update the outputs
// that they show are rewritten first.
func testLessons(o options, files, rest []string) int {
	update := false
	for _, arg := range rest {
		if arg != "-update" && arg != "--update" {
			return complain("test takes lessons or tests, not both at once: %s is no lesson (-update writes the outputs of lessons)", arg)
		}
		update = true
	}
	code := 0
	for _, file := range files {
		if err := testFile(o, file, update); err != nil {
			fmt.Println(err)
			code = 1
		}
	}
	return code
}

func testFile(o options, file string, update bool) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if !lessons.IsLesson(string(text)) {
		o.script = file
		if runScript(o) != 0 {
			return fmt.Errorf("FAIL  %s", file)
		}
		return nil
	}
	l, err := lessons.Parse(filepath.ToSlash(file), string(text))
	if err != nil {
		return err
	}
	worlds := lessonWorlds(o, l)
	if update {
		if l, err = updateLesson(worlds, l, file, string(text)); err != nil {
			return err
		}
	}
	return report(worlds.ProveAll(l, lessons.OtherSeeds))
}

// report prints a line for each thing that a proof looked at; the error sums up
// those that do not hold.
func report(proof *lessons.Proof) error {
	for _, r := range proof.Results {
		if r.Fault == nil {
			fmt.Printf("ok    %s:%d  %s\n", proof.Lesson.File, r.Line, r.What)
		} else {
			fmt.Printf("FAIL  %s\n", r.Fault.Error())
		}
	}
	if n := len(proof.Faults()); n > 0 {
		return fmt.Errorf("%s: %d of %d do not hold", proof.Lesson.File, n, len(proof.Results))
	}
	return nil
}

// updateLesson rewrites the outputs that a lesson shows, shows the difference,
// and gives the lesson as it is then.
func updateLesson(worlds lessons.Worlds, l *lessons.Lesson, file, text string) (*lessons.Lesson, error) {
	proof := worlds.Renew(l)
	if len(proof.Stale) == 0 {
		return l, nil
	}
	now, changes := proof.Updated(text)
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(file, []byte(now), info.Mode()&fs.ModePerm); err != nil {
		return nil, err
	}
	fmt.Print(changes)
	return lessons.Parse(l.File, now)
}
