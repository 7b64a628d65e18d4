// One step of Macro.expand.

package expand

import "otpsh/runtime/term"

// MacroExpand expands code once: a macro call to what the macro returns, an
// alias to its atom, a compiler variable to its value. False when there is
// nothing to expand.
func (x *Expander) MacroExpand(quoted term.Term, e *Env) (out term.Term, changed bool, err error) {
	defer catch(&err)
	c := x.newCtx(e)
	out, changed = c.expandOnce(quoted)
	return out, changed, nil
}

// expandAll expands the head of q until it is no macro call any more.
func (c *ctx) expandAll(q term.Term) term.Term {
	for changed := true; changed; {
		c.tick()
		q, changed = c.expandOnce(q)
	}
	return q
}

func (c *ctx) expandOnce(q term.Term) (term.Term, bool) {
	c.enter(q)
	defer func() { c.depth-- }()
	form, meta, rest, ok := node(q)
	if !ok {
		return q, false
	}
	name, isAtom := form.(term.Atom)
	args, isCall := term.Slice(rest)
	switch {
	case isAtom && !isCall:
		switch name.Name() {
		case "__MODULE__":
			return c.env.ModuleTerm(), true
		case "__DIR__":
			v, _ := literalValue(c.expr(q))
			return v, true
		case "__ENV__":
			out, err := EscapeQuoted(c.snapshot(meta).Term(), false, false)
			if err != nil {
				c.raise(err)
			}
			return out, true
		}
		return q, false
	case isAtom && name == atomAliases:
		if full, ok := c.env.Alias(meta, args); ok {
			return full, true
		}
		if names, ok := atoms(args); ok && len(names) > 0 {
			return concat(names), true
		}
		if len(args) > 0 {
			head, _ := c.expandOnce(args[0])
			names, ok := atoms(append([]term.Term{head}, args[1:]...))
			if ok {
				return concat(names), true
			}
		}
		return q, false
	case isAtom && isCall:
		if IsSpecialForm(name, len(args)) || name == atomLiteral {
			return q, false
		}
		if t := c.resolve(meta, name, args); t.macro {
			return t.quoted, true
		}
		return q, false
	}
	_, left, right, m, args, ok := remoteCall(q)
	if !ok {
		return q, false
	}
	if n, envMeta, _, ok := variable(left); ok && n == atomEnv && len(args) == 0 {
		if v, ok := c.snapshot(envMeta).field(right); ok {
			out, err := EscapeQuoted(v, false, false)
			if err != nil {
				c.raise(err)
			}
			return out, true
		}
	}
	receiver := left
	if _, isAtom := receiver.(term.Atom); !isAtom {
		receiver, _ = c.expandOnce(left)
	}
	if module, ok := receiver.(term.Atom); ok {
		if _, inlined := inlines[mfa{module, right, len(args)}]; inlined {
			return q, false
		}
		if t := c.resolveRemote(m, module, right, args); t.macro {
			return t.quoted, true
		}
	}
	return q, false
}
