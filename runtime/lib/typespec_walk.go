package lib

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"otpsh/runtime/expand"
	"otpsh/runtime/syntax"
	"otpsh/runtime/term"
)

// This file walks one type expression.

// builtinTypes are the types that every module knows, by name and arity.
var builtinTypes = func() map[string]bool {
	table := map[string]bool{}
	for _, t := range strings.Fields("any/0 arity/0 atom/0 binary/0 bitstring/0 bool/0 boolean/0 byte/0 char/0 float/0 fun/0 function/0 identifier/0 integer/0 " +
		"iodata/0 iolist/0 list/0 list/1 map/0 maybe_improper_list/0 maybe_improper_list/2 mfa/0 module/0 neg_integer/0 nil/0 no_return/0 node/0 " +
		"non_neg_integer/0 none/0 nonempty_binary/0 nonempty_bitstring/0 nonempty_improper_list/2 nonempty_list/0 nonempty_list/1 " +
		"nonempty_maybe_improper_list/0 nonempty_maybe_improper_list/2 nonempty_string/0 number/0 pid/0 port/0 pos_integer/0 reference/0 " +
		"string/0 term/0 timeout/0 tuple/0 " +
		"char_list/0 charlist/0 as_boolean/1 struct/0 nonempty_charlist/0 keyword/0 keyword/1 var/0") {
		table[t] = true
	}
	return table
}()

func builtinType(fa expand.FA) bool { return builtinTypes[nameArity(fa)] }

// walk checks a type; vars are the type variables. It tells whether the type
// is annotated, name :: type.
func (c *specCheck) walk(t term.Term, vars []string, depth int) (annotated bool) {
	if depth > expand.MaxDepth {
		c.fail("typespec is nested too deeply")
	}
	all := func(parts []term.Term) {
		for _, p := range parts {
			c.walk(p, vars, depth+1)
		}
	}
	switch v := t.(type) {
	case term.Atom, int, *big.Int:
		return false
	case *term.Cons:
		c.walkList(v, vars, depth)
		return false
	case *term.Tuple:
		if len(v.Elems) == 2 {
			all(v.Elems)
			return false
		}
	}
	form, _, rest, ok := threeTuple(t)
	if !ok {
		c.fail("unexpected expression in typespec: %s", syntax.ToString(t))
	}
	args, isCall := term.Slice(rest)
	name, isAtom := form.(term.Atom)
	if !isAtom {
		c.walkRemote(t, form, args, vars, depth)
		return false
	}
	if !isCall {
		c.walkVariable(name, vars)
		return false
	}
	switch word := name.Name(); {
	case word == "|" || word == "{}" || word == "__block__":
		all(args)
	case word == "<<>>":
		c.walkBits(args)
	case word == "%{}":
		c.walkMap(t, args, vars, depth)
	case word == "%" && len(args) == 2:
		c.walkStruct(t, args, vars, depth)
	case word == "record" && (len(args) == 1 || len(args) == 2):
		if tag, ok := args[0].(term.Atom); !ok || tag.IsZero() {
			c.fail("invalid record specification, expected the record name to be an atom literal")
		}
	case word == "__aliases__":
		if _, ok := variableName(args[0]); ok && !isModuleVar(args[0]) {
			c.fail("unexpected expression in typespec: %s", syntax.ToString(t))
		}
	case word == "__MODULE__" || word == "@":
	case word == ".." && len(args) == 2:
		first, ok1 := literalInteger(args[0])
		last, ok2 := literalInteger(args[1])
		if !ok1 || !ok2 || first >= last {
			c.fail("invalid range specification, expected both sides to be integers, with the left side lower than the right side")
		}
	case (word == "+" || word == "-") && len(args) == 1:
	case name == atomColons && len(args) == 2:
		return c.walkAnnotation(t, args, vars, depth)
	case word == "fun":
		all(args)
	case word == "...":
		c.fail("... in typespecs is only allowed inside lists, as in [term(), ...], or inside functions, as in (... -> term())")
	default:
		all(args)
		c.useType(expand.FA{Name: name, Arity: len(args)})
	}
	return false
}

// isModuleVar recognises __MODULE__.
func isModuleVar(t term.Term) bool {
	name, ok := variableName(t)
	return ok && name == "__MODULE__"
}

// literalInteger is 1 or -1 in a typespec.
func literalInteger(t term.Term) (int, bool) {
	if n, ok := t.(int); ok {
		return n, true
	}
	if of, ok := isNode(t, term.Intern("-")); ok && len(of) == 1 {
		n, ok := of[0].(int)
		return -n, ok
	}
	return 0, false
}

