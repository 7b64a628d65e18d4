package lessons

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// This file is how far a person has come: one file that can be copied to
// another machine.

// Progress is what a person has done of the lessons.
type Progress struct {
	Version int                 `json:"otpsh_progress"`
	Lessons map[string]*Reached `json:"lessons"` // by name
	file    string              // where it is kept; "": nowhere
}

// Reached is how far a person has come in one lesson.
type Reached struct {
	Step int               `json:"step"` // the step they are at, from 0
	Done bool              `json:"done,omitempty"`
	Work map[string]string `json:"work,omitempty"` // what they wrote, by file
}

// progressVersion is the version of the file's format.
const progressVersion = 1

// LoadProgress reads a progress file; one that does not exist is an empty
// beginning. A file that cannot be read is an error, and is not written over.
func LoadProgress(file string) (*Progress, error) {
	p := &Progress{Version: progressVersion, Lessons: map[string]*Reached{}, file: file}
	text, err := os.ReadFile(file)
	switch {
	case file == "" || errors.Is(err, fs.ErrNotExist):
		return p, nil
	case err != nil:
		return nil, err
	}
	if err := json.Unmarshal(text, p); err != nil {
		return nil, fmt.Errorf("%s is no progress file: %w; move it away to begin anew", file, err)
	}
	if p.Version != progressVersion {
		return nil, fmt.Errorf("%s was written by another version of otpsh (format %d, this one reads %d)", file, p.Version, progressVersion)
	}
	if p.Lessons == nil {
		p.Lessons = map[string]*Reached{}
	}
	return p, nil
}

// Of is how far the person has come in a lesson.
func (p *Progress) Of(lesson string) Reached {
	if r := p.Lessons[lesson]; r != nil {
		return *r
	}
	return Reached{}
}

// Keep notes where a learner is, and writes the file: beside it first, so that
// one that is cut short never takes its place.
func (p *Progress) Keep(n *Learner) error {
	before := p.Of(n.Lesson.Name)
	r := &Reached{Step: n.Step(), Done: before.Done || n.Done(), Work: n.Work}
	if n.Done() {
		r.Step = 0 // next time from the start
	}
	p.Lessons[n.Lesson.Name] = r
	if p.file == "" {
		return nil
	}
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(p.file), 0o700); err != nil {
		return err
	}
	fresh := p.file + ".new"
	if err := os.WriteFile(fresh, append(text, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(fresh, p.file)
}
