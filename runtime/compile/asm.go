// Instructions, labels, lines and handlers.

package compile

import (
	"otpsh/runtime/code"
)

// asm is a function's code as it grows.
type asm struct {
	code     []code.Instr
	labels   []int32 // where each label lies; -1: not bound yet
	uses     []bool  // whether anything jumps to it
	refs     []ref
	handlers []code.Handler
	marks    []handlerMark
	lines    []code.Line
	line     int
	switches []pendingSwitch
}

type label int

// ref is an instruction that jumps to a label, in C or as Wide.
type ref struct {
	at   int32
	to   label
	wide bool
}

// handlerMark is a handler by labels.
type handlerMark struct {
	from, to int32
	target   label
	reg      int
	guard    bool
}

// pendingSwitch is a jump table by labels.
type pendingSwitch struct {
	targets []label
	other   label
}

// at sets the source line of the code that follows.
func (a *asm) at(line int) {
	if line > 0 {
		a.line = line
	}
}

// emit appends an instruction and gives its place.
func (a *asm) emit(op code.Op, n, x, y, z int) int {
	pc := len(a.code)
	if k := len(a.lines); a.line > 0 && (k == 0 || int(a.lines[k-1].Line) != a.line) {
		a.lines = append(a.lines, code.Line{PC: int32(pc), Line: int32(a.line)})
	}
	a.code = append(a.code, code.Make(op, uint8(n), uint16(x), uint16(y), uint16(z)))
	return pc
}

// test appends an instruction that jumps to a label through C.
func (a *asm) test(op code.Op, n, x, y int, to label) {
	pc := a.emit(op, n, x, y, 0)
	a.refs = append(a.refs, ref{at: int32(pc), to: to})
	a.uses[to] = true
}

func (a *asm) jump(to label) { a.wide(code.OpJump, to) }

// wide appends an instruction that names a label as Wide.
func (a *asm) wide(op code.Op, to label) {
	pc := a.emit(op, 0, 0, 0, 0)
	a.refs = append(a.refs, ref{at: int32(pc), to: to, wide: true})
	a.uses[to] = true
}

func (a *asm) label() label {
	a.labels = append(a.labels, -1)
	a.uses = append(a.uses, false)
	return label(len(a.labels) - 1)
}

// bind puts a label here.
func (a *asm) bind(l label) { a.labels[l] = int32(len(a.code)) }

// here is the next instruction's place.
func (a *asm) here() int32 { return int32(len(a.code)) }

// protect has the code from there to here handled at a label.
func (a *asm) protect(from int32, target label, reg int, guard bool) {
	if to := a.here(); to > from {
		a.marks = append(a.marks, handlerMark{from, to, target, reg, guard})
	}
}

// resolve replaces labels by distances and places.
func (a *asm) resolve(c *compiler) {
	for _, r := range a.refs {
		in := a.code[r.at]
		distance := int(a.labels[r.to]) - int(r.at) - 1
		if r.wide {
			a.code[r.at] = code.Make(in.Op(), uint8(in.N()), uint16(distance), uint16(distance>>16), uint16(in.C()))
			continue
		}
		if distance != int(int16(distance)) {
			c.fail("a clause is too large: it has more than 32767 instructions")
		}
		a.code[r.at] = code.Make(in.Op(), uint8(in.N()), uint16(in.A()), uint16(in.B()), uint16(distance))
	}
	for _, h := range a.marks {
		a.handlers = append(a.handlers, code.Handler{From: h.from, To: h.to, Target: a.labels[h.target], Reg: uint16(h.reg), Guard: h.guard})
	}
	for i, s := range a.switches {
		out := &c.out.Switches[i]
		out.Default = a.labels[s.other]
		for _, t := range s.targets {
			out.Targets = append(out.Targets, a.labels[t])
		}
	}
}
