package term

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// randomKey draws from few keys, so that they meet; 1 and 1.0 are two.
func randomKey(r *rand.Rand, space int) (Term, string) {
	n := r.IntN(space)
	switch n % 5 {
	case 0:
		return Int(n), fmt.Sprint("i", n)
	case 1:
		return float64(n - 1), fmt.Sprint("f", n-1)
	case 2:
		return Intern(fmt.Sprint("key", n)), fmt.Sprint("a", n)
	case 3:
		return Binary(fmt.Sprint("key", n)), fmt.Sprint("b", n)
	}
	return Tuple2(Int(n), List(Int(n), Int(1))), fmt.Sprint("t", n)
}

func TestMapAgainstModel(t *testing.T) {
	for _, space := range []int{20, 60, 90, 3000} {
		r := rand.New(rand.NewPCG(1, uint64(space)))
		m, model, keys := EmptyMap, map[string]int{}, map[string]Term{}
		for step := range 6000 {
			k, name := randomKey(r, space)
			switch r.IntN(4) {
			case 0, 1:
				m, model[name] = m.Put(k, Int(step)), step
				keys[name] = k
			case 2:
				u, ok := m.Update(k, Int(step))
				if _, has := model[name]; has != ok {
					t.Fatalf("update of %s: %v", name, ok)
				}
				if ok {
					m, model[name] = u, step
				}
			case 3:
				m = m.Delete(k)
				delete(model, name)
			}
			want, has := model[name]
			if v, ok := m.Get(k); ok != has || ok && v != Int(want) {
				t.Fatalf("step %d: get %s: %v %v, want %v", step, name, v, ok, want)
			}
			if m.Len() != len(model) || m.Small() != (len(model) <= MaxSmall) {
				t.Fatalf("step %d: length %d, want %d, small %v", step, m.Len(), len(model), m.Small())
			}
			if step%100 == 0 {
				checkSame(t, m, model, keys)
			}
		}
	}
}

// checkSame compares a map with one made anew in another way: the same
// content must give the same order, hash and equality.
func checkSame(t *testing.T, m *Map, model map[string]int, keys map[string]Term) {
	t.Helper()
	var b MapBuilder
	for name, v := range model {
		b.Put(keys[name], Int(v))
	}
	other := b.Map()
	if !Identical(m, other) || Compare(m, other) != 0 || Hash(m) != Hash(other) {
		t.Fatal("the same content, but not the same map")
	}
	ks, os := m.Keys(), other.Keys()
	it := m.Iter()
	for i := range ks {
		k, v, ok := it.Next()
		if !ok || !Identical(k, ks[i]) || !Identical(ks[i], os[i]) {
			t.Fatal("the same content in another order")
		}
		if got, _ := m.Get(k); got != v {
			t.Fatal("iterator and Get differ")
		}
	}
	if m.Small() && !slices.IsSortedFunc(ks, CompareKeys) {
		t.Fatal("a small map is not in key order")
	}
}

func TestBuilderLeavesItsMapAlone(t *testing.T) {
	for _, n := range []int{3, 31, 32, 33, 200} {
		m := EmptyMap
		for i := range n {
			m = m.Put(Int(i), Int(i))
		}
		b := m.Builder()
		for i := range 2 * n {
			b.Put(Int(i), Nil)
		}
		if got := b.Map(); got.Len() != 2*n {
			t.Errorf("built %d, want %d", got.Len(), 2*n)
		}
		m.Each(func(k, v Term) bool {
			if k != v {
				t.Errorf("n=%d: the builder changed its source at %v", n, k)
			}
			return true
		})
	}
}

// Keys that the hash does not tell apart lie in one node at the bottom.
func TestMapCollisions(t *testing.T) {
	deep := func(n int) Term {
		var v Term = Int(n)
		for range hashDepth + 2 {
			v = NewTuple(v)
		}
		return v
	}
	if Hash(deep(1)) != Hash(deep(2)) {
		t.Skip("these do not collide")
	}
	m := EmptyMap
	for i := range 100 {
		m = m.Put(deep(99-i), Int(99-i))
	}
	for i := range 100 {
		if v, ok := m.Get(deep(i)); !ok || v != Int(i) {
			t.Fatalf("%d: %v %v", i, v, ok)
		}
	}
	for i := range 100 {
		m = m.Delete(deep(i))
	}
	if m.Len() != 0 || !Identical(m, EmptyMap) {
		t.Fatal("not empty")
	}
}

func TestUpdateSharesKeys(t *testing.T) {
	m := MapOf(Intern("a"), Int(1), Intern("b"), Int(2))
	u, _ := m.Update(Intern("b"), Int(3))
	if m.shape != u.shape {
		t.Error("the keys were copied")
	}
	w := m.WithValues([]Term{Int(7), Int(8)})
	if v, _ := w.GetAtom(Intern("b")); v != Int(8) {
		t.Error(Dump(w))
	}
}

var bench Term

func BenchmarkMapGet(b *testing.B) {
	for _, n := range []int{4, 32, 1000} {
		m := EmptyMap
		var keys []Term
		for i := range n {
			k := Intern(fmt.Sprint("field", i))
			keys = append(keys, k)
			m = m.Put(k, Int(i))
		}
		b.Run(fmt.Sprint("atoms", n), func(b *testing.B) {
			for i := range b.N {
				bench, _ = m.Get(keys[i%n])
			}
		})
	}
}

func BenchmarkMapPut(b *testing.B) {
	for _, n := range []int{4, 32, 1000} {
		m := EmptyMap
		for i := range n {
			m = m.Put(Int(i), Int(i))
		}
		b.Run(fmt.Sprint("ints", n), func(b *testing.B) {
			b.ReportAllocs()
			for i := range b.N {
				bench = m.Put(Int(i%n), True)
			}
		})
	}
	b.Run("build1000", func(b *testing.B) {
		b.ReportAllocs()
		for range b.N {
			var mb MapBuilder
			for i := range 1000 {
				mb.Put(Int(i), True)
			}
			bench = mb.Map()
		}
	})
}

func BenchmarkCompare(b *testing.B) {
	list := func() Term {
		var l ListBuilder
		for i := range 1000 {
			l.Add(Tuple2(Int(i), Binary("x")))
		}
		return l.List()
	}
	x, y := list(), list()
	big1, big2 := Big(new(big.Int).Lsh(big.NewInt(1), 70)), Big(new(big.Int).Lsh(big.NewInt(1), 71))
	b.Run("list1000", func(b *testing.B) {
		b.ReportAllocs()
		for range b.N {
			Compare(x, y)
		}
	})
	b.Run("big", func(b *testing.B) {
		for range b.N {
			Compare(big1, big2)
		}
	})
	b.Run("tuple2", func(b *testing.B) {
		p, q := Tuple2(Int(1), Ok), Tuple2(Int(1), Ok)
		b.ReportAllocs()
		for range b.N {
			Equal(p, q)
		}
	})
}
