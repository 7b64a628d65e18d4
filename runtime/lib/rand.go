package lib

import (
	"math"
	"math/big"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :rand with its default algorithm, exsss (xorshift116 with the
// ** scrambler), and exsplus: the same numbers from the same seed as on the
// BEAM. A state is {%{type: :exsss, bits: 58}, [s1 | s0]}; a process keeps its
// own in its dictionary under :rand_seed.

const mask58 = 1<<58 - 1

// generator is a state with its algorithm.
type generator struct {
	alg    term.Atom
	s1, s0 uint64
}

var (
	atomExsss   = term.Intern("exsss")
	atomExsplus = term.Intern("exsplus")
	atomExsp    = term.Intern("exsp")
	atomDefault = term.Intern("default")
	atomRand    = term.Intern("rand_seed")
	atomType    = term.Intern("type")
	atomBits    = term.Intern("bits")
)

// next is 58 random bits.
func (g *generator) next() uint64 {
	old := g.s0
	n := g.s1 ^ g.s1<<24&mask58
	n ^= old ^ n>>11 ^ old>>41
	g.s1, g.s0 = old, n
	if g.alg != atomExsss {
		return (old + n) & mask58
	}
	v := (old + old<<2) & mask58
	v = (v<<7 | v>>51) & mask58
	return (v + v<<3) & mask58
}

// float is a number in [0, 1) of 53 bits.
func (g *generator) float() float64 { return float64(g.next()>>5) / (1 << 53) }

// below is a number in [0, n), each as likely.
func (g *generator) below(n uint64) uint64 {
	for {
		v := g.next()
		if v < n {
			return v
		}
		if i := v % n; v-i <= 1<<58-n {
			return i
		}
	}
}

// belowBig is below for a bound above 58 bits.
func (g *generator) belowBig(n *big.Int) *big.Int {
	const width = 58
	weak := uint(0) // low bits of the first word that are no good
	if g.alg == atomExsp {
		weak = 1
	}
	one := big.NewInt(1)
	less := new(big.Int).Sub(n, one)
	power := new(big.Int).And(n, less).Sign() == 0
	for {
		v := new(big.Int).SetUint64(g.next() >> weak)
		have := width - weak
		left := new(big.Int).Rsh(less, have)
		if !power {
			left.Rsh(n, have-2)
		}
		for left.Sign() > 0 {
			v.Lsh(v, width).Or(v, new(big.Int).SetUint64(g.next()))
			have += width
			left.Rsh(left, width)
		}
		if power {
			return v.And(v, less)
		}
		i := new(big.Int).Rem(v, n)
		limit := new(big.Int).Sub(new(big.Int).Lsh(one, have), n)
		if v.Sub(v, i).Cmp(limit) <= 0 {
			return i
		}
	}
}

// splitmix64 makes seeds of one number.
func splitmix64(x *uint64) uint64 {
	*x += 0x9e3779b97f4a7c15
	z := *x
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// seed58 takes numbers of splitmix64 until the low 58 bits of one are not 0.
func seed58(x *uint64) uint64 {
	for {
		if v := splitmix64(x) & mask58; v != 0 {
			return v
		}
	}
}

// low64 is the low bits of an integer.
func low64(t term.Term) (uint64, bool) {
	n, ok := asBig(t)
	if !ok {
		return 0, false
	}
	return new(big.Int).And(n, new(big.Int).SetUint64(math.MaxUint64)).Uint64(), true
}

// newGenerator seeds an algorithm with an integer, three integers, or a
// state's own words.
func newGenerator(alg term.Atom, seed term.Term) (*generator, bool) {
	if alg == atomDefault {
		alg = atomExsss
	}
	if alg != atomExsss && alg != atomExsplus && alg != atomExsp {
		return nil, false
	}
	g := &generator{alg: alg}
	if x, ok := low64(seed); ok {
		g.s1 = seed58(&x)
		g.s0 = seed58(&x)
		return g, true
	}
	if words, ok := seed.(*term.Cons); ok && words != nil {
		a, ok := low64(words.Head)
		b, ok2 := low64(words.Tail)
		if rest, isList := words.Tail.(*term.Cons); isList && rest != nil {
			b, ok2 = low64(rest.Head)
		}
		g.s1, g.s0 = a&mask58, b&mask58
		return g, ok && ok2
	}
	p, ok := seed.(*term.Tuple)
	if !ok || len(p.Elems) != 3 {
		return nil, false
	}
	var a [3]uint64
	for i, e := range p.Elems {
		if a[i], ok = low64(e); !ok {
			return nil, false
		}
	}
	if alg != atomExsss {
		g.s1, g.s0 = (a[0]*4294967197+1)&mask58, (a[1]*4294967231+1)&mask58
		g.next()
		g.s1 = (a[2]*4294967279 + 1) & mask58
		g.next()
		return g, true
	}
	x := a[0]
	seed58(&x)
	x ^= a[1]
	g.s1 = seed58(&x)
	x ^= a[2]
	g.s0 = seed58(&x)
	return g, true
}

func (g *generator) words() term.Term {
	return &term.Cons{Head: term.Int(int(g.s1)), Tail: term.Int(int(g.s0))}
}

func (g *generator) term() term.Term {
	return term.Tuple2(term.MapOf(atomType, g.alg, atomBits, term.Int(58)), g.words())
}

func readGenerator(t term.Term) (*generator, bool) {
	p, ok := t.(*term.Tuple)
	if !ok || len(p.Elems) != 2 {
		return nil, false
	}
	alg, isAtom := p.Elems[0].(term.Atom) // an exported seed
	if handler, isMap := p.Elems[0].(*term.Map); isMap {
		v, _ := handler.GetAtom(atomType)
		alg, isAtom = v.(term.Atom)
	}
	if _, ok := p.Elems[1].(*term.Cons); !isAtom || !ok {
		return nil, false
	}
	return newGenerator(alg, p.Elems[1])
}

// ownGenerator is the process's, seeded from the world when it has none.
func ownGenerator(m *vm.Machine) *generator {
	if t, ok := m.Process().Dict().GetAtom(atomRand); ok {
		if g, ok := readGenerator(t); ok {
			return g
		}
	}
	return randomGenerator(m)
}

func randomGenerator(m *vm.Machine) *generator {
	x := m.World().Random()
	return &generator{alg: atomExsss, s1: seed58(&x), s0: seed58(&x)}
}

func (g *generator) keep(m *vm.Machine) {
	m.Process().SetDict(m.Process().Dict().Put(atomRand, g.term()))
}

// uniform is a number from 1 to n.
func (g *generator) uniform(n term.Term) (term.Term, bool) {
	switch x := n.(type) {
	case int:
		if x < 1 {
			return nil, false
		}
		if x <= 1<<58 {
			return term.Int(int(g.below(uint64(x))) + 1), true
		}
	case *big.Int:
		if x.Sign() < 0 {
			return nil, false
		}
	default:
		return nil, false
	}
	b, _ := asBig(n)
	i := g.belowBig(b)
	return term.Big(i.Add(i, big.NewInt(1))), true
}

// normal is a number of the standard normal distribution, by the ziggurat.
func (g *generator) normal() float64 {
	z := ziggurat()
	for {
		v := g.next()
		negative, r := v>>6&1 == 1, v>>7
		i := int(r & 255)
		x := float64(r) * z.width[i]
		if negative {
			x = -x
		}
		if r < z.inside[i] {
			return x
		}
		if i == 0 {
			return g.normalTail(negative)
		}
		u := g.float()
		if (z.height[i-1]-z.height[i])*u+z.height[i] < math.Exp(-0.5*x*x) {
			return x
		}
	}
}

func (g *generator) normalTail(negative bool) float64 {
	for {
		x := -math.Log(g.float()) / zigguratEdge
		y := -math.Log(g.float())
		if y+y > x*x {
			if negative {
				return -zigguratEdge - x
			}
			return zigguratEdge + x
		}
	}
}

var randNatives = vm.Natives{
	"seed/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		g, err := seeded(m, a[0], nil)
		if err != nil {
			return nil, err
		}
		g.keep(m)
		return g.term(), nil
	},
	"seed/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		g, err := seeded(m, a[0], a[1])
		if err != nil {
			return nil, err
		}
		g.keep(m)
		return g.term(), nil
	},
	"seed_s/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		g, err := seeded(m, a[0], nil)
		if err != nil {
			return nil, err
		}
		return g.term(), nil
	},
	"seed_s/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		g, err := seeded(m, a[0], a[1])
		if err != nil {
			return nil, err
		}
		return g.term(), nil
	},
	"export_seed/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		t, ok := m.Process().Dict().GetAtom(atomRand)
		g, ok2 := readGenerator(t)
		if !ok || !ok2 {
			return term.Undefined, nil
		}
		return term.Tuple2(g.alg, g.words()), nil
	},
	"export_seed_s/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		g, ok := readGenerator(a[0])
		if !ok {
			return nil, functionClause()
		}
		return term.Tuple2(g.alg, g.words()), nil
	},
	"uniform/0":        drawing("uniform_s", func(g *generator, _ []term.Term) (term.Term, bool) { return g.float(), true }),
	"uniform_s/1":      drawingFrom(func(g *generator, _ []term.Term) (term.Term, bool) { return g.float(), true }),
	"uniform_real/0":   drawing("uniform_real_s", func(g *generator, _ []term.Term) (term.Term, bool) { return g.real(), true }),
	"uniform_real_s/1": drawingFrom(func(g *generator, _ []term.Term) (term.Term, bool) { return g.real(), true }),
	"uniform/1":        drawing("uniform_s", func(g *generator, a []term.Term) (term.Term, bool) { return g.uniform(a[0]) }),
	"uniform_s/2":      drawingFrom(func(g *generator, a []term.Term) (term.Term, bool) { return g.uniform(a[0]) }),
	"normal/0":         drawing("normal_s", func(g *generator, _ []term.Term) (term.Term, bool) { return g.normal(), true }),
	"normal_s/1":       drawingFrom(func(g *generator, _ []term.Term) (term.Term, bool) { return g.normal(), true }),
	"normal/2":         drawing("normal_s", normalOf),
	"normal_s/3":       drawingFrom(normalOf),
	"bytes/1":          drawing("bytes_s", bytesOf),
	"bytes_s/2":        drawingFrom(bytesOf),
	"splitmix64_next/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		x, ok := low64(a[0])
		if !ok {
			return nil, functionClause()
		}
		v := splitmix64(&x)
		return term.Tuple2(term.Big(new(big.Int).SetUint64(v)), term.Big(new(big.Int).SetUint64(x))), nil
	},
}

