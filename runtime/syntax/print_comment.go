// Comments and empty lines between the parts of what is printed.

package syntax

import (
	"strings"

	"otpsh/runtime/term"
)

// docComment is a comment, with those on the lines below that belong to it.
type docComment struct {
	line           int
	previous, next int // line ends before and after
	doc            *doc
}

// gatherComments joins comments on lines of their own that follow each other.
func gatherComments(comments []Comment) []docComment {
	var out []docComment
	for i := 0; i < len(comments); i++ {
		c := comments[i]
		d := docComment{line: c.Pos.Line, previous: c.PreviousEOLs, next: c.NextEOLs, doc: raw(commentText(c.Text))}
		if c.PreviousEOLs == 0 {
			d.previous = 2
			out = append(out, d)
			continue
		}
		for i+1 < len(comments) && comments[i+1].Pos.Line == c.Pos.Line+1 && comments[i+1].PreviousEOLs != 0 {
			i++
			c = comments[i]
			d.doc = lines(d.doc, raw(commentText(c.Text)))
			d.next = c.NextEOLs
		}
		out = append(out, d)
	}
	return out
}

// commentText puts a space after the number signs.
func commentText(s string) string {
	hashes := len(s) - len(strings.TrimLeft(s, "#"))
	rest := s[hashes:]
	switch {
	case rest == "", rest[0] == '!', rest[0] == ' ':
		return s
	}
	return s[:hashes] + " " + rest
}

// printed is a part of what is printed: its document, what stands between it
// and the next, and the line ends after it in the source.
type printed struct {
	doc      *doc
	next     *doc
	newlines int
}

// withComments prints n terms with the comments among them. Done are parts
// printed before. It tells whether there were comments.
func (p *printer) withComments(n int, done []printed, min, max int, terms []term.Term, print func(i int) printed) ([]*doc, bool) {
	k := 0
	for k < len(p.comments) && p.comments[k].line <= min {
		k++
	}
	before := p.comments[:k:k]
	p.comments = p.comments[k:]
	found := false
	if len(p.comments) == 0 {
		for i := range n {
			done = append(done, print(i))
		}
	} else {
		for i := range n {
			done = p.printWithComments(done, terms[i], func() printed { return print(i) }, &found)
		}
		done = p.commentsBefore(max, done, &found)
	}
	p.comments = append(before, p.comments...)
	return mergeLines(done), found
}

func (p *printer) printWithComments(done []printed, t term.Term, print func() printed, found *bool) []printed {
	first, last := linesOf(t)
	if first == lastLine && last == firstLine0 {
		return append(done, print())
	}
	done = p.commentsBefore(first, done, found)
	d := print()
	for len(p.comments) > 0 && p.comments[0].line >= first && p.comments[0].line <= last {
		done = append(done, printed{p.comments[0].doc, nil, 1})
		p.comments = p.comments[1:]
		*found = true
	}
	// A comment on the next line takes over the empty lines.
	if d.newlines > 1 && len(p.comments) > 0 && p.comments[0].line == last+1 {
		d.newlines = 1
	}
	return append(done, d)
}

func (p *printer) commentsBefore(max int, done []printed, found *bool) []printed {
	for len(p.comments) > 0 && p.comments[0].line < max {
		c := p.comments[0]
		if n := len(done); n > 0 && done[n-1].newlines < c.previous {
			done[n-1].newlines = c.previous
		}
		done = append(done, printed{c.doc, nil, c.next})
		p.comments = p.comments[1:]
		*found = true
	}
	return done
}

// linesOf is the first and the last line that a term has in its metadata.
func linesOf(t term.Term) (first, last int) {
	first, last = lastLine, firstLine0
	stack := []term.Term{t}
	for len(stack) > 0 {
		t := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		switch x := t.(type) {
		case *term.Tuple:
			switch len(x.Elems) {
			case 3:
				if n, ok := lineOf(x.Elems[1]); ok {
					first, last = min(first, n), max(last, n)
				}
				stack = append(stack, x.Elems[0], x.Elems[2])
			case 2:
				stack = append(stack, x.Elems...)
			}
		case *term.Cons:
			items, _ := term.Slice(x)
			stack = append(stack, items...)
		}
	}
	return first, last
}

// mergeLines keeps up to one empty line of the source between the parts, and
// puts one around what takes several lines.
func mergeLines(parts []printed) []*doc {
	out := make([]*doc, len(parts))
	var left *doc
	for i, part := range parts {
		right := part.next
		if part.newlines >= 2 {
			right = line()
		}
		d := part.doc
		if left != nil {
			d = concat(left, d)
		}
		if i < len(parts)-1 && right != nil {
			d = concat(d, concat(collapseLines(2), right))
		}
		out[i] = group(d)
		left = right
	}
	return out
}
