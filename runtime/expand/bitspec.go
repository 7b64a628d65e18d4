// The specifiers of bitstring segments: <<x::little-signed-size(n)>>.

package expand

import (
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

// specifiers by name: which part of a specification they give, and what.
var specifiers = map[string][2]string{
	"big": {"endianness", "big"}, "little": {"endianness", "little"}, "native": {"endianness", "native"},
	"integer": {"type", "integer"}, "float": {"type", "float"},
	"binary": {"type", "binary"}, "bytes": {"type", "binary"}, "bitstring": {"type", "bitstring"}, "bits": {"type", "bitstring"},
	"utf8": {"type", "utf8"}, "utf16": {"type", "utf16"}, "utf32": {"type", "utf32"},
	"signed": {"sign", "signed"}, "unsigned": {"sign", "unsigned"},
}

// unpackSpec lists the parts of a-b-c; size * unit are two of them.
func unpackSpec(q term.Term) []term.Term {
	var out []term.Term
	todo := []term.Term{q}
	for len(todo) > 0 {
		q := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if _, sides, ok := call(q, atomMinus); ok && len(sides) == 2 {
			todo = append(todo, sides[1], sides[0])
			continue
		}
		out = append(out, unpackPart(q)...)
	}
	return out
}

func unpackPart(q term.Term) []term.Term {
	if _, sides, ok := call(q, atomTimes); ok && len(sides) == 2 {
		unit := makeNode(atomUnit, term.Empty, sides[1])
		if isWild(sides[0]) {
			return []term.Term{unit}
		}
		return []term.Term{makeNode(atomSize, term.Empty, sides[0]), unit}
	}
	if _, ok := q.(int); ok {
		return []term.Term{makeNode(atomSize, term.Empty, q)}
	}
	return []term.Term{q}
}

var (
	atomTimes = term.Intern("*")
	atomUnit  = term.Intern("unit")
	atomSize  = term.Intern("size")
)

// readSpec reads a specification; macros in it are expanded.
func (c *ctx) readSpec(meta, q term.Term) bitSpec {
	var s bitSpec
	if q == nil {
		return s
	}
	todo := unpackSpec(q)
	for n := 0; len(todo) > 0; n++ {
		if n > MaxDepth {
			c.fail(meta, "code is nested too deeply (more than %d levels)", MaxDepth)
		}
		part := todo[0]
		todo = todo[1:]
		form, m, rest, ok := node(part)
		name, isAtom := form.(term.Atom)
		if !ok || !isAtom {
			c.fault(meta, "", "unknown bitstring specifier: %s", toString(part))
			continue
		}
		args, isCall := term.Slice(rest)
		if c.knownSpec(meta, &s, name.Name(), args, isCall) {
			continue
		}
		if !isCall {
			c.warn(meta, "bitstring specifier \"%s\" does not exist and is being expanded to \"%s()\", please use parentheses to remove the ambiguity."+learnParens, name.Name(), name.Name())
		}
		if IsSpecialForm(name, len(args)) {
			c.fault(meta, "", "unknown bitstring specifier: %s", toString(part))
			continue
		}
		if t := c.resolve(m, name, args); t.macro {
			todo = append(unpackSpec(t.quoted), todo...)
			continue
		}
		c.fault(meta, "", "unknown bitstring specifier: %s", toString(part))
	}
	return s
}

// knownSpec puts one of the built-in specifiers into s; false for others.
func (c *ctx) knownSpec(meta term.Term, s *bitSpec, name string, args []term.Term, parens bool) bool {
	conflict := func(key, value, other string) {
		c.fault(meta, "", "conflicting %s specification for bit field: \"%s\" and \"%s\"", key, value, other)
	}
	switch {
	case name == "size" && len(args) == 1:
		if s.size != nil && !term.Identical(s.size, args[0]) {
			conflict("size", toString(args[0]), toString(s.size))
		}
		s.size = args[0]
		return true
	case name == "unit" && len(args) == 1:
		n, ok := args[0].(int)
		if !ok {
			c.fault(meta, "", "unit in bitstring expects an integer as argument, got: %s", toString(args[0]))
			n = 1
		}
		if s.hasUnit && s.unit != n {
			conflict("unit", sprintf("%d", n), sprintf("%d", s.unit))
		}
		s.unit, s.hasUnit = n, true
		return true
	}
	known, ok := specifiers[name]
	if !ok || len(args) > 0 {
		return false
	}
	if parens {
		c.warn(meta, "extra parentheses on a bitstring specifier \"%s()\" have been deprecated. Please remove the parentheses: \"%s\"."+learnParens, name, name)
	}
	field := map[string]*string{"endianness": &s.endianness, "type": &s.typ, "sign": &s.sign}[known[0]]
	if *field != "" && *field != known[1] {
		conflict(known[0], known[1], *field)
	}
	*field = known[1]
	return true
}

// typeSegment fills in type, unit, sign and endianness, and refuses what does
// not go together.
func (c *ctx) typeSegment(meta term.Term, seg *core.Segment, s bitSpec, kind string) {
	typ := c.mergeType(meta, kind, s.typ)
	isLiteral := kind == "binary" || kind == "bitstring"
	if isLiteral && (s.size != nil || s.hasUnit) {
		if kind == "bitstring" {
			c.fault(meta, "", "literal <<>> in bitstring supports only type specifiers, which must be one of: binary or bitstring")
		} else {
			c.fault(meta, "", "literal string in bitstring supports only endianness and type specifiers, which must be one of: little, big, native, utf8, utf16, utf32, bits, bytes, binary or bitstring")
		}
	}
	seg.Little = s.endianness == "little" || s.endianness == "native"
	seg.Signed = s.sign == "signed"
	seg.Unit = 1
	const signedOnly = "signed and unsigned specifiers are supported only on integer and float types"
	switch typ {
	case "utf8", "utf16", "utf32":
		seg.Type = map[string]core.SegType{"utf8": core.SegUTF8, "utf16": core.SegUTF16, "utf32": core.SegUTF32}[typ]
		if s.size != nil || s.hasUnit {
			c.fault(meta, "", "size and unit are not supported on utf types")
		} else if s.sign != "" {
			c.fault(meta, "", signedOnly)
		}
		return
	case "binary", "bitstring":
		seg.Type = core.SegBits
		if typ == "binary" {
			seg.Type, seg.Unit = core.SegBinary, 8
		}
		if typ == "bitstring" && s.hasUnit && s.unit != 1 {
			c.fault(meta, "", "conflicting unit specification for bit field: \"%d\" and \"1\"", s.unit)
		} else if s.sign != "" {
			c.fault(meta, "", signedOnly)
		}
	default:
		c.typeNumber(meta, seg, s, typ)
	}
	if s.hasUnit {
		seg.Unit = s.unit
	}
}

func (c *ctx) typeNumber(meta term.Term, seg *core.Segment, s bitSpec, typ string) {
	size, sized := s.size.(int)
	if typ == "float" {
		seg.Type = core.SegFloat
		unit := 1
		if s.hasUnit {
			unit = s.unit
		}
		if bits := size * unit; sized && bits != 16 && bits != 32 && bits != 64 {
			c.fault(meta, "", "float requires size*unit to be 16, 32, or 64 (default), got: %d", bits)
			return
		}
	}
	if s.size == nil && s.hasUnit {
		c.fault(meta, "", "integer and float types require a size specifier if the unit specifier is given")
	}
}

// mergeType is the type of a segment, of what its value and its specification
// say.
func (c *ctx) mergeType(meta term.Term, kind, given string) string {
	if given == "" {
		if kind == "default" {
			return "integer"
		}
		return kind
	}
	var may string
	switch kind {
	case "default":
		return given
	case "binary":
		may = "binary bitstring utf8 utf16 utf32"
	case "bitstring":
		may = "binary bitstring"
	case "integer":
		may = "integer float utf8 utf16 utf32"
	case "float":
		may = "float"
	}
	for _, t := range fields(may) {
		if t == given {
			return given
		}
	}
	c.fault(meta, "", "conflicting type specification for bit field: \"%s\" and \"%s\"", given, kind)
	return given
}
