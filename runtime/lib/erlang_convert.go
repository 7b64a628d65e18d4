package lib

import (
	"crypto/md5"
	"hash/adler32"
	"hash/crc32"
	"math/big"
	"unicode/utf8"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :erlang's conversions: atoms, numbers and lists from and to
// text and bytes, and checksums.

var erlangConvertNatives = vm.Natives{
	"atom_to_list/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		x, ok := a[0].(term.Atom)
		if !ok {
			return nil, vm.BadArg(1, notAtom)
		}
		return toCharlist(x.Name()), nil
	},
	"atom_to_binary/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return atomBinary(a[0], atomUTF8) },
	"atom_to_binary/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return atomBinary(a[0], a[1]) },
	"binary_to_atom/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		return binaryAtom(a[0], atomUTF8, false)
	},
	"binary_to_atom/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return binaryAtom(a[0], a[1], false) },
	"binary_to_existing_atom/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		return binaryAtom(a[0], atomUTF8, true)
	},
	"binary_to_existing_atom/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return binaryAtom(a[0], a[1], true) },
	"list_to_atom/1":            func(_ *vm.Machine, a []term.Term) (term.Term, error) { return listAtom(a[0], false) },
	"list_to_existing_atom/1":   func(_ *vm.Machine, a []term.Term) (term.Term, error) { return listAtom(a[0], true) },

	"integer_to_binary/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, err := integerInBase(m, a[0], term.Int(10))
		return term.Binary(s), err
	},
	"integer_to_binary/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, err := integerInBase(m, a[0], a[1])
		return term.Binary(s), err
	},
	"integer_to_list/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, err := integerInBase(m, a[0], term.Int(10))
		return byteList(s), err
	},
	"integer_to_list/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, err := integerInBase(m, a[0], a[1])
		return byteList(s), err
	},
	"binary_to_integer/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return binaryInteger(m, a[0], term.Int(10))
	},
	"binary_to_integer/2": func(m *vm.Machine, a []term.Term) (term.Term, error) { return binaryInteger(m, a[0], a[1]) },
	"list_to_integer/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return listInteger(m, a[0], term.Int(10), notList)
	},
	"list_to_integer/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return listInteger(m, a[0], a[1], listProblem(a[0]))
	},

	"float_to_binary/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		s, err := floatInFormat(a[0], term.Empty)
		return term.Binary(s), err
	},
	"float_to_binary/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		s, err := floatInFormat(a[0], a[1])
		return term.Binary(s), err
	},
	"float_to_list/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		s, err := floatInFormat(a[0], term.Empty)
		return byteList(s), err
	},
	"float_to_list/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		s, err := floatInFormat(a[0], a[1])
		return byteList(s), err
	},
	"binary_to_float/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		if !ok {
			return nil, vm.BadArg(1, notBinary)
		}
		f, ok := parseErlangFloat(string(b))
		if !ok {
			return nil, vm.BadArg(1, notTextOf+"a float")
		}
		return f, nil
	},
	"list_to_float/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		if !term.IsProperList(a[0]) {
			return nil, vm.BadArg(1, notList)
		}
		s, _ := flatChars(a[0])
		f, ok := parseErlangFloat(s)
		if !ok {
			return nil, vm.BadArg(1, notTextOf+"a float")
		}
		return f, nil
	},

	"list_to_binary/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		if _, ok := a[0].(*term.Cons); !ok {
			return nil, vm.BadArg(1, notIolist)
		}
		return anyTerm(ioBinary(m, a[0], notIolist))
	},
	"iolist_to_binary/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return anyTerm(ioBinary(m, a[0], notIodata))
	},
	"iolist_to_iovec/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		b, err := ioBinary(m, a[0], notIodata)
		if err != nil || b == "" {
			return term.Empty, err
		}
		return term.List(b), nil
	},
	"iolist_size/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, ok := ioBytes(a[0])
		if !ok {
			return nil, vm.BadArg(1, notIodata)
		}
		bumpBytes(m, len(s))
		return term.Int(len(s)), nil
	},
	"list_to_bitstring/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		if _, ok := a[0].(*term.Cons); ok {
			if t, ok := ioBits(a[0]); ok {
				return t, nil
			}
		}
		return nil, vm.BadArg(1, "not a bitstring list")
	},
	"binary_to_list/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		b, ok := a[0].(term.Binary)
		if !ok {
			return nil, vm.BadArg(1, notBinary)
		}
		bumpBytes(m, 4*len(b))
		return byteList(string(b)), nil
	},
	"binary_to_list/3": binaryToListPart,
	"bitstring_to_list/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, n, ok := term.BitString(a[0])
		if !ok {
			return nil, vm.BadArg(1, notBitstring)
		}
		bumpBytes(m, 4*len(s))
		if n%8 == 0 {
			return byteList(s), nil
		}
		bytes := make([]term.Term, n/8)
		for i := range bytes {
			bytes[i] = term.Int(int(s[i]))
		}
		return term.ListTail(bytes, term.List(term.NewBits(s[n/8:], n%8))), nil
	},

	"crc32/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, ok := ioBytes(a[0])
		if !ok {
			return nil, vm.BadArg(1, notIodata)
		}
		bumpBytes(m, len(s))
		return term.Int(int(crc32.ChecksumIEEE([]byte(s)))), nil
	},
	"crc32/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		old, s, err := checksumArgs(a)
		if err != nil {
			return nil, err
		}
		bumpBytes(m, len(s))
		return term.Int(int(crc32.Update(old, crc32.IEEETable, []byte(s)))), nil
	},
	"adler32/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, ok := ioBytes(a[0])
		if !ok {
			return nil, vm.BadArg(1, notIodata)
		}
		bumpBytes(m, len(s))
		return term.Int(int(adler32.Checksum([]byte(s)))), nil
	},
	"adler32/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		old, s, err := checksumArgs(a)
		if err != nil {
			return nil, err
		}
		bumpBytes(m, len(s))
		const prime = 65521
		low, high := old&0xffff, old>>16
		for i := range len(s) {
			low = (low + uint32(s[i])) % prime
			high = (high + low) % prime
		}
		return term.Int(int(high<<16 | low)), nil
	},
	"md5/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		s, ok := ioBytes(a[0])
		if !ok {
			return nil, vm.BadArg(1, notIodata)
		}
		bumpBytes(m, 4*len(s))
		sum := md5.Sum([]byte(s))
		return term.Binary(sum[:]), nil
	},
}

