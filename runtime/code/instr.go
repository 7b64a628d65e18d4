// Instructions: their layout, and a picture of what each does.

package code

// Instr is one instruction: the opcode in the low byte, then N (a byte), then
// the operands A, B and C of 16 bits each.
type Instr uint64

// Make puts an instruction together.
func Make(op Op, n uint8, a, b, c uint16) Instr {
	return Instr(op) | Instr(n)<<8 | Instr(a)<<16 | Instr(b)<<32 | Instr(c)<<48
}

// Op, N, A, B and C take it apart. Wide is A and B as one number: the distance
// of a Jump. Far is C as a distance, from the instruction that follows.
func (i Instr) Op() Op    { return Op(i) }
func (i Instr) N() int    { return int(uint8(i >> 8)) }
func (i Instr) A() int    { return int(uint16(i >> 16)) }
func (i Instr) B() int    { return int(uint16(i >> 32)) }
func (i Instr) C() int    { return int(i >> 48) }
func (i Instr) Far() int  { return int(int64(i) >> 48) }
func (i Instr) ImmB() int { return int(int16(i >> 32)) }
func (i Instr) ImmC() int { return int(int64(i) >> 48) }
func (i Instr) Wide() int { return int(int32(i >> 16)) }

// Op is an opcode.
type Op uint8

