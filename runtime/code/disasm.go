// The disassembler: code as text, for people and golden tests.

package code

import (
	"fmt"
	"strings"

	"otpsh/runtime/term"
)

// Disassemble is the code of a function and of the closures that it makes.
func Disassemble(f *Function) string {
	var b strings.Builder
	disassemble(&b, f)
	return b.String()
}

func disassemble(b *strings.Builder, f *Function) {
	fmt.Fprintf(b, "%s.%s/%d", f.Module, f.Name, f.Arity)
	if f.Free > 0 {
		fmt.Fprintf(b, " +%d", f.Free)
	}
	fmt.Fprintf(b, "  (%d registers)\n", f.Regs)
	line := 0
	for pc, in := range f.Code {
		mark := ""
		if l := f.LineOf(pc); l != line {
			line = l
			mark = fmt.Sprint(l)
		}
		fmt.Fprintf(b, "%6s %4d  %s\n", mark, pc, f.instruction(pc, in))
	}
	for _, h := range f.Handlers {
		if h.Guard {
			fmt.Fprintf(b, "       %d-%d guard -> %d\n", h.From, h.To, h.Target)
		} else {
			fmt.Fprintf(b, "       %d-%d try -> %d, r%d\n", h.From, h.To, h.Target, h.Reg)
		}
	}
	for _, g := range f.Funs {
		disassemble(b, g)
	}
}

// instruction is one instruction as text.
func (f *Function) instruction(pc int, in Instr) string {
	if in.Op() >= opCount {
		return "?"
	}
	s := shapes[in.Op()]
	out := []string{s.name}
	for i, kind := range s.operands {
		v := [4]int{in.A(), in.B(), in.C(), in.N()}[i]
		if text := f.operand(byte(kind), v, pc, in); text != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, " ")
}

func (f *Function) operand(kind byte, v, pc int, in Instr) string {
	switch kind {
	case 'r':
		return fmt.Sprintf("r%d", v)
	case 'k':
		return f.constant(v)
	case 'K':
		return f.constant(in.B() | in.C()<<16)
	case 'j':
		return fmt.Sprintf("->%d", pc+1+in.Far())
	case 'w':
		return fmt.Sprintf("->%d", pc+1+in.Wide())
	case 'n':
		return fmt.Sprint(v)
	case 'i':
		return fmt.Sprint(int16(v))
	case 'l':
		if v < len(f.Locals) {
			return fmt.Sprintf("%s/%d", f.Locals[v].Name, f.Locals[v].Arity)
		}
	case 's':
		if v < len(f.Sites) {
			return fmt.Sprintf("%s.%s/%d", f.Sites[v].Module, f.Sites[v].Name, f.Sites[v].Arity)
		}
	case 'f':
		if v < len(f.Funs) {
			return fmt.Sprintf("%s/%d", f.Funs[v].Name, f.Funs[v].Arity)
		}
	case 't':
		if v < len(typeNames) {
			return typeNames[v]
		}
	case 'b':
		return f.switchText(v)
	case 'g':
		return flagText(uint8(v))
	case '-':
		return ""
	}
	return "?"
}

func (f *Function) constant(i int) string {
	if i >= len(f.Consts) {
		return "?"
	}
	return term.Dump(f.Consts[i])
}

func (f *Function) switchText(i int) string {
	if i >= len(f.Switches) {
		return "?"
	}
	s := f.Switches[i]
	var out []string
	for j, k := range s.Keys {
		out = append(out, fmt.Sprintf("%s->%d", term.Dump(k), s.Targets[j]))
	}
	return strings.Join(append(out, fmt.Sprintf("else->%d", s.Default)), " ")
}

func flagText(flags uint8) string {
	var out []string
	for i, name := range []string{"signed", "little", "sized", "float"} {
		if flags>>i&1 != 0 {
			out = append(out, name)
		}
	}
	return strings.Join(out, ",")
}