// atomMaxChars is the longest name of an atom, as on the BEAM.
const atomMaxChars = 255

// anyTerm boxes the result of a function that returns a binary.
func anyTerm(b term.Binary, err error) (term.Term, error) {
	if err != nil {
		return nil, err
	}
	return b, nil
}

func atomBinary(t, encoding term.Term) (term.Term, error) {
	x, ok := t.(term.Atom)
	enc, known := encoding.(term.Atom)
	known = known && (enc == atomUTF8 || enc == atomUnicode || enc == atomLatin1)
	info := wrong{}
	info.unless(ok, 1, notAtom)
	info.unless(known, 2, "is an invalid encoding option")
	if len(info) > 0 {
		return nil, vm.BadArg(info...)
	}
	if enc == atomLatin1 {
		b, ok := toLatin1(x.Name())
		if !ok {
			return nil, vm.BadArg(1, "contains a character not expressible in latin1")
		}
		return term.Binary(b), nil
	}
	return term.Binary(x.Name()), nil
}

// toLatin1 and fromLatin1 turn UTF-8 into one byte a character, and back.
func toLatin1(s string) (string, bool) {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		if r > 255 {
			return "", false
		}
		out = append(out, byte(r))
	}
	return string(out), true
}

func fromLatin1(s string) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		out = utf8.AppendRune(out, rune(s[i]))
	}
	return string(out)
}

func binaryAtom(t, encoding term.Term, existing bool) (term.Term, error) {
	b, ok := t.(term.Binary)
	enc, known := encoding.(term.Atom)
	known = known && (enc == atomUTF8 || enc == atomUnicode || enc == atomLatin1)
	info := wrong{}
	info.unless(ok, 1, notBinary)
	info.unless(known, 2, "not one of the atoms: latin1, utf8, or unicode")
	if len(info) > 0 {
		return nil, vm.BadArg(info...)
	}
	name := string(b)
	if enc == atomLatin1 {
		name = fromLatin1(name)
	} else if !utf8.ValidString(name) {
		return nil, vm.BadArg(1, "invalid UTF8 encoding")
	}
	return namedAtom(name, existing)
}

func namedAtom(name string, existing bool) (term.Term, error) {
	if existing {
		x, ok := term.Existing(name)
		if !ok {
			return nil, vm.BadArg(1, "not an already existing atom")
		}
		return x, nil
	}
	if len(name) > atomMaxChars && utf8.RuneCountInString(name) > atomMaxChars {
		return nil, systemLimit()
	}
	x, ok := term.TryIntern(name)
	if !ok {
		return nil, systemLimit()
	}
	return x, nil
}

func listAtom(t term.Term, existing bool) (term.Term, error) {
	if !term.IsProperList(t) {
		return nil, vm.BadArg(1, listProblem(t))
	}
	name, ok := flatChars(t)
	if !ok {
		return nil, vm.BadArg(1, notCharacters)
	}
	return namedAtom(name, existing)
}

func readBase(t term.Term) (int, bool) {
	n, ok := t.(int)
	return n, ok && n >= 2 && n <= 36
}

