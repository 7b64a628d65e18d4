package ets

import "otpsh/runtime/term"

// tree is a persistent search tree by term.Compare, under which 1 and 1.0 are
// one key: the content of an ordered_set. It is balanced by weight (Adams
// 1992, with the parameters of Hirai and Yamamoto 2011): no subtree is more
// than delta times as heavy as its sibling. nil is the empty tree; its depth
// is logarithmic, so recursion is bounded.
type tree struct {
	key         term.Term
	object      *term.Tuple
	weight      int
	left, right *tree
}

const (
	delta = 3
	gamma = 2
)

func (t *tree) size() int {
	if t == nil {
		return 0
	}
	return t.weight
}

func newTree(left *tree, key term.Term, object *term.Tuple, right *tree) *tree {
	return &tree{key, object, left.size() + right.size() + 1, left, right}
}

func (t *tree) find(key term.Term) *tree {
	for t != nil {
		switch c := term.Compare(key, t.key); {
		case c == 0:
			return t
		case c < 0:
			t = t.left
		default:
			t = t.right
		}
	}
	return nil
}

// insert puts an object under a key; added is false when it replaced one.
func (t *tree) insert(key term.Term, object *term.Tuple) (_ *tree, added bool) {
	if t == nil {
		return newTree(nil, key, object, nil), true
	}
	switch c := term.Compare(key, t.key); {
	case c == 0:
		return &tree{key, object, t.weight, t.left, t.right}, false
	case c < 0:
		left, added := t.left.insert(key, object)
		return balance(left, t, t.right), added
	default:
		right, added := t.right.insert(key, object)
		return balance(t.left, t, right), added
	}
}

// delete removes a key that is there.
func (t *tree) delete(key term.Term) *tree {
	switch c := term.Compare(key, t.key); {
	case c < 0:
		return balance(t.left.delete(key), t, t.right)
	case c > 0:
		return balance(t.left, t, t.right.delete(key))
	case t.left == nil:
		return t.right
	case t.right == nil:
		return t.left
	}
	next := t.right.min()
	return balance(t.left, next, t.right.delete(next.key))
}

func (t *tree) min() *tree {
	for t.left != nil {
		t = t.left
	}
	return t
}

// balance is the tree of two subtrees around the key of middle, of which one
// may have grown or shrunk by one.
func balance(left *tree, middle *tree, right *tree) *tree {
	l, r := left.size()+1, right.size()+1
	switch {
	case r > delta*l:
		if right.left.size()+1 < gamma*(right.right.size()+1) {
			return newTree(newTree(left, middle.key, middle.object, right.left), right.key, right.object, right.right)
		}
		inner := right.left
		return newTree(newTree(left, middle.key, middle.object, inner.left), inner.key, inner.object,
			newTree(inner.right, right.key, right.object, right.right))
	case l > delta*r:
		if left.right.size()+1 < gamma*(left.left.size()+1) {
			return newTree(left.left, left.key, left.object, newTree(left.right, middle.key, middle.object, right))
		}
		inner := left.right
		return newTree(newTree(left.left, left.key, left.object, inner.left), inner.key, inner.object,
			newTree(inner.right, middle.key, middle.object, right))
	}
	return newTree(left, middle.key, middle.object, right)
}

// path is the way to a place in a tree: the nodes whose turn comes next, the
// nearest last.
type path []*tree

// descend goes to the first node of t in the given direction.
func (p path) descend(t *tree, backward bool) path {
	for t != nil {
		p = append(p, t)
		if backward {
			t = t.right
		} else {
			t = t.left
		}
	}
	return p
}

// seek is the path to the first node after key (before it, backward).
func seek(t *tree, key term.Term, backward bool) path {
	var p path
	for t != nil {
		c := term.Compare(key, t.key)
		if backward {
			c = -c
		}
		if c < 0 {
			p = append(p, t)
		}
		if (c < 0) != backward {
			t = t.left
		} else {
			t = t.right
		}
	}
	return p
}

// next takes the nearest node off the path.
func (p *path) next(backward bool) *tree {
	n := len(*p)
	if n == 0 {
		return nil
	}
	t := (*p)[n-1]
	rest := (*p)[:n-1]
	if backward {
		*p = rest.descend(t.left, true)
	} else {
		*p = rest.descend(t.right, false)
	}
	return t
}
