package lib

import (
	"math"
	"math/big"

	"otpsh/runtime/term"
)

// This file is the algorithms of :rand: how each is seeded, goes on, and shows
// its state.

const (
	mask58 = 1<<58 - 1
	mask21 = 1<<21 - 1
)

// algorithm is one of them.
type algorithm struct {
	name term.Atom
	bits uint // of what next gives
	weak uint // low bits of it that are no good
	// whole: an algorithm of the first days, which draws with all of the bits
	// and knows no ranges beyond them.
	whole bool
	shape shape
	next  func(g *generator) uint64
	seed  func(x uint64) (front []uint64)
	// seed3 seeds with three integers.
	seed3 func(a, b, c uint64) (front []uint64)
}

// shape is how a state looks: an integer, a pair, or a queue of 16 words as
// {front, back}, the back reversed.
type shape uint8

const (
	aWord shape = iota
	aPair
	aQueue
)

// generator is a state with its algorithm. A pair is in front.
type generator struct {
	alg         *algorithm
	front, back []uint64
}

// randAlgorithms are the algorithms by name.
var randAlgorithms = func() map[string]*algorithm {
	byName := map[string]*algorithm{}
	for _, a := range []*algorithm{
		{name: term.Intern("exsss"), bits: 58, shape: aPair, next: nextExsss, seed: pairOf58, seed3: seed3Exsss},
		{name: term.Intern("exsp"), bits: 58, weak: 1, shape: aPair, next: nextExsp, seed: pairOf58, seed3: seed3Exsp},
		{name: term.Intern("exsplus"), bits: 58, whole: true, shape: aPair, next: nextExsp, seed: pairOf58, seed3: seed3Exsp},
		{name: term.Intern("exrop"), bits: 58, weak: 1, shape: aPair, next: nextExrop, seed: pairOf58, seed3: seed3Exrop},
		{name: term.Intern("exro928ss"), bits: 58, shape: aQueue, next: nextExro928, seed: queueOf58, seed3: seed3Exro928},
		{name: term.Intern("exs1024s"), bits: 64, weak: 3, shape: aQueue, next: nextExs1024, seed: queueOf64, seed3: seed3Exs1024},
		{name: term.Intern("exs1024"), bits: 64, whole: true, shape: aQueue, next: nextExs1024, seed: queueOf64, seed3: seed3Exs1024},
		{name: term.Intern("exs64"), bits: 64, whole: true, shape: aWord, next: nextExs64, seed: wordOf64, seed3: seed3Exs64},
	} {
		byName[a.name.Name()] = a
	}
	byName["default"] = byName["exsss"]
	return byName
}()

func rotate58(x uint64, n uint) uint64 { return (x<<n | x>>(58-n)) & mask58 }

// stepXorshift is the step of exsss and exsp: the pair [s1 | s0] goes on.
func stepXorshift(g *generator) (old, fresh uint64) {
	s1, s0 := g.front[0], g.front[1]
	n := s1 ^ s1<<24&mask58
	n ^= s0 ^ n>>11 ^ s0>>41
	g.front[0], g.front[1] = s0, n
	return s0, n
}

// starStar scrambles a word of 58 bits.
func starStar(s uint64) uint64 {
	v := rotate58((s+s<<2)&mask58, 7)
	return (v + v<<3) & mask58
}

func nextExsss(g *generator) uint64 {
	old, _ := stepXorshift(g)
	return starStar(old)
}

func nextExsp(g *generator) uint64 {
	old, fresh := stepXorshift(g)
	return (old + fresh) & mask58
}

func nextExrop(g *generator) uint64 {
	s0, s1 := g.front[0], g.front[1]
	x := s0 ^ s1
	g.front[0], g.front[1] = rotate58(s0, 24)^x^x<<2&mask58, rotate58(x, 35)
	return (s0 + s1) & mask58
}

// turn makes the front of a queue hold two words.
func (g *generator) turn() {
	if len(g.front) > 1 {
		return
	}
	for i := len(g.back) - 1; i >= 0; i-- {
		g.front = append(g.front[:len(g.front):len(g.front)], g.back[i])
	}
	g.back = nil
}

