package lib

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"otpsh/runtime/erlterm"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :io_lib: formats with ~ and terms as text.

var ioLibNatives = vm.Natives{
	"format/2":     ioLibFormat,
	"format/3":     ioLibFormat,
	"fwrite/2":     ioLibFormat,
	"fwrite/3":     ioLibFormat,
	"build_text/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) { return a[0], nil },
	"write/1":      func(_ *vm.Machine, a []term.Term) (term.Term, error) { return written(erlterm.Printer{}, a[0], -1) },
	"write/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		depth, ok := a[1].(int)
		if list, isList := term.Slice(a[1]); isList {
			depth, ok = -1, true
			for _, o := range list {
				if name, v, isPair := option(o); isPair && name.Name() == "depth" {
					depth, ok = v.(int)
				}
			}
		}
		if !ok {
			return nil, vm.BadArg()
		}
		return written(erlterm.Printer{}, a[0], depth)
	},
	"print/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		return toCharlist(erlterm.Printer{Strings: true}.Pretty(a[0], -1, 1, 80)), nil
	},
	"print/4": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		column, width, ok := bothInts(a[1], a[2])
		depth, ok2 := a[3].(int)
		if !ok || !ok2 {
			return nil, vm.BadArg()
		}
		return toCharlist(erlterm.Printer{Strings: true}.Pretty(a[0], depth, column, width)), nil
	},
	"nl/0": func(*vm.Machine, []term.Term) (term.Term, error) { return toCharlist("\n"), nil },
	"write_atom/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		x, ok := a[0].(term.Atom)
		if !ok {
			return nil, functionClause()
		}
		return toCharlist(erlterm.Atom(x.Name(), true)), nil
	},
	"write_string/1":         quotingChars,
	"write_unicode_string/1": quotingChars,
	"write_latin1_string/1":  quotingChars,
	"write_char/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		s, ok := flatChars(term.List(a[0]))
		if !ok {
			return nil, functionClause()
		}
		r, _ := utf8.DecodeRuneInString(s)
		return toCharlist(erlterm.Char(r)), nil
	},
	"printable_list/1":         charTest(erlterm.Printable),
	"printable_latin1_list/1":  charTest(erlterm.Printable),
	"printable_unicode_list/1": charTest(printableRuneErlang),
	"char_list/1":              charTest(func(rune) bool { return true }),
	"latin1_char_list/1":       charTest(func(r rune) bool { return r < 256 }),
	"deep_char_list/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		s, ok := charText(a[0])
		_, isList := a[0].(*term.Cons)
		return yes(ok && isList && utf8.ValidString(s))
	},
	"chars_length/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		s, ok := charText(a[0])
		if !ok {
			return nil, vm.BadArg()
		}
		return term.Int(utf8.RuneCountInString(s)), nil
	},
	"fread/2": ioLibRead,
}

func written(p erlterm.Printer, t term.Term, depth int) (term.Term, error) {
	return toCharlist(p.Text(t, depth)), nil
}

func quotingChars(_ *vm.Machine, a []term.Term) (term.Term, error) {
	s, ok := flatChars(a[0])
	if !ok {
		return nil, functionClause()
	}
	return toCharlist(erlterm.Quoted(s, '"', true)), nil
}

func charTest(f func(rune) bool) vm.Native {
	return func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		s, ok := flatChars(a[0])
		for _, r := range s {
			ok = ok && f(r)
		}
		return yes(ok)
	}
}

func printableRuneErlang(r rune) bool {
	return erlterm.Printable(r) || r > 0xff && r != 0xfffe && r != 0xffff
}

func ioLibFormat(m *vm.Machine, a []term.Term) (term.Term, error) {
	format, ok := formatText(a[0])
	args, ok2 := term.Slice(a[1])
	if !ok || !ok2 {
		return nil, vm.BadArg()
	}
	f := formatter{format: format, args: args}
	if !f.run() {
		return nil, vm.BadArg()
	}
	bump(m, f.written/16)
	return f.out.List(), nil
}

// formatText is a format: an atom, a string or a list of characters.
func formatText(t term.Term) ([]rune, bool) {
	if x, ok := t.(term.Atom); ok {
		return []rune(x.Name()), true
	}
	if b, ok := t.(term.Binary); ok && !utf8.ValidString(string(b)) {
		return []rune(fromLatin1(string(b))), true
	}
	s, ok := charText(t)
	return []rune(s), ok
}