// In the pictures r[X] is a register, k[X] a constant, "else C" a jump to C
// when the test fails. "raises" leaves the function through its handlers.
const (
	OpNop   Op = iota
	OpExt      // more operands of the instruction before it; never executed
	OpMove     // r[A] = r[B]
	OpConst    // r[A] = k[B | C<<16]
	OpJump     // goto Wide

	OpJumpFalsy  // if r[A] is false or nil goto C
	OpJumpTruthy // if it is neither goto C
	OpJumpBool   // r[A] must be true, or false: goto C; else raises {:badbool, k[B], r[A]}
	OpSwitch     // goto the target of r[A] in switch C, or to its default

	// Tests of patterns and guards.
	OpTestType   // r[A] is of type N else C
	OpTestTuple  // r[A] is a tuple of B elements else C
	OpTestTagged // r[A] is a tuple of N elements, the first the atom k[B] else C
	OpTestPair   // r[A] is {k[B], x}, k[B] an atom, else C; r[N] = x
	OpTestCons   // r[A] is a list cell else C
	OpTestNil    // r[A] is [] else C
	OpUncons     // r[A] is a cell [h | t] else C; r[B] = h, r[B+1] = t
	OpTestConst  // r[A] === k[B] else C
	OpTestAtom   // the same where k[B] is an atom
	OpTestInt    // r[A] === imm B else C
	OpTestSame   // r[A] === r[B] else C
	OpTestDiff   // r[A] !== r[B] else C
	OpTestEq     // r[A] == r[B] else C
	OpTestNe     // r[A] != r[B] else C
	OpTestLt     // r[A] < r[B] else C
	OpTestGe     // r[A] >= r[B] else C
	OpTestEqI    // r[A] == imm B else C; and so on
	OpTestNeI
	OpTestLtI
	OpTestGeI
	OpTestGtI
	OpTestLeI
	OpTestFun      // r[A] is a function of B arguments else C
	OpTestKey      // r[B] is a map with key X else C; r[A] = value. Ext: X = k[A], or r[A] when B is 1
	OpTestStructOf // r[A] is a struct of the module r[B] else C
	OpTestRaised   // r[A] is an exception struct else C

	// Taking apart what a test has shown to be there.
	OpElem // r[A] = element C (from 0) of the tuple r[B]
	OpHead // r[A] = head of the cell r[B]
	OpTail // r[A] = its tail

	// Making values.
	OpTuple     // r[A] = {r[B], ... C elements}
	OpTuple2    // r[A] = {r[B], r[C]}
	OpPair      // r[A] = {k[B], r[C]}
	OpCons      // r[A] = [r[B] | r[C]]
	OpList      // r[A] = [r[B], ... C elements | r[B+C] when N is 1]
	OpMap       // r[A] = %{r[B] => r[B+1], ... C pairs}
	OpMapLit    // r[A] = map with the keys of k[C] and the values r[B], ...
	OpMapPut    // r[A] = r[A] with r[B] => r[B+1], ... C pairs
	OpMapUpdate // r[A] = %{r[B] | r[B+1] => r[B+2], ... C pairs}; raises
	OpMapSet    // r[A] = %{r[B] | k => r[X], ...} for each k of the tuple k[C]; Ext: X = A; raises
	OpCheckMap  // raises unless r[A] is a map, and with N 1 a struct of k[B]
	OpClosure   // r[A] = closure of funs[C] over r[B], ...
	OpLocalFun  // r[A] = &locals[C]
	OpRemoteFun // r[A] = &r[B].r[B+1]/r[B+2]

	// Calls. The window of the callee starts at A; the value goes to B.
	OpCall       // r[B] = locals[C](r[A], ...)
	OpCallRemote // r[B] = sites[C](r[A], ...)
	OpCallFun    // r[B] = r[A].(r[A+1], ... N arguments)
	OpCallDyn    // r[B] = r[A].r[A+1](r[A+2], ... N arguments)
	OpApply      // r[B] = apply(r[A], r[A+1], r[A+2]), or with N 2 apply(r[A], r[A+1])
	OpTailCall   // return locals[C](r[0], ...)
	OpTailRemote // return sites[C](r[0], ...)
	OpTailSelf   // goto the start, the arguments in r[0], ...; one reduction
	OpTailFun    // return r[A].(r[A+1], ... N arguments); and so on
	OpTailDyn
	OpTailApply
	OpReturn // return r[A]

	// Operators of :erlang. What is no small integer goes to its native.
	OpAdd // r[A] = r[B] + r[C], N: one of them is a literal integer (1) or float (2); and so on
	OpSub
	OpMul
	OpQuot // /
	OpDiv
	OpRem
	OpBand
	OpBor
	OpBxor
	OpBsl
	OpBsr
	OpAddI // r[A] = r[B] + imm C
	OpSubI
	OpMulI
	OpDivI
	OpRemI
	OpBandI
	OpBslI
	OpBsrI
	OpNeg // r[A] = -r[B]
	OpBnot
	OpEq // r[A] = r[B] == r[C]; and so on
	OpNe
	OpSame
	OpDiff
	OpLt
	OpGe
	OpIs  // r[A] = r[B] is of type N
	OpNot // r[A] = not r[B]
	OpAnd // r[A] = r[B] and r[C], both evaluated (:erlang.and/2)
	OpOr
	OpXor
	OpHd
	OpTl
	OpElement // r[A] = element r[B] (from 1) of r[C]
	OpTupleSize
	OpLength
	OpMapSize
	OpByteSize
	OpBitSize
	OpMapGet   // r[A] = value of key r[B] in map r[C]
	OpIsMapKey // r[A] = map r[C] has key r[B]
	OpAppend   // r[A] = r[B] ++ r[C]
	OpSelf     // r[A] = self()
	OpSend     // r[A] = send(r[B], r[C])
	OpAccess   // r[A] = r[B].name, the name of sites[C]; Ext: window A for a call, value to B

	// Errors.
	OpBadMatch       // raises {:badmatch, r[A]}
	OpCaseClause     // raises {:case_clause, r[A]}
	OpWithClause     // raises {:with_clause, r[A]}
	OpTryClause      // raises {:try_clause, r[A]}
	OpCondClause     // raises :cond_clause
	OpFunctionClause // raises :function_clause
	OpReraise        // raises the exception in r[A] again
	OpAfterEnd       // the same when r[A] holds one, else goes on
	OpStacktrace     // r[A] = stack trace of the exception in r[B]

	// Receive.
	OpRecvPeek   // r[A] = message at the cursor; none left: goto C
	OpRecvSkip   // the cursor leaves it; goto C
	OpRecvAccept // takes it out
	OpRecvWait   // waits for a signal, then goto Ext's Wide; goto C after r[A] ms (N 1: never). Registers from B on are free

	// Comprehensions.
	OpIterInit  // r[A] = iterator of r[B], skips one instruction; goes on there when Enumerable has to make it
	OpIterNext  // r[A] = next of iterator r[B], skips one instruction; goes on there when a continuation has to be called; goto C at the end
	OpIterHalt  // skips one instruction when r[A] is no continuation to halt
	OpBitsIter  // r[A] is a bitstring, else raises {:bad_generator, r[A]}
	OpListNew   // r[A] = an empty list builder
	OpListPush  // adds r[B] to the builder r[A]
	OpListDone  // r[A] = list of the builder r[B]
	OpUniq      // r[B] is not in the set r[A] else C; puts it in
	OpIntoMap   // r[A] = r[A] with the pair r[B]; raises
	OpIntoBits  // r[A] = r[A] with the bits of r[B]; raises
	OpCountdown // one reduction; may yield

	// Bitstrings: the machine has one builder and one match at a time.
	OpBsNew    // starts a builder
	OpBsAppend // starts a builder that goes on from the binary r[A]
	OpBsSize   // size = r[A] * B bits (N 1: raises, segment C; N 0: else C)
	OpBsPut    // adds r[A] of B bits, or of size, with flags N; C: segment
	OpBsPutUTF // adds code point r[A], B 8, 16 or 32; flags N; C: segment
	OpBsPutBin // adds the bits of r[A]: all whole units of B, or with FlagSize the first size bits
	OpBsPutStr // adds the binary k[A]
	OpBsDone   // r[A] = what was built

	OpBsStart // matches the bitstring r[A] from its first bit else C
	OpBsInt   // r[A] = integer of B bits, or of size; flags N else C
	OpBsFloat // r[A] = float of B bits, or of size; flags N else C
	OpBsUTF   // r[A] = code point; B 8, 16 or 32; flags N else C
	OpBsBin   // r[A] = the next size bits else C
	OpBsRest  // r[A] = all that is left, whole units of B else C
	OpBsSkip  // leaves out B bits, or size else C
	OpBsStr   // the next bytes are k[A] else C
	OpBsEnd   // nothing is left else C

	opCount
)

// Types of OpTestType and OpIs.
const (
	TypeAtom uint8 = iota
	TypeBoolean
	TypeBinary
	TypeBitstring
	TypeFloat
	TypeFunction
	TypeInteger
	TypeList
	TypeMap
	TypeNumber
	TypePid
	TypePort
	TypeReference
	TypeTuple
	typeCount
)

// Flags of bitstring segments.
const (
	FlagSigned uint8 = 1 << iota
	FlagLittle
	FlagSize  // the size was computed by BsSize
	FlagFloat // BsPut: a float
)
