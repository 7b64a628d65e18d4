package term

// This file is how a small map is allocated: up to 8 values lie behind the
// header, so that a map is one object. (A loop that updates one key of three:
// 80 bytes in one object, against 112 in two.)

// blank is a map of the shape with room for its n values, for the caller to
// fill.
func (s *shape) blank(n int) *Map {
	switch n {
	case 1:
		m := &map1{Map: Map{shape: s}}
		m.vals = m.a[:]
		return &m.Map
	case 2:
		m := &map2{Map: Map{shape: s}}
		m.vals = m.a[:]
		return &m.Map
	case 3:
		m := &map3{Map: Map{shape: s}}
		m.vals = m.a[:]
		return &m.Map
	case 4:
		m := &map4{Map: Map{shape: s}}
		m.vals = m.a[:]
		return &m.Map
	case 5:
		m := &map5{Map: Map{shape: s}}
		m.vals = m.a[:]
		return &m.Map
	case 6:
		m := &map6{Map: Map{shape: s}}
		m.vals = m.a[:]
		return &m.Map
	case 7:
		m := &map7{Map: Map{shape: s}}
		m.vals = m.a[:]
		return &m.Map
	case 8:
		m := &map8{Map: Map{shape: s}}
		m.vals = m.a[:]
		return &m.Map
	}
	return &Map{s, make([]Term, n)}
}

type map1 struct {
	Map
	a [1]Term
}

type map2 struct {
	Map
	a [2]Term
}

type map3 struct {
	Map
	a [3]Term
}

type map4 struct {
	Map
	a [4]Term
}

type map5 struct {
	Map
	a [5]Term
}

type map6 struct {
	Map
	a [6]Term
}

type map7 struct {
	Map
	a [7]Term
}

type map8 struct {
	Map
	a [8]Term
}

// largeMap is a map of a trie of n keys.
func largeMap(root *node, n int) *Map {
	m := &struct {
		Map
		own shape
	}{own: shape{root: root, n: n}}
	m.shape = &m.own
	return &m.Map
}
