package term

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// This file is text of numbers, and a plain dump for those who debug the Go
// code. What a person sees goes through Inspect, not through Dump.

// FormatFloat is a float as Float.to_string writes it: the fewest digits that
// read back as the same float, in the shorter of the two notations.
func FormatFloat(f float64) string {
	digits := strconv.FormatFloat(math.Abs(f), 'e', -1, 64)
	mantissa, exponent, _ := strings.Cut(digits, "e")
	exp, _ := strconv.Atoi(exponent)
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	text := mantissa + "e" + strconv.Itoa(exp)
	// Above 2^53 a notation without exponent would show digits that the
	// float does not have.
	if math.Abs(f) < 1<<53 {
		plain := strconv.FormatFloat(math.Abs(f), 'f', -1, 64)
		if !strings.Contains(plain, ".") {
			plain += ".0"
		}
		if len(plain) <= len(text) || f == 0 {
			text = plain
		}
	}
	if math.Signbit(f) {
		text = "-" + text
	}
	return text
}

// dumpLimit bounds the text of Dump.
const dumpLimit = 4096

// Dump is a term as text, cut when long or deep, for debugging Go code.
func Dump(t Term) string {
	var d dumper
	d.term(t, 0)
	return d.String()
}

type dumper struct{ strings.Builder }

func (d *dumper) term(t Term, depth int) {
	if depth > 50 || d.Len() > dumpLimit {
		d.WriteString("…")
		return
	}
	switch x := t.(type) {
	case int:
		d.WriteString(strconv.Itoa(x))
	case *big.Int:
		if x.BitLen() > 8*dumpLimit {
			fmt.Fprintf(d, "<integer of %d bits>", x.BitLen())
			return
		}
		d.WriteString(x.String())
	case float64:
		d.WriteString(FormatFloat(x))
	case Atom:
		fmt.Fprintf(d, ":%s", x)
	case Binary:
		fmt.Fprintf(d, "%q", string(x[:min(len(x), dumpLimit)]))
	case *Bits:
		fmt.Fprintf(d, "<<%x/%d>>", x.Bytes, x.Len)
	case PID:
		fmt.Fprintf(d, "<pid %d>", uint64(x))
	case Port:
		fmt.Fprintf(d, "<port %d>", uint64(x))
	case *Ref:
		fmt.Fprintf(d, "<ref %d>", x.ID)
	case *Fun:
		fmt.Fprintf(d, "&%s.%s/%d", x.Module, x.Name, x.Arity)
	case *Tuple:
		d.seq("{", x.Elems, "}", depth)
	case *Cons:
		d.list(x, depth)
	case *Map:
		d.mapping(x, depth)
	default:
		fmt.Fprintf(d, "<no term: %T>", t)
	}
}

func (d *dumper) seq(open string, ts []Term, close string, depth int) {
	d.WriteString(open)
	for i, t := range ts {
		if i > 0 {
			d.WriteString(", ")
		}
		if d.Len() > dumpLimit {
			d.WriteString("…")
			break
		}
		d.term(t, depth+1)
	}
	d.WriteString(close)
}

func (d *dumper) list(c *Cons, depth int) {
	d.WriteString("[")
	for sep := ""; c != nil; sep = ", " {
		d.WriteString(sep)
		if d.Len() > dumpLimit {
			d.WriteString("…")
			break
		}
		d.term(c.Head, depth+1)
		next, ok := c.Tail.(*Cons)
		if !ok {
			d.WriteString(" | ")
			d.term(c.Tail, depth+1)
			break
		}
		c = next
	}
	d.WriteString("]")
}

func (d *dumper) mapping(m *Map, depth int) {
	d.WriteString("%{")
	sep := ""
	m.Each(func(k, v Term) bool {
		d.WriteString(sep)
		sep = ", "
		d.term(k, depth+1)
		d.WriteString(" => ")
		d.term(v, depth+1)
		return d.Len() <= dumpLimit
	})
	d.WriteString("}")
}

// pidNumber is how many bits of a pid are written as its number; those above
// are its serial, which counts how often the numbers began anew.
const pidNumber = 28

// FormatPID is a pid as :erlang.pid_to_list writes it.
func FormatPID(p PID) string {
	return "<0." + strconv.FormatUint(uint64(p)&(1<<pidNumber-1), 10) + "." + strconv.FormatUint(uint64(p)>>pidNumber, 10) + ">"
}

// FormatPort is a port as :erlang.port_to_list writes it; ParsePort reads that
// text back.
func FormatPort(p Port) string { return "#Port<0." + strconv.FormatUint(uint64(p), 10) + ">" }

func ParsePort(s string) (Port, bool) {
	s, ok := strings.CutPrefix(s, "#Port<0.")
	s, ok2 := strings.CutSuffix(s, ">")
	n, err := strconv.ParseUint(s, 10, 64)
	return Port(n), ok && ok2 && err == nil
}

// A reference is written as four numbers; the last three are its ID.
const (
	refLow  = 18
	refHigh = 32
)

// FormatRef is a reference as <0.a.b.c>, the tail of what
// :erlang.ref_to_list writes.
func FormatRef(r *Ref) string {
	return fmt.Sprintf("<0.%d.%d.%d>", r.ID>>(refLow+refHigh), r.ID>>refLow&(1<<refHigh-1), r.ID&(1<<refLow-1))
}

// ParsePID and ParseRef read those texts back: the number of a pid, the ID of
// a reference.
func ParsePID(s string) (PID, bool) {
	s, ok := strings.CutPrefix(s, "<0.")
	s, ok2 := strings.CutSuffix(s, ">")
	number, serial, ok3 := strings.Cut(s, ".")
	n, err := strconv.ParseUint(number, 10, pidNumber)
	high, err2 := strconv.ParseUint(serial, 10, 64-pidNumber)
	return PID(high<<pidNumber | n), ok && ok2 && ok3 && err == nil && err2 == nil
}

func ParseRef(s string) (uint64, bool) {
	s, ok := strings.CutPrefix(s, "<0.")
	s, ok2 := strings.CutSuffix(s, ">")
	parts := strings.Split(s, ".")
	if !ok || !ok2 || len(parts) != 3 {
		return 0, false
	}
	id := uint64(0)
	for i, bits := range []int{64 - refLow - refHigh, refHigh, refLow} {
		n, err := strconv.ParseUint(parts[i], 10, bits)
		if err != nil {
			return 0, false
		}
		id = id<<bits | n
	}
	return id, true
}