// seeded is a new state: of an algorithm, or an exported or whole state.
func seeded(m *vm.Machine, alg, seed term.Term) (*generator, error) {
	name, isAtom := alg.(term.Atom)
	switch {
	case seed != nil:
		if g, ok := newGenerator(name, seed); ok && isAtom {
			return g, nil
		}
	case isAtom:
		g := randomGenerator(m)
		if name != atomDefault {
			g.alg = name
		}
		if g.alg == atomExsss || g.alg == atomExsplus || g.alg == atomExsp {
			return g, nil
		}
	default:
		if g, ok := readGenerator(alg); ok {
			return g, nil
		}
	}
	return nil, functionClause()
}

type drawFunc func(g *generator, args []term.Term) (term.Term, bool)

// drawing is a native that draws from the process's state; drawingFrom from
// the state that is its last argument, which it returns changed.
func drawing(name string, draw drawFunc) vm.Native {
	return func(m *vm.Machine, a []term.Term) (term.Term, error) {
		g := ownGenerator(m)
		v, ok := draw(g, a)
		if !ok { // the BEAM fails where the state is an argument
			return nil, inFrame(functionClause(), "rand", name, append(a[:len(a):len(a)], g.term())...)
		}
		g.keep(m)
		return v, nil
	}
}

func drawingFrom(draw drawFunc) vm.Native {
	return func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		g, ok := readGenerator(a[len(a)-1])
		if !ok {
			return nil, functionClause()
		}
		v, ok := draw(g, a[:len(a)-1])
		if !ok {
			return nil, functionClause()
		}
		return term.Tuple2(v, g.term()), nil
	}
}

func normalOf(g *generator, a []term.Term) (term.Term, bool) {
	mean, variance, ok := bothFloats(a[0], a[1])
	if !ok || variance < 0 {
		return nil, false
	}
	return mean + math.Sqrt(variance)*g.normal(), true
}

func bytesOf(g *generator, a []term.Term) (term.Term, bool) {
	n, ok := a[0].(int)
	if !ok || n < 0 || n > maxBinary {
		return nil, false
	}
	out := make([]byte, 0, n+7)
	for len(out) < n {
		v := g.next()
		k := min(7, n-len(out))
		if k < n-len(out) {
			v >>= 2
		} else { // the last bytes come from the low 56 bits
			v >>= 56 - 8*k
		}
		for shift := 8 * (k - 1); shift >= 0; shift -= 8 {
			out = append(out, byte(v>>shift))
		}
	}
	return term.Binary(out), true
}

// real is a number in (0, 1) with 53 significant bits however small it is.
func (g *generator) real() float64 {
	v := g.next() >> 2
	exp := -56
	for v < 1<<52 && exp > -1000 {
		v = v<<1 | g.next()>>57
		exp--
	}
	for v >= 1<<53 {
		v >>= 1
		exp++
	}
	return math.Ldexp(float64(v), exp)
}
