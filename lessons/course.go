package lessons

import (
	"embed"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"otpsh/runtime/diag"
)

// This file is the course: the lessons that are built in, and how one is found.

//go:embed *.otp
var embedded embed.FS

// Course is the lessons that are built in, in their order.
func Course() ([]*Lesson, error) {
	files, err := embedded.ReadDir(".")
	if err != nil {
		return nil, err
	}
	var out []*Lesson
	for _, f := range files {
		text, err := embedded.ReadFile(f.Name())
		if err != nil {
			return nil, err
		}
		l, err := Parse(f.Name(), string(text))
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// Find is the lesson that a word means: a file, or one of the course by its
// name, its number, or the rest of its name ("05-cache", "5", "cache").
func Find(word string) (*Lesson, error) {
	if strings.HasSuffix(word, ".otp") {
		text, err := os.ReadFile(word)
		if err != nil {
			return nil, err
		}
		return Parse(filepath.ToSlash(word), string(text))
	}
	course, err := Course()
	if err != nil {
		return nil, err
	}
	var names, full []string
	for _, l := range course {
		number, rest, _ := strings.Cut(l.Name, "-")
		if slices.Contains([]string{l.Name, number, strings.TrimPrefix(number, "0"), rest}, word) {
			return l, nil
		}
		names, full = append(names, l.Name, rest), append(full, l.Name)
	}
	if near := diag.Nearest(word, names); near != "" {
		return nil, fmt.Errorf("there is no lesson %s; did you mean %s?", word, near)
	}
	return nil, fmt.Errorf("there is no lesson %s; there are %s", word, strings.Join(full, ", "))
}

// FindNear is Find for a name that stands in a lesson's file: a file of that
// name in the same folder comes first.
func FindNear(l *Lesson) func(name string) (*Lesson, error) {
	return func(name string) (*Lesson, error) {
		near := path.Join(path.Dir(l.File), name+".otp")
		if _, err := os.Stat(near); err == nil {
			return Find(near)
		}
		return Find(name)
	}
}
