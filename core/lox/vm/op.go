package vm

// op is what an instruction does. In the comments R[x] is a register, K[x] a
// constant, and the next word is the distance that a jump leaps.
type op uint16

const (
	opMove      op = iota // R[a] = R[b]
	opConst               // R[a] = K[bc]
	opGetGlobal           // R[a] = global bc
	opSetGlobal           // global bc = R[a], where it is defined
	opDefGlobal           // global bc = R[a]
	opNewCell             // R[a] = a cell that holds R[a]
	opGetCell             // R[a] = what the cell R[b] holds
	opSetCell             // the cell R[a] holds R[b]
	opGetUp               // R[a] = what captured cell b holds
	opSetUp               // captured cell b holds R[a]

	opAdd  // R[a] = R[b] + R[c]
	opAddK // R[a] = R[b] + K[c]
	opSub
	opSubK
	opMul
	opMulK
	opDiv
	opDivK
	opNeg // R[a] = -R[b]
	opNot // R[a] = !R[b]
	opEq  // R[a] = R[b] == R[c]
	opNe
	opLt  // R[a] = R[b] < R[c]
	opNlt // R[a] = !(R[b] < R[c]), which is >= but for NaN

	opJump        // leap bc
	opLoop        // step, then leap bc
	opStep        // step
	opJumpFalse   // leap bc if R[a] is falsey
	opJumpTrue    // leap bc if not
	opJumpLt      // leap if R[a] < R[b]
	opJumpNlt     // leap if not
	opJumpLtK     // leap if R[a] < K[b]
	opJumpNltK    // leap if not
	opJumpGtK     // leap if K[b] < R[a]
	opJumpNgtK    // leap if not
	opJumpEq      // leap if R[a] == R[b]
	opJumpNe      // leap if not
	opJumpEqK     // leap if R[a] == K[b]
	opJumpNeK     // leap if not
	opLoopLt      // step, then as opJumpLt; the others alike
	opLoopNlt     //
	opLoopLtK     //
	opLoopNltK    //
	opLoopGtK     //
	opLoopNgtK    //
	opCall        // R[a] = R[a](R[a+1], ... b of them)
	opCallGlobal  // R[a] = global c(R[a+1], ... b of them)
	opInvoke      // R[a] = R[a].name(R[a+1], ... b of them), name in cache c
	opSuperInvoke // R[a] = the method of class R[c] that the next word names, on R[a], with b arguments
	opReturn      // give R[a] to the caller
	opReturnNil   // give nil
	opGetField    // R[a] = R[b].name, name in cache c
	opSetField    // R[a].name = R[b], name in cache c
	opGetSuper    // R[a] = the method of class R[c] that the next word names, bound to R[b]
	opClosure     // R[a] = a closure of function b
	opClass       // R[a] = a class with the name K[bc]
	opInherit     // class R[a] inherits from R[b]
	opMethod      // class R[a] has the method R[b], by the name that the next word names
	opPrint       // print R[a]
	opCount       // how many there are
)

// operand is what a field of an instruction means.
type operand uint8

const (
	none    operand = iota
	reg             // a register, as an offset in bytes
	konst           // the number of a constant
	upvalue         // the number of a captured cell
	count           // a number of arguments, which lie behind the register a
	place           // the number of a cache
	fn              // the number of a function
	slot            // the number of a global
	wideK           // b and c together: the number of a constant
	global          // b and c together: the number of a global
	leap            // b and c together: a distance in instructions
)

// form is how an instruction is written.
type form struct {
	name    string
	a, b, c operand
	// next is the meaning of the word behind the instruction: none, leap, or
	// konst for a property's name.
	next operand
}

var forms = [opCount]form{
	opMove:        {"move", reg, reg, none, none},
	opConst:       {"const", reg, wideK, none, none},
	opGetGlobal:   {"get_global", reg, global, none, none},
	opSetGlobal:   {"set_global", reg, global, none, none},
	opDefGlobal:   {"def_global", reg, global, none, none},
	opNewCell:     {"new_cell", reg, none, none, none},
	opGetCell:     {"get_cell", reg, reg, none, none},
	opSetCell:     {"set_cell", reg, reg, none, none},
	opGetUp:       {"get_up", reg, upvalue, none, none},
	opSetUp:       {"set_up", reg, upvalue, none, none},
	opAdd:         {"add", reg, reg, reg, none},
	opAddK:        {"add_k", reg, reg, konst, none},
	opSub:         {"sub", reg, reg, reg, none},
	opSubK:        {"sub_k", reg, reg, konst, none},
	opMul:         {"mul", reg, reg, reg, none},
	opMulK:        {"mul_k", reg, reg, konst, none},
	opDiv:         {"div", reg, reg, reg, none},
	opDivK:        {"div_k", reg, reg, konst, none},
	opNeg:         {"neg", reg, reg, none, none},
	opNot:         {"not", reg, reg, none, none},
	opEq:          {"eq", reg, reg, reg, none},
	opNe:          {"ne", reg, reg, reg, none},
	opLt:          {"lt", reg, reg, reg, none},
	opNlt:         {"nlt", reg, reg, reg, none},
	opJump:        {"jump", none, leap, none, none},
	opLoop:        {"loop", none, leap, none, none},
	opStep:        {"step", none, none, none, none},
	opJumpFalse:   {"jump_false", reg, leap, none, none},
	opJumpTrue:    {"jump_true", reg, leap, none, none},
	opJumpLt:      {"jump_lt", reg, reg, none, leap},
	opJumpNlt:     {"jump_nlt", reg, reg, none, leap},
	opJumpLtK:     {"jump_lt_k", reg, konst, none, leap},
	opJumpNltK:    {"jump_nlt_k", reg, konst, none, leap},
	opJumpGtK:     {"jump_gt_k", reg, konst, none, leap},
	opJumpNgtK:    {"jump_ngt_k", reg, konst, none, leap},
	opJumpEq:      {"jump_eq", reg, reg, none, leap},
	opJumpNe:      {"jump_ne", reg, reg, none, leap},
	opJumpEqK:     {"jump_eq_k", reg, konst, none, leap},
	opJumpNeK:     {"jump_ne_k", reg, konst, none, leap},
	opLoopLt:      {"loop_lt", reg, reg, none, leap},
	opLoopNlt:     {"loop_nlt", reg, reg, none, leap},
	opLoopLtK:     {"loop_lt_k", reg, konst, none, leap},
	opLoopNltK:    {"loop_nlt_k", reg, konst, none, leap},
	opLoopGtK:     {"loop_gt_k", reg, konst, none, leap},
	opLoopNgtK:    {"loop_ngt_k", reg, konst, none, leap},
	opCall:        {"call", reg, count, none, none},
	opCallGlobal:  {"call_global", reg, count, slot, none},
	opInvoke:      {"invoke", reg, count, place, none},
	opSuperInvoke: {"super_invoke", reg, count, reg, konst},
	opReturn:      {"return", reg, none, none, none},
	opReturnNil:   {"return_nil", none, none, none, none},
	opGetField:    {"get_field", reg, reg, place, none},
	opSetField:    {"set_field", reg, reg, place, none},
	opGetSuper:    {"get_super", reg, reg, reg, konst},
	opClosure:     {"closure", reg, fn, none, none},
	opClass:       {"class", reg, wideK, none, none},
	opInherit:     {"inherit", reg, reg, none, none},
	opMethod:      {"method", reg, reg, none, konst},
	opPrint:       {"print", reg, none, none, none},
}
