// Which names are operators, for those who handle quoted code.

package syntax

// IsOperator reports whether name is an operator of that many operands.
func IsOperator(name string, arity int) bool {
	switch arity {
	case 1:
		_, ok := unaryBinding(name)
		return ok
	case 2:
		_, ok := binaryBinding(name)
		return ok || name == "."
	case 3:
		return name == "..//"
	}
	return arity == 0 && (name == ".." || name == "...")
}
