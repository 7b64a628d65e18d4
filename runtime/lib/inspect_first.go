package lib

// Past the end of the line, a group fits exactly when no break follows in it.
// Asked of each of many nested groups that would take quadratic time: the
// answer is kept for all the groups that one look goes through.

import "otpsh/runtime/term"

// firstPart is the first part of a group that is not plain text.
type firstPart uint8

const (
	firstNone  firstPart = iota // all of it is text
	firstBreak                  // a break
	firstOther                  // anything else: fits must look
)

// first is the first such part of a group.
func (l *layout) first(group term.Term) firstPart {
	if g, ok := group.(*term.Tuple); ok {
		if f, known := l.firsts[g]; known {
			return f
		}
	}
	if l.firsts == nil {
		l.firsts = map[*term.Tuple]firstPart{}
	}
	found := firstNone
	var open []*term.Tuple      // groups that are not at their end
	stack := []term.Term{group} // nil: the end of the last open group
	for len(stack) > 0 && found == firstNone {
		d := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if d == nil {
			l.firsts[open[len(open)-1]] = firstNone
			open = open[:len(open)-1]
			continue
		}
		if _, ok := d.(term.Binary); ok || d == term.Term(docNil) {
			continue
		}
		tag, a, b, _ := docParts(d)
		switch tag {
		case tagCons:
			stack = append(stack, b, a)
		case tagNest, tagColor:
			stack = append(stack, a)
		case tagString:
		case tagBreak:
			found = firstBreak
		case tagGroup:
			g := d.(*term.Tuple)
			if f, known := l.firsts[g]; known {
				found = f
				continue
			}
			open = append(open, g)
			stack = append(stack, nil, a)
		default:
			found = firstOther
		}
	}
	for _, g := range open {
		l.firsts[g] = found
	}
	return found
}
