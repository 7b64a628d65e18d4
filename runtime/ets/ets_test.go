package ets

import (
	"math/rand"
	"slices"
	"testing"

	"otpsh/runtime/term"
)

// model is a table as a plain list of objects, in the order they came.
type model struct {
	kind    Kind
	objects []*term.Tuple
}

func (m *model) sameKey(a, b term.Term) bool {
	if m.kind == OrderedSet {
		return term.Compare(a, b) == 0
	}
	return term.Identical(a, b)
}

func (m *model) insert(o *term.Tuple) {
	if m.kind.Unique() {
		m.delete(o.Elems[0])
	}
	if m.kind == Bag && slices.ContainsFunc(m.objects, func(p *term.Tuple) bool { return term.Identical(p, o) }) {
		return
	}
	m.objects = append(m.objects, o)
}

func (m *model) delete(key term.Term) {
	m.objects = slices.DeleteFunc(m.objects, func(p *term.Tuple) bool { return m.sameKey(p.Elems[0], key) })
}

func (m *model) lookup(key term.Term) term.Term {
	var found []term.Term
	for _, o := range m.objects {
		if m.sameKey(o.Elems[0], key) {
			found = append(found, o)
		}
	}
	return term.List(found...)
}

// key is one of a few keys, among them 1 and 1.0.
func key(r *rand.Rand) term.Term {
	n := r.Intn(120)
	switch r.Intn(3) {
	case 0:
		return float64(n)
	case 1:
		return term.Tuple2(term.Ok, term.Int(n))
	}
	return term.Int(n)
}

// Random changes give what a plain list of objects gives, older versions stay
// as they were, and cursors visit each object once.
func TestTablesAgainstAModel(t *testing.T) {
	for _, kind := range []Kind{Set, OrderedSet, Bag, DuplicateBag} {
		for seed := range int64(20) {
			r := rand.New(rand.NewSource(seed))
			d, m := New(kind, 1), &model{kind: kind}
			for range 400 {
				k := key(r)
				before, size := d, d.Size()
				switch r.Intn(6) {
				case 0:
					d = d.Delete(k)
					m.delete(k)
				case 1:
					o := term.Tuple2(k, term.Int(r.Intn(3)))
					d = d.DeleteObject(o)
					m.objects = slices.DeleteFunc(m.objects, func(p *term.Tuple) bool { return term.Identical(p, o) })
				default:
					o := term.Tuple2(k, term.Int(r.Intn(3)))
					d = d.Insert(o)
					m.insert(o)
				}
				if before.Size() != size {
					t.Fatal("an older version has changed")
				}
				if got, want := d.Lookup(k), m.lookup(k); !term.Identical(got, want) {
					t.Fatalf("%s, seed %d: lookup %s gave %s, want %s", kind, seed, term.Dump(k), term.Dump(got), term.Dump(want))
				}
			}
			checkWalks(t, d, m)
			for _, o := range m.objects {
				d = d.Delete(o.Elems[0])
			}
			if d.Size() != 0 || d.Words() != emptyWords {
				t.Errorf("%s: %d objects and %d words are left", kind, d.Size(), d.Words())
			}
		}
	}
}

func checkWalks(t *testing.T, d *Data, m *model) {
	t.Helper()
	if d.Size() != len(m.objects) {
		t.Fatalf("size %d, want %d", d.Size(), len(m.objects))
	}
	for _, backward := range []bool{false, true} {
		c := d.Cursor(backward)
		seen := 0
		var last term.Term
		for o := c.Next(); o != nil; o = c.Next() {
			seen++
			// Going on from its place is going on.
			resumed, clone := d.CursorAt(c.Place(), backward), c.Clone()
			if a, b := resumed.Next(), clone.Next(); a != b {
				t.Fatalf("%s: from the place of %s came %v, not %v", d.Kind(), term.Dump(o), a, b)
			}
			if d.Kind() == OrderedSet && last != nil && (term.Compare(last, o.Elems[0]) < 0) == backward {
				t.Fatalf("%s came after %s", term.Dump(o), term.Dump(last))
			}
			last = o.Elems[0]
		}
		if seen != d.Size() {
			t.Fatalf("%s: a walk saw %d of %d", d.Kind(), seen, d.Size())
		}
	}
	keys := 0
	for k, ok := d.First(); ok; k, ok, _ = d.NextKey(k) {
		keys++
	}
	if keys != d.Keys() {
		t.Errorf("%s: first and next saw %d of %d keys", d.Kind(), keys, d.Keys())
	}
}

// A sorted insertion leaves a tree of logarithmic depth.
func TestTreeStaysBalanced(t *testing.T) {
	d := New(OrderedSet, 1)
	const n = 100_000
	for i := range n {
		d = d.Insert(term.NewTuple(term.Int(i)))
	}
	var depth func(*tree) int
	depth = func(t *tree) int {
		if t == nil {
			return 0
		}
		return 1 + max(depth(t.left), depth(t.right))
	}
	if got := depth(d.tree); got > 34 {
		t.Errorf("%d keys lie %d deep", n, got)
	}
}

func TestDeepSpecificationsAreRefused(t *testing.T) {
	deep := term.Term(term.Int(1))
	for range 10 * maxDepth {
		deep = term.NewTuple(deep)
	}
	if _, ok := Compile(HeadSpec(term.NewTuple(deep), true), nil); ok {
		t.Error("a head nested too deeply was taken")
	}
}

func BenchmarkInsert(b *testing.B) {
	for _, kind := range []Kind{Set, OrderedSet} {
		b.Run(kind.String(), func(b *testing.B) {
			d := New(kind, 1)
			for i := range b.N {
				d = d.Insert(term.Tuple2(term.Int(i%100_000), term.Int(i)))
			}
		})
	}
}

func BenchmarkLookup(b *testing.B) {
	for _, kind := range []Kind{Set, OrderedSet} {
		b.Run(kind.String(), func(b *testing.B) {
			d := New(kind, 1)
			for i := range 100_000 {
				d = d.Insert(term.Tuple2(term.Int(i), term.Int(i)))
			}
			b.ResetTimer()
			for i := range b.N {
				d.Lookup(term.Int(i % 100_000))
			}
		})
	}
}