// FormatErlang is a format with its arguments as text; false when they do not
// go together.
func FormatErlang(format term.Term, args term.Term) (string, bool) {
	text, ok := formatText(format)
	list, ok2 := term.Slice(args)
	f := formatter{format: text, args: list}
	if !ok || !ok2 || !f.run() {
		return "", false
	}
	return charText(f.out.List())
}

// formatter works through a format.
type formatter struct {
	format  []rune
	args    []term.Term
	out     term.ListBuilder
	column  int
	written int
}

// directive is one ~ with its numbers and modifiers.
type directive struct {
	width, precision       int
	hasWidth, hasPrecision bool
	left                   bool
	pad                    rune
	unicode, plainLists    bool
	char                   rune
}

func (f *formatter) take() (term.Term, bool) {
	if len(f.args) == 0 {
		return nil, false
	}
	t := f.args[0]
	f.args = f.args[1:]
	return t, true
}

func (f *formatter) run() bool {
	for i := 0; i < len(f.format); {
		r := f.format[i]
		i++
		if r != '~' {
			f.out.Add(term.Int(int(r)))
			f.count(string(r))
			continue
		}
		d, n, ok := f.directive(f.format[i:])
		if !ok || !f.apply(d) {
			return false
		}
		i += n
	}
	return len(f.args) == 0
}

// count keeps the column, which ~p begins at.
func (f *formatter) count(s string) {
	f.written += len(s)
	if i := strings.LastIndexByte(s, '\n'); i >= 0 {
		f.column = 0
		s = s[i+1:]
	}
	f.column += utf8.RuneCountInString(s)
}

func (f *formatter) directive(s []rune) (d directive, n int, ok bool) {
	d.pad = ' '
	number := func() (v int, has, ok bool) {
		if n < len(s) && s[n] == '*' {
			n++
			t, ok := f.take()
			v, isInt := t.(int)
			return v, true, ok && isInt
		}
		start := n
		for n < len(s) && s[n] >= '0' && s[n] <= '9' && n-start < 7 {
			v = v*10 + int(s[n]-'0')
			n++
		}
		return v, n > start, true
	}
	if n < len(s) && s[n] == '-' {
		d.left = true
		n++
	}
	if d.width, d.hasWidth, ok = number(); !ok {
		return d, n, false
	}
	if d.width < 0 {
		d.left, d.width = true, -d.width
	}
	if n < len(s) && s[n] == '.' {
		n++
		if d.precision, d.hasPrecision, ok = number(); !ok {
			return d, n, false
		}
		if n < len(s) && s[n] == '.' {
			n++
			switch {
			case n < len(s) && s[n] == '*':
				v, _, ok := number()
				if !ok || !utf8.ValidRune(rune(v)) {
					return d, n, false
				}
				d.pad = rune(v)
			case n < len(s):
				d.pad = s[n]
				n++
			}
		}
	}
	for n < len(s) && (s[n] == 't' || s[n] == 'l') {
		d.unicode = d.unicode || s[n] == 't'
		d.plainLists = d.plainLists || s[n] == 'l'
		n++
	}
	if n >= len(s) || d.width > maxFieldWidth || d.precision > maxFieldWidth {
		return d, n, false
	}
	d.char = s[n]
	return d, n + 1, true
}

// maxFieldWidth bounds a field that a format asks for.
const maxFieldWidth = 1 << 20

// apply writes one directive.
func (f *formatter) apply(d directive) bool {
	switch d.char {
	case '~', 'n':
		text := map[rune]string{'~': "~", 'n': "\n"}[d.char]
		times := 1
		if d.hasWidth {
			times = d.width
		}
		text = strings.Repeat(text, times)
		if times == 1 {
			f.out.Add(term.Int(int(text[0])))
		} else {
			f.out.Add(toCharlist(text))
		}
		f.count(text)
		return true
	}
	t, ok := f.take()
	if !ok {
		return false
	}
	text := ""
	switch d.char {
	case 'i':
		return true
	case 'w', 'W':
		depth, ok2 := f.depth(d.char == 'W')
		text, ok = d.field(erlterm.Printer{Wide: d.unicode}.Text(t, depth)), ok2
	case 'p', 'P':
		text, ok = f.pretty(d, t)
	case 's':
		text, ok = d.text(t)
	case 'c':
		text, ok = d.chars(t)
	case 'f', 'e', 'g':
		text, ok = d.float(t)
	case 'b', 'B', 'x', 'X', '+', '#':
		text, ok = f.integer(d, t)
	default:
		return false
	}
	if ok {
		f.out.Add(toCharlist(text))
		f.count(text)
	}
	return ok
}