// walkStruct checks %Name{field: type}.
func (c *specCheck) walkStruct(t term.Term, args []term.Term, vars []string, depth int) {
	fields, isMap := isNode(args[1], term.Intern("%{}"))
	name, err := c.host.expandAlias(args[0], c.env)
	module, ok := name.(term.Atom)
	if err != nil || !ok || !isMap {
		c.fail("unexpected expression in typespec: %s", syntax.ToString(t))
	}
	known := c.fieldsOf(module)
	for _, f := range fields {
		key, value, ok := pairOf(f)
		field, isAtom := key.(term.Atom)
		if !ok || !isAtom {
			c.fail("expected key-value pairs in struct %s", syntax.ToString(args[0]))
		}
		if !known[field] {
			c.fail("undefined field %s on struct %s", InspectAtom(field), InspectAtom(module))
		}
		c.walk(value, vars, depth+1)
	}
}

// fieldsOf are the fields of a struct, which the module itself may define.
func (c *specCheck) fieldsOf(module term.Atom) map[term.Atom]bool {
	info := c.structure
	if module != c.name {
		info = nil
		if x, ok := c.host.Exports(module); ok {
			info = x.Struct
		}
	}
	name := InspectAtom(module)
	switch {
	case info == nil && module == c.name:
		panic(specError{fmt.Sprintf("cannot access struct %s, the struct was not yet defined or the struct is being accessed in the same context that defines it", name), true})
	case info == nil:
		panic(specError{fmt.Sprintf("%s.__struct__/1 is undefined, cannot expand struct %s. Make sure the struct name is correct. If the struct name exists and is correct but it still cannot be found, you likely have cyclic module usage in your code", name, name), true})
	}
	known := map[term.Atom]bool{}
	for _, f := range info.Fields {
		known[f.Name] = true
	}
	return known
}

// walkVariable checks a name without parentheses: a type variable, or a type
// of no arguments.
func (c *specCheck) walkVariable(name term.Atom, vars []string) {
	switch word := name.Name(); {
	case word == "__MODULE__":
	case slices.Contains(vars, word):
		c.vars[word]++
	case word == "...":
		c.fail("... in typespecs is only allowed inside lists, as in [term(), ...], or inside functions, as in (... -> term())")
	default:
		c.useType(expand.FA{Name: name})
	}
}

// useType checks that there is a type of that name.
func (c *specCheck) useType(fa expand.FA) {
	switch nameArity(fa) {
	case "string/0":
		c.discouraged("string() type use is discouraged. For character lists, use charlist() type, for strings, String.t()")
	case "nonempty_string/0":
		c.discouraged("nonempty_string() type use is discouraged. For non-empty character lists, use nonempty_charlist() type, for strings, String.t()")
	case "char_list/0":
		c.warn("the char_list() type is deprecated, use charlist()")
	}
	if builtinType(fa) {
		return
	}
	if c.types[fa] == 0 && !c.lenient {
		c.fail("type %s undefined (no such type in %s)", nameArity(fa), InspectAtom(c.name))
	}
	c.used[fa] = true
}

func (c *specCheck) discouraged(message string) {
	place := fmt.Sprintf("  %s:%d: %s (module)\n", shownPath(c.host.world, c.file), c.at.line, InspectAtom(c.name))
	c.warn("%s\n%s", message, place)
}

// walkList checks [], [type], [type, ...], functions and keyword lists.
func (c *specCheck) walkList(l *term.Cons, vars []string, depth int) {
	elems, ok := term.Slice(l)
	if !ok {
		c.fail("unexpected expression in typespec: %s", syntax.ToString(l))
	}
	if len(elems) > 0 && isDots(elems[len(elems)-1]) && len(elems) <= 2 {
		elems = elems[:len(elems)-1]
	}
	for _, e := range elems {
		if sides, ok := isNode(e, term.Intern("->")); ok && len(sides) == 2 {
			params, _ := term.Slice(sides[0])
			if len(params) != 1 || !isDots(params[0]) {
				for _, p := range params {
					c.walk(p, vars, depth+1)
				}
			}
			c.walk(sides[1], vars, depth+1)
			continue
		}
		if len(elems) > 1 {
			key, _, isPair := pairOf(e)
			if _, isAtom := key.(term.Atom); !isPair || !isAtom {
				c.fail("unexpected list in typespec: %s", syntax.ToString(l))
			}
		}
		c.walk(e, vars, depth+1)
	}
}

