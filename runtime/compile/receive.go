// Receive: a loop over the messages of the mailbox.

package compile

import (
	"otpsh/runtime/code"
	"otpsh/runtime/core"
)

func (c *compiler) receive(e *core.Receive, r result) {
	mark := c.top
	c.at(e.Line)
	limit, never := 0, 1
	if e.Timeout != nil {
		limit, never = c.value(e.Timeout), 0
	}
	msg := c.alloc()
	loop, empty, after, done := c.label(), c.label(), c.label(), c.label()
	c.bind(loop)
	c.test(code.OpRecvPeek, 0, msg, 0, empty)
	c.clauses(e.Clauses, []int{msg}, r, func() {
		c.test(code.OpRecvSkip, 0, 0, 0, loop)
	}, func() { c.emit(code.OpRecvAccept, 0, 0, 0, 0) })
	if !r.tail {
		c.jump(done)
	}
	c.bind(empty)
	c.at(e.Line)
	c.test(code.OpRecvWait, never, limit, msg, after)
	c.wide(code.OpExt, loop)
	c.bind(after)
	c.top = msg
	if e.After != nil {
		c.scope(e.After, r)
	}
	c.bind(done)
	c.top = mark
}