// depth takes the argument of ~W and ~P.
func (f *formatter) depth(has bool) (int, bool) {
	if !has {
		return -1, true
	}
	t, _ := f.take()
	n, ok := t.(int)
	return n, ok
}

func (f *formatter) pretty(d directive, t term.Term) (string, bool) {
	depth, ok := f.depth(d.char == 'P')
	if !ok || d.left {
		return "", false
	}
	width, column := 80, f.column+1
	if d.hasWidth {
		width = d.width
	}
	if d.hasPrecision {
		column = d.precision
	}
	if width == 0 { // ~0p: no line is broken
		width = math.MaxInt32
	}
	p := erlterm.Printer{Strings: !d.plainLists, Wide: d.unicode}
	return p.Pretty(t, depth, column, width), true
}

// field fits a text that cannot be cut into the width: stars when it is too
// long.
func (d directive) field(s string) string {
	n := utf8.RuneCountInString(s)
	switch {
	case !d.hasWidth:
		return s
	case n > d.width:
		return strings.Repeat("*", d.width)
	}
	return d.padded(s, d.width)
}

func (d directive) padded(s string, width int) string {
	fill := strings.Repeat(string(d.pad), max(0, width-utf8.RuneCountInString(s)))
	if d.left {
		return s + fill
	}
	return fill + s
}

// cutTo is a text at exactly a width: filled, or cut.
func (d directive) cutTo(s string, width int) string {
	if r := []rune(s); len(r) > width {
		return string(r[:width])
	}
	return d.padded(s, width)
}

func (d directive) text(t term.Term) (string, bool) {
	s, ok := d.chardata(t)
	if !ok {
		return "", false
	}
	if d.hasPrecision {
		if d.hasWidth && d.precision > d.width {
			return "", false
		}
		left := d
		if r := []rune(s); len(r) > d.precision {
			s = string(r[:d.precision])
		} else if !d.hasWidth {
			return left.padded(s, d.precision), true
		}
	}
	if d.hasWidth {
		return d.cutTo(s, d.width), true
	}
	return s, true
}

// chardata is what ~s writes: bytes as Latin-1, or with t text.
func (d directive) chardata(t term.Term) (string, bool) {
	if x, ok := t.(term.Atom); ok {
		return x.Name(), true
	}
	if d.unicode {
		if b, ok := t.(term.Binary); ok && !utf8.ValidString(string(b)) {
			return fromLatin1(string(b)), true
		}
		return charText(t)
	}
	s, ok := ioBytes(t)
	return fromLatin1(s), ok
}

func (d directive) chars(t term.Term) (string, bool) {
	n, ok := t.(int)
	if !ok {
		return "", false
	}
	r := rune(n & 255)
	if d.unicode {
		r = rune(n)
		if n < 0 || n > utf8.MaxRune || !utf8.ValidRune(r) {
			return "", false
		}
	}
	switch {
	case d.hasWidth && d.hasPrecision:
		if d.precision > d.width {
			return "", false
		}
		return d.padded(strings.Repeat(string(r), d.precision), d.width), true
	case d.hasWidth:
		return strings.Repeat(string(r), d.width), true
	case d.hasPrecision:
		return strings.Repeat(string(r), d.precision), true
	}
	return string(r), true
}

func (d directive) float(t term.Term) (string, bool) {
	x, ok := t.(float64)
	if !ok {
		return "", false
	}
	digits := 6
	if d.hasPrecision {
		digits = d.precision
	}
	switch {
	case d.char == 'f' && digits >= 1 && digits <= 400:
		return d.field(decimalText(x, digits)), true
	case d.char == 'e' && digits >= 2:
		return d.field(scientificText(x, digits)), true
	case d.char != 'g' || digits < 1:
		return "", false
	}
	abs := math.Abs(x)
	limit := 1.0
	for below := 0; below < 5; below++ {
		if abs < limit && abs >= 0.1 && digits-below >= 1 {
			return d.field(decimalText(x, digits-below)), true
		}
		limit *= 10
	}
	return d.field(scientificText(x, max(digits, 2))), true
}