func isDots(t term.Term) bool {
	form, _, _, ok := threeTuple(t)
	return ok && form == term.Term(term.Intern("..."))
}

func (c *specCheck) walkMap(t term.Term, fields []term.Term, vars []string, depth int) {
	for _, f := range fields {
		key, value, ok := pairOf(f)
		if !ok {
			if sides, isBar := isNode(f, term.Intern("|")); isBar && len(sides) == 2 {
				c.fail("invalid map specification. When using the | operator in the map key, make sure to wrap the key type in parentheses: %s", syntax.ToString(t))
			}
			c.fail("invalid map specification: %s", syntax.ToString(t))
		}
		for _, kind := range []string{"required", "optional"} {
			if of, ok := isNode(key, term.Intern(kind)); ok && len(of) == 1 {
				key = of[0]
			}
		}
		c.walk(key, vars, depth+1)
		c.walk(value, vars, depth+1)
	}
}

// walkBits checks <<>>, <<_::8>>, <<_::_*8>> and <<_::8, _::_*8>>.
func (c *specCheck) walkBits(segments []term.Term) {
	for _, s := range segments {
		sides, ok := isNode(s, atomColons)
		if ok && len(sides) == 2 {
			name, isVar := variableName(sides[0])
			size, isSize := sides[1].(int)
			ok = isVar && name == "_" && (isSize && size >= 0 || isUnits(sides[1]))
		}
		if !ok || len(segments) > 2 {
			c.fail("invalid binary specification, expected <<_::size>>, <<_::_*unit>>, or <<_::size, _::_*unit>> with size being non-negative integers, and unit being an integer between 1 and 256")
		}
	}
}

// isUnits recognises _*unit and size*unit.
func isUnits(t term.Term) bool {
	product, ok := isNode(t, term.Intern("*"))
	if !ok || len(product) != 2 {
		return false
	}
	name, isVar := variableName(product[0])
	size, isSize := product[0].(int)
	unit, isUnit := product[1].(int)
	return (isVar && name == "_" || isSize && size >= 0) && isUnit && unit >= 1 && unit <= 256
}

// walkAnnotation checks name :: type.
func (c *specCheck) walkAnnotation(t term.Term, sides []term.Term, vars []string, depth int) bool {
	if _, ok := variableName(sides[0]); ok {
		if c.walk(sides[1], vars, depth+1) {
			c.warn("invalid type annotation. Type annotations cannot be nested: %s", syntax.ToString(t))
		}
		return true
	}
	message := "invalid type annotation. The left side of :: must be a variable, got: " + syntax.ToString(sides[0])
	if _, isUnion := isNode(sides[0], term.Intern("|")); isUnion {
		message += ". Note \"left | right :: ann\" is the same as \"(left | right) :: ann\". To solve this, use parentheses around the union operands: \"left | (right :: ann)\""
	}
	c.warn("%s", message)
	c.lenient = true
	c.walk(sides[0], vars, depth+1)
	c.lenient = false
	c.walk(sides[1], vars, depth+1)
	return true
}

// walkRemote checks Module.type(args): of other modules only the arguments.
func (c *specCheck) walkRemote(t, form term.Term, args []term.Term, vars []string, depth int) {
	parts, ok := isNode(form, atomDot)
	if !ok || len(parts) != 2 {
		c.fail("unexpected expression in typespec: %s", syntax.ToString(t))
	}
	for _, a := range args {
		c.walk(a, vars, depth+1)
	}
	name, isAtom := parts[1].(term.Atom)
	if of, ok := isNode(parts[0], term.Intern("@")); ok && len(of) == 1 {
		attribute, _ := variableName(of[0])
		value, _ := c.attribute(term.Intern(attribute))
		if module, ok := value.(term.Atom); !ok || module == term.Nil {
			c.fail("invalid remote in typespec: %s (@%s is %s)", syntax.ToString(t), attribute, InspectPlain(value, 80, 50))
		}
		delete(c.unread, term.Intern(attribute))
		return
	}
	remote, err := c.host.expandAlias(parts[0], c.env)
	if _, ok := remote.(term.Atom); err == nil && !ok {
		c.fail("invalid remote in typespec: %s", syntax.ToString(t))
	}
	if err == nil && isAtom && remote == term.Term(c.name) {
		c.useType(expand.FA{Name: name, Arity: len(args)})
	}
}
