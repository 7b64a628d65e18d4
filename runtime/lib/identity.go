package lib

import (
	"strconv"
	"strings"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is pids, references and functions as text, and pids back.

var identityNatives = vm.Natives{
	"pid_to_list/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		p, ok := a[0].(term.PID)
		if !ok {
			return nil, vm.BadArg(1, notPid)
		}
		return toCharlist(term.FormatPID(p)), nil
	},
	"ref_to_list/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		r, ok := a[0].(*term.Ref)
		if !ok {
			return nil, vm.BadArg(1, notRef)
		}
		return toCharlist("#Ref" + term.FormatRef(r)), nil
	},
	"fun_to_list/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		f, ok := a[0].(*term.Fun)
		if !ok {
			return nil, vm.BadArg(1, notFun)
		}
		return toCharlist(erlangFunText(f)), nil
	},
	"list_to_pid/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if _, ok := a[0].(*term.Cons); !ok {
			return nil, vm.BadArg(1, notList)
		}
		s, _ := flatChars(a[0])
		p, ok := term.ParsePID(s)
		if !ok {
			return nil, vm.BadArg(1, notTextOf+"a pid")
		}
		return p, nil
	},
	"list_to_ref/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if _, ok := a[0].(*term.Cons); !ok {
			return nil, vm.BadArg(1, notList)
		}
		s, _ := flatChars(a[0])
		s, ok := strings.CutPrefix(s, "#Ref")
		id, ok2 := term.ParseRef(s)
		if !ok || !ok2 {
			return nil, vm.BadArg(1, notTextOf+"a reference")
		}
		return &term.Ref{ID: id}, nil
	},
}

// erlangFunText is a function as Erlang prints it.
func erlangFunText(f *term.Fun) string {
	if f.External() {
		return "fun " + erlangAtom(f.Module.Name(), true) + ":" + erlangAtom(f.Name.Name(), true) + "/" + strconv.Itoa(f.Arity)
	}
	return "#Fun<" + f.Module.Name() + ".0." + strconv.FormatUint(f.Uniq, 10) + ">"
}

// erlangReserved are the words that Erlang quotes as atoms.
const erlangReserved = " after and andalso band begin bnot bor bsl bsr bxor case catch cond div end fun if let maybe not of or orelse receive rem try when xor "

// erlangAtom is an atom as Erlang writes it. With wide, letters beyond
// Latin-1 stand for themselves.
func erlangAtom(name string, wide bool) string {
	if plainErlangAtom(name) && !strings.Contains(erlangReserved, " "+name+" ") {
		return name
	}
	return erlangQuoted(name, '\'', wide)
}

func plainErlangAtom(name string) bool {
	for i, r := range name {
		switch {
		case r >= 'a' && r <= 'z', r >= 0xdf && r <= 0xff && r != 0xf7:
		case i > 0 && (r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '@' || r >= 0xc0 && r <= 0xde && r != 0xd7):
		default:
			return false
		}
	}
	return name != ""
}

// erlangQuoted is text between quotes, escaped as Erlang does; without wide,
// what lies beyond Latin-1 is written by number.
func erlangQuoted(s string, quote rune, wide bool) string {
	var b strings.Builder
	b.WriteRune(quote)
	for _, r := range s {
		erlangEscape(&b, r, quote, wide)
	}
	b.WriteRune(quote)
	return b.String()
}

func erlangEscape(b *strings.Builder, r, quote rune, wide bool) {
	const letters = "\nn\tt\vv\bb\ff\x1be\x7fd\rr"
	switch i := strings.IndexRune(letters, r); {
	case r == quote || r == '\\':
		b.WriteRune('\\')
		b.WriteRune(r)
	case i >= 0 && i%2 == 0 && r < 128:
		b.WriteByte('\\')
		b.WriteByte(letters[i+1])
	case r < ' ' || r >= 0x7f && r < 0xa0:
		b.WriteString("\\" + leftPad(strconv.FormatInt(int64(r), 8), 3))
	case r > 255 && !wide:
		b.WriteString("\\x{" + strings.ToUpper(strconv.FormatInt(int64(r), 16)) + "}")
	default:
		b.WriteRune(r)
	}
}

func leftPad(s string, n int) string { return strings.Repeat("0", max(0, n-len(s))) + s }
