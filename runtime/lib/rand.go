package lib

import (
	"math"
	"math/big"
	"math/bits"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :rand: the same numbers from the same seed as on the BEAM, for
// each of its algorithms. A state is {%{type: :exsss, bits: 58}, words}; a
// process keeps its own in its dictionary under :rand_seed.

var (
	atomRand = term.Intern("rand_seed")
	atomType = term.Intern("type")
	atomBits = term.Intern("bits")
	atomMax  = term.Intern("max")
	atomWeak = term.Intern("weak_low_bits")
)

// next is the next word of random bits.
func (g *generator) next() uint64 { return g.alg.next(g) }

// float is a number in [0, 1) of 53 bits.
func (g *generator) float() float64 {
	if g.alg.whole {
		return float64(g.next()) / math.Ldexp(1, int(g.alg.bits))
	}
	return float64(g.next()>>(g.alg.bits-53)) / (1 << 53)
}

// below is a number in [0, n), each as likely.
func (g *generator) below(n uint64) uint64 {
	if g.alg.whole {
		return g.next() % n
	}
	half := uint64(1) << (g.alg.bits - 1)
	last := half - n + half // where the last whole range begins
	for {
		v := g.next()
		if v < n {
			return v
		}
		if i := v % n; v-i <= last {
			return i
		}
	}
}

// belowBig is below for a bound above the bits of a word.
func (g *generator) belowBig(n *big.Int) *big.Int {
	width, weak := g.alg.bits, g.alg.weak // the low bits of the first word are no good
	one := big.NewInt(1)
	less := new(big.Int).Sub(n, one)
	power := new(big.Int).And(n, less).Sign() == 0
	for {
		v := wide(g.next() >> weak)
		have := width - weak
		left := new(big.Int).Rsh(less, have)
		if !power {
			left.Rsh(n, have-2)
		}
		for left.Sign() > 0 {
			v.Lsh(v, width).Or(v, wide(g.next()))
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

// low64 is the low bits of an integer.
func low64(t term.Term) (uint64, bool) {
	if i, ok := t.(int); ok {
		return uint64(i), true
	}
	n, ok := asBig(t)
	if !ok {
		return 0, false
	}
	return new(big.Int).And(n, wide(math.MaxUint64)).Uint64(), true
}

// newGenerator seeds an algorithm with an integer or three.
func newGenerator(name string, seed term.Term) (*generator, bool) {
	alg := randAlgorithms[name]
	if alg == nil {
		return nil, false
	}
	if x, ok := low64(seed); ok {
		return &generator{alg: alg, front: alg.seed(x)}, true
	}
	p, ok := seed.(*term.Tuple)
	if !ok || len(p.Elems) != 3 {
		g, ok := withWords(alg, seed)
		return g, ok
	}
	var a [3]uint64
	for i, e := range p.Elems {
		if a[i], ok = low64(e); !ok {
			return nil, false
		}
	}
	return &generator{alg: alg, front: alg.seed3(a[0], a[1], a[2])}, true
}

// withWords is a state of its own words.
func withWords(alg *algorithm, t term.Term) (*generator, bool) {
	g := &generator{alg: alg}
	ok := false
	switch alg.shape {
	case aWord:
		g.front = make([]uint64, 1)
		g.front[0], ok = low64(t)
	case aPair:
		c, isCons := t.(*term.Cons)
		if !isCons || c == nil {
			return nil, false
		}
		tail := c.Tail
		if rest, isList := tail.(*term.Cons); isList && rest != nil { // a list of integers as a seed
			tail = rest.Head
		}
		a, ok1 := low64(c.Head)
		b, ok2 := low64(tail)
		g.front, ok = []uint64{a & mask58, b & mask58}, ok1 && ok2
	case aQueue:
		p, isTuple := t.(*term.Tuple)
		if !isTuple || len(p.Elems) != 2 {
			return nil, false
		}
		var ok1, ok2 bool
		g.front, ok1 = seedList(p.Elems[0])
		g.back, ok2 = seedList(p.Elems[1])
		ok = ok1 && ok2 && len(g.front) > 0 && len(g.front)+len(g.back) > 1
	}
	return g, ok
}

func seedList(t term.Term) ([]uint64, bool) {
	list, ok := term.Slice(t)
	out := make([]uint64, len(list))
	for i := range list {
		x, isInt := low64(list[i])
		out[i], ok = x, ok && isInt
	}
	return out, ok
}

func wordTerm(x uint64) term.Term {
	if x <= math.MaxInt {
		return term.Int(int(x))
	}
	return term.Big(wide(x))
}

func wordList(words []uint64) term.Term {
	out := make([]term.Term, len(words))
	for i, x := range words {
		out[i] = wordTerm(x)
	}
	return term.List(out...)
}

func (g *generator) words() term.Term {
	switch g.alg.shape {
	case aWord:
		return wordTerm(g.front[0])
	case aPair:
		return &term.Cons{Head: wordTerm(g.front[0]), Tail: wordTerm(g.front[1])}
	}
	return term.Tuple2(wordList(g.front), wordList(g.back))
}

func (g *generator) term() term.Term {
	handler := term.MapOf(atomType, g.alg.name, atomBits, term.Int(int(g.alg.bits)))
	if g.alg.whole {
		handler = term.MapOf(atomType, g.alg.name, atomMax, wordTerm(math.MaxUint64>>(64-g.alg.bits)))
	} else if g.alg.weak > 0 {
		handler = term.MapOf(atomType, g.alg.name, atomBits, term.Int(int(g.alg.bits)), atomWeak, term.Int(int(g.alg.weak)))
	}
	return term.Tuple2(handler, g.words())
}

func readGenerator(t term.Term) (*generator, bool) {
	p, ok := t.(*term.Tuple)
	if !ok || len(p.Elems) != 2 {
		return nil, false
	}
	name, isAtom := p.Elems[0].(term.Atom) // an exported seed
	if handler, isMap := p.Elems[0].(*term.Map); isMap {
		v, _ := handler.GetAtom(atomType)
		name, isAtom = v.(term.Atom)
	}
	if !isAtom || randAlgorithms[name.Name()] == nil {
		return nil, false
	}
	return withWords(randAlgorithms[name.Name()], p.Elems[1])
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
	return &generator{alg: randAlgorithms["exsss"], front: pairOf58(x)}
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
		if x <= 1<<58 || g.alg.bits == 64 {
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
	if g.alg.bits == 64 && b.IsUint64() {
		i := wide(g.below(b.Uint64()))
		return term.Big(i.Add(i, big.NewInt(1))), true
	}
	if g.alg.whole {
		if float, _ := b.Float64(); !math.IsInf(float, 0) {
			i, _ := big.NewFloat(g.float() * float).Int(nil)
			return term.Big(i.Add(i, big.NewInt(1))), true
		}
		return nil, false
	}
	i := g.belowBig(b)
	return term.Big(i.Add(i, big.NewInt(1))), true
}

// normal is a number of the standard normal distribution, by the ziggurat.
func (g *generator) normal() float64 {
	z := ziggurat()
	for {
		v := g.next()
		negative, r := v>>(g.alg.bits-52)&1 == 1, v>>(g.alg.bits-51)
		if g.alg.whole {
			negative, r = v>>51&1 == 1, v&(1<<51-1)
		}
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
		return term.Tuple2(g.alg.name, g.words()), nil
	},
	"export_seed_s/1": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		g, ok := readGenerator(a[0])
		if !ok {
			return nil, functionClause()
		}
		return term.Tuple2(g.alg.name, g.words()), nil
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
		return term.Tuple2(term.Big(wide(v)), term.Big(wide(x))), nil
	},
}

// seeded is a new state: of an algorithm, or an exported or whole state.
func seeded(m *vm.Machine, alg, seed term.Term) (*generator, error) {
	name, isAtom := alg.(term.Atom)
	switch {
	case seed != nil:
		if isAtom {
			if g, ok := newGenerator(name.Name(), seed); ok {
				return g, nil
			}
		}
	case isAtom:
		if a := randAlgorithms[name.Name()]; a != nil {
			return &generator{alg: a, front: a.seed(m.World().Random())}, nil
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
			if !g.alg.whole {
				v >>= g.alg.bits - 58
			}
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
	v := g.chunk()
	exp := -56
	for v < 1<<52 && exp > -1000 {
		shift := 53 - bits.Len64(v)
		more := g.next()
		if g.alg.whole { // the bits beyond a chunk's fall onto the chunk before
			v |= more >> 56
			more &= 1<<56 - 1
		} else {
			more >>= g.alg.bits - 56
		}
		v = v<<shift | more>>(56-shift)
		exp -= shift
	}
	for v >= 1<<53 {
		v >>= 1
		exp++
	}
	return math.Ldexp(float64(v), exp)
}

// chunk is 56 random bits.
func (g *generator) chunk() uint64 {
	if g.alg.whole {
		return g.next() & (1<<56 - 1)
	}
	return g.next() >> (g.alg.bits - 56)
}