func integerInBase(m *vm.Machine, t, base term.Term) (string, error) {
	n, ok := readBase(base)
	info := wrong{}
	info.unless(isInteger(t), 1, notInteger)
	info.unless(ok, 2, notBase)
	if len(info) > 0 {
		return "", vm.BadArg(info...)
	}
	bumpDigits(m, t)
	return digitsInBase(t, n), nil
}

// bumpDigits charges for an integer's way to text or from it.
func bumpDigits(m *vm.Machine, t term.Term) {
	if b, ok := t.(*big.Int); ok {
		words := b.BitLen() >> 6
		bump(m, words+words*words/512)
	}
}

func binaryInteger(m *vm.Machine, t, base term.Term) (term.Term, error) {
	b, ok := t.(term.Binary)
	n, ok2 := readBase(base)
	info := wrong{}
	info.unless(ok, 1, notBinary)
	info.unless(ok2, 2, notBase)
	if len(info) > 0 {
		return nil, vm.BadArg(info...)
	}
	return textInteger(m, string(b), n)
}

// listInteger reads digits; problem words what is wrong with t if it is no
// proper list.
func listInteger(m *vm.Machine, t, base term.Term, problem string) (term.Term, error) {
	ok := term.IsProperList(t)
	n, ok2 := readBase(base)
	info := wrong{}
	info.unless(ok, 1, problem)
	info.unless(ok2, 2, notBase)
	if len(info) > 0 {
		return nil, vm.BadArg(info...)
	}
	s, _ := flatChars(t)
	return textInteger(m, s, n)
}

func textInteger(m *vm.Machine, s string, base int) (term.Term, error) {
	v, n, ok := parseDigits(s, base)
	if !ok || n != len(s) {
		return nil, vm.BadArg(1, notTextOf+"an integer")
	}
	bumpDigits(m, v)
	return v, nil
}

func floatInFormat(t, opts term.Term) (string, error) {
	f, isList, ok := readFloatFormat(opts)
	x, isFloat := t.(float64)
	info := wrong{}
	info.unless(isFloat, 1, notFloat)
	info.unless(isList, 2, notList)
	info.unless(ok || !isList, 2, badOption)
	if len(info) > 0 {
		return "", vm.BadArg(info...)
	}
	s, ok := f.text(x)
	if !ok {
		return "", vm.BadArg(2, badOption)
	}
	return s, nil
}

func ioBinary(m *vm.Machine, t term.Term, text string) (term.Binary, error) {
	s, ok := ioBytes(t)
	if !ok {
		return "", vm.BadArg(1, text)
	}
	bumpBytes(m, 4*len(s))
	return term.Binary(s), nil
}

// ioBits is appendIO that takes bitstrings too.
func ioBits(t term.Term) (term.Term, bool) {
	var w term.BitWriter
	var rest []term.Term
	for {
		c, ok := t.(*term.Cons)
		switch {
		case !ok:
			if !w.Append(t) {
				return nil, false
			}
		case c != nil:
			t = c.Tail
			switch h := c.Head.(type) {
			case int:
				if h < 0 || h > 255 {
					return nil, false
				}
				w.Byte(byte(h))
			case *term.Cons:
				rest = append(rest, t)
				t = h
			default:
				if !w.Append(h) {
					return nil, false
				}
			}
			continue
		}
		if len(rest) == 0 {
			return w.Term(), true
		}
		t = rest[len(rest)-1]
		rest = rest[:len(rest)-1]
	}
}

func binaryToListPart(_ *vm.Machine, a []term.Term) (term.Term, error) {
	b, ok := a[0].(term.Binary)
	info := wrong{}
	info.unless(ok, 1, notBinary)
	info.unless(isInteger(a[1]), 2, notInteger)
	info.unless(isInteger(a[2]), 3, notInteger)
	if len(info) > 0 {
		return nil, vm.BadArg(info...)
	}
	from, ok := a[1].(int)
	if !ok || from < 1 || from > len(b) {
		return nil, vm.BadArg(2, outOfRange)
	}
	to, ok := a[2].(int)
	switch {
	case !ok || to < 1 || to > len(b):
		return nil, vm.BadArg(3, outOfRange)
	case from > to:
		return nil, vm.BadArg(2, "start position greater than stop position")
	}
	return byteList(string(b[from-1 : to])), nil
}

func checksumArgs(a []term.Term) (uint32, string, error) {
	old, ok := a[0].(int)
	s, ok2 := ioBytes(a[1])
	info := wrong{}
	info.unless(isInteger(a[0]), 1, notInteger)
	info.unless(!isInteger(a[0]) || ok && old >= 0 && old < 1<<32, 1, outOfRange)
	info.unless(ok2, 2, notIodata)
	if len(info) > 0 {
		return 0, "", vm.BadArg(info...)
	}
	return uint32(old), s, nil
}