// decimalText is a float with so many decimals; a tie goes away from zero.
func decimalText(x float64, decimals int) string {
	r := new(big.Rat)
	r.SetFloat64(math.Abs(x))
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	r.Mul(r, new(big.Rat).SetInt(scale)).Add(r, big.NewRat(1, 2))
	digits := wholePart(r).String()
	digits = strings.Repeat("0", max(0, decimals+1-len(digits))) + digits
	sign := ""
	if x < 0 {
		sign = "-"
	}
	return sign + digits[:len(digits)-decimals] + "." + digits[len(digits)-decimals:]
}

// scientificText is a float with so many digits and a short exponent.
func scientificText(x float64, digits int) string {
	mantissa, exp, _ := strings.Cut(strconv.FormatFloat(x, 'e', digits-1, 64), "e")
	n, _ := strconv.Atoi(exp)
	sign := "+"
	if n < 0 {
		sign = ""
	}
	return mantissa + "e" + sign + strconv.Itoa(n)
}

func (f *formatter) integer(d directive, t term.Term) (string, bool) {
	prefix := ""
	if d.char == 'x' || d.char == 'X' {
		p, ok := f.take()
		if !ok {
			return "", false
		}
		switch x := p.(type) {
		case term.Atom:
			prefix = x.Name()
		case *term.Cons:
			if prefix, ok = charText(x); !ok {
				return "", false
			}
		default:
			return "", false
		}
	}
	base := 10
	if d.hasPrecision {
		base = d.precision
	}
	if !isInteger(t) || base < 2 || base > 36 {
		return "", false
	}
	if d.char == '+' || d.char == '#' {
		prefix = strconv.Itoa(base) + "#"
	}
	digits, negative := strings.CutPrefix(digitsInBase(t, base), "-")
	if strings.ContainsRune("bx+", d.char) {
		digits = strings.ToLower(digits)
	}
	if negative {
		prefix = "-" + prefix
	}
	return d.field(prefix + digits), true
}

// ioLibRead is fread: ~d, ~u, ~f, ~s, ~a, ~c, ~n and literal text.
func ioLibRead(_ *vm.Machine, a []term.Term) (term.Term, error) {
	format, ok := formatText(a[0])
	input, ok2 := charText(a[1])
	if !ok || !ok2 {
		return nil, vm.BadArg()
	}
	problem := func(what string) (term.Term, error) {
		return term.Tuple2(term.Error, term.Tuple2(term.Intern("fread"), term.Intern(what))), nil
	}
	in := input
	var out term.ListBuilder
	skip := func() { in = strings.TrimLeft(in, " \t\n\r") }
	for i := 0; i < len(format); i++ {
		r := format[i]
		switch {
		case r == ' ' || r == '\t' || r == '\n':
			skip()
			continue
		case r != '~' || i+1 == len(format):
			if !strings.HasPrefix(in, string(r)) {
				return problem("input")
			}
			in = in[len(string(r)):]
			continue
		}
		i++
		skip()
		word := in
		if end := strings.IndexAny(in, " \t\n\r"); end >= 0 {
			word = in[:end]
		}
		switch format[i] {
		case 'd', 'u':
			v, n, ok := parseDigits(in, 10)
			if !ok {
				return problem("integer")
			}
			out.Add(v)
			word = in[:n]
		case 'f':
			n := floatPrefix(in)
			v, ok := parseErlangFloat(in[:n])
			if !ok {
				return problem("float")
			}
			out.Add(v)
			word = in[:n]
		case 's':
			out.Add(toCharlist(word))
		case 'a':
			x, ok := term.TryIntern(word)
			if !ok {
				return nil, systemLimit()
			}
			out.Add(x)
		case 'c':
			_, n := utf8.DecodeRuneInString(in)
			word = in[:n]
			out.Add(toCharlist(word))
		default:
			return problem("format")
		}
		in = in[len(word):]
	}
	return term.Tuple3(term.Ok, out.List(), toCharlist(in)), nil
}