// advance replaces the front's two first words by one, and puts one to the back.
func (g *generator) advance(front, back uint64) {
	g.front = append([]uint64{front}, g.front[2:]...)
	g.back = append([]uint64{back}, g.back...)
}

func nextExro928(g *generator) uint64 {
	g.turn()
	s15, s0 := g.front[0], g.front[1]
	x := s15 ^ s0
	g.advance(rotate58(x, 45), rotate58(s0, 44)^x^x<<9&mask58)
	return starStar(s0)
}

func nextExs1024(g *generator) uint64 {
	g.turn()
	s0, s1 := g.front[0], g.front[1]
	s1 ^= s1 << 31
	s1 ^= s1>>11 ^ s0 ^ s0>>30
	g.advance(s1, s0)
	return s1 * 1181783497276652981
}

func nextExs64(g *generator) uint64 {
	v, r := stepExs64(g.front[0])
	g.front = []uint64{r}
	return v
}

func stepExs64(r uint64) (v, next uint64) {
	r ^= r >> 12
	r ^= r << 25
	r ^= r >> 27
	return r * 2685821657736338717, r
}

// splitmix64 makes seeds of one number.
func splitmix64(x *uint64) uint64 {
	*x += 0x9e3779b97f4a7c15
	z := *x
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// seedWords takes n numbers of splitmix64 whose bits in the mask are not 0.
func seedWords(n int, x *uint64, mask uint64) []uint64 {
	var out []uint64
	for len(out) < n {
		if v := splitmix64(x) & mask; v != 0 {
			out = append(out, v)
		}
	}
	return out
}

func pairOf58(x uint64) []uint64  { return seedWords(2, &x, mask58) }
func queueOf58(x uint64) []uint64 { return seedWords(16, &x, mask58) }
func queueOf64(x uint64) []uint64 { return seedWords(16, &x, 1<<64-1) }
func wordOf64(x uint64) []uint64  { return seedWords(1, &x, 1<<64-1) }

// chained takes one number of each seed, each mixed with what came before,
// and then more.
func chained(a, b, c uint64, more int) []uint64 {
	x := a
	out := seedWords(1, &x, mask58)
	x ^= b
	out = append(out, seedWords(1, &x, mask58)...)
	x ^= c
	return append(out, seedWords(1+more, &x, mask58)...)
}

func seed3Exsss(a, b, c uint64) []uint64 {
	words := chained(a, b, c, 0)
	return words[1:]
}

func seed3Exro928(a, b, c uint64) []uint64 { return chained(a, b, c, 13) }

// spread makes words of 58 bits of three seeds.
func spread(a, b, c uint64) (x, y, z uint64) {
	return (a*4294967197 + 1) & mask58, (b*4294967231 + 1) & mask58, (c*4294967279 + 1) & mask58
}

func seed3Exsp(a, b, c uint64) []uint64 {
	x, y, z := spread(a, b, c)
	g := &generator{front: []uint64{x, y}}
	stepXorshift(g)
	g.front[0] = z
	stepXorshift(g)
	return g.front
}

func seed3Exrop(a, b, c uint64) []uint64 {
	x, y, z := spread(a, b, c)
	g := &generator{front: []uint64{x, y}}
	nextExrop(g)
	g.front[0] = z
	nextExrop(g)
	return g.front
}

func seed3Exs1024(a, b, c uint64) []uint64 {
	x := ((a&mask21 + 1) * 2097131) & mask21
	y := ((b&mask21 + 1) * 2097133) & mask21
	z := ((c&mask21 + 1) * 2097143) & mask21
	r := x<<43 | y<<22 | z<<1 | 1
	out := make([]uint64, 16)
	for i := 15; i >= 0; i-- {
		out[i], r = stepExs64(r)
	}
	return out
}

func seed3Exs64(a, b, c uint64) []uint64 {
	x, _ := stepExs64(a*4294967197 + 1)
	y, _ := stepExs64(b*4294967231 + 1)
	z, _ := stepExs64(c*4294967279 + 1)
	product := wide(x)
	product.Mul(product, wide(y)).Mul(product, wide(z)).Rem(product, wide(math.MaxUint64-1))
	return []uint64{product.Uint64() + 1}
}

func wide(x uint64) *big.Int { return new(big.Int).SetUint64(x) }
