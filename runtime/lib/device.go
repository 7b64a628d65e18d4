package lib

import (
	"bufio"
	"io"
	"strings"

	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the built-in device: the process that is the group leader of
// what is started from outside, registered as :user. It speaks the IO
// protocol over the host's standard streams. A write by a process whose
// leader it is goes to the host directly (see directWrite); everything else
// comes here as a message.

// device is the Body of that process.
type device struct {
	in      *bufio.Reader
	binary  bool
	pending *reading // a read that the host carries out
}

// reading is an input request that waits for the host.
type reading struct {
	from, ref term.Term
}

var (
	atomIORequest = term.Intern("io_request")
	atomIOReply   = term.Intern("io_reply")
	atomRequest   = term.Intern("request")
	atomEOF       = term.Intern("eof")
	atomEnotsup   = term.Intern("enotsup")
	atomUser      = term.Intern("user")
)

// startDevice starts a world's device and makes it the group leader.
func startDevice(w *kernel.World) {
	d := &device{in: bufio.NewReader(w.Host().Stdin()), binary: true}
	pid, _ := w.Spawn(kernel.SpawnOptions{Name: atomUser, Label: "terminal"}, func(*kernel.Process) kernel.Body { return d })
	worldState(w).device = pid
	w.SetGroupLeader(pid)
}

// Run answers the requests that are in the mailbox, one after the other.
func (d *device) Run(p *kernel.Process, reductions int) kernel.Verdict {
	if d.pending != nil {
		return kernel.Waiting
	}
	for {
		msg, ok := p.Peek()
		if !ok {
			p.AwaitMessage(-1)
			return kernel.Waiting
		}
		p.Accept()
		if req, ok := ioRequest(msg); ok && d.serve(p, req[1], req[2], req[3]) {
			return kernel.Waiting
		}
	}
}

// ioRequest takes {:io_request, from, ref, request} apart.
func ioRequest(msg term.Term) ([]term.Term, bool) {
	t, ok := msg.(*term.Tuple)
	if !ok || len(t.Elems) != 4 || t.Elems[0] != term.Term(atomIORequest) {
		return nil, false
	}
	return t.Elems, true
}

// serve answers one request; true when the answer waits for the host.
func (d *device) serve(p *kernel.Process, from, ref, request term.Term) bool {
	if read, ok := inputRequest(request); ok {
		io.WriteString(p.World().Host().Stdout(), read.prompt)
		d.pending = &reading{from, ref}
		p.Block(func() func(*kernel.Process) {
			answer := read.from(d.in)
			return func(q *kernel.Process) {
				d.pending = nil
				q.Send(from, term.Tuple3(atomIOReply, ref, answer))
			}
		})
		return true
	}
	p.Send(from, term.Tuple3(atomIOReply, ref, d.answer(p.World(), request)))
	return false
}

// answer carries out a request that needs no waiting.
func (d *device) answer(w *kernel.World, request term.Term) term.Term {
	refused := term.Tuple2(term.Error, atomRequest)
	if name, ok := request.(term.Atom); ok && name.Name() == "getopts" {
		return keyword("binary", term.True, "encoding", term.Intern("unicode"))
	}
	t, ok := request.(*term.Tuple)
	if !ok || len(t.Elems) == 0 {
		return refused
	}
	name, _ := t.Elems[0].(term.Atom)
	switch {
	case name.IsZero():
		return refused
	case name.Name() == "put_chars" && (len(t.Elems) == 2 || len(t.Elems) == 3):
		text, ok := charText(t.Elems[len(t.Elems)-1])
		if !ok {
			return refused
		}
		io.WriteString(w.Host().Stdout(), text)
		return term.Ok
	case name.Name() == "setopts":
		return term.Ok
	case name.Name() == "get_geometry":
		return term.Tuple2(term.Error, atomEnotsup)
	case name.Name() == "requests" && len(t.Elems) == 2:
		list, _ := term.Slice(t.Elems[1])
		var last term.Term = term.Ok
		for _, r := range list {
			if last = d.answer(w, r); last != term.Term(term.Ok) {
				return last
			}
		}
		return last
	}
	return refused
}

// input is a request for input.
type input struct {
	prompt string
	count  int // characters; 0: a line
}

// inputRequest reads {:get_line, encoding, prompt} and {:get_chars, encoding,
// prompt, count}, and their forms without encoding.
func inputRequest(request term.Term) (input, bool) {
	t, ok := request.(*term.Tuple)
	if !ok || len(t.Elems) < 2 {
		return input{}, false
	}
	name, _ := t.Elems[0].(term.Atom)
	args := t.Elems[1:]
	switch {
	case name.IsZero():
	case name.Name() == "get_line" && len(args) <= 2:
		return input{prompt: promptText(args[len(args)-1])}, true
	case name.Name() == "get_chars" && (len(args) == 2 || len(args) == 3):
		if n, ok := args[len(args)-1].(int); ok && n > 0 {
			return input{promptText(args[len(args)-2]), n}, true
		}
	}
	return input{}, false
}

func promptText(t term.Term) string {
	if a, ok := t.(term.Atom); ok {
		return a.Name()
	}
	s, _ := charText(t)
	return s
}

// from reads what was asked for; on a goroutine of the host.
func (i input) from(r *bufio.Reader) term.Term {
	var text strings.Builder
	if i.count == 0 {
		line, err := r.ReadString('\n')
		if line == "" && err != nil {
			return atomEOF
		}
		return term.Binary(strings.Replace(line, "\r\n", "\n", 1))
	}
	for n := 0; n < i.count; n++ {
		c, _, err := r.ReadRune()
		if err != nil {
			break
		}
		text.WriteRune(c)
	}
	if text.Len() == 0 {
		return atomEOF
	}
	return term.Binary(text.String())
}

// What the kernel asks of a Body; the device is never interrupted, is small,
// and has no frames.
func (d *device) Interrupt(term.Atom, term.Term) {}
func (d *device) Footprint(int) int              { return 0 }
func (d *device) Stack() []term.Term             { return nil }
func (d *device) Initial() term.Term {
	return term.Tuple3(atomUser, term.Intern("server"), term.Int(0))
}

// Fork copies the device unless it waits for input.
func (d *device) Fork(*kernel.Process) (kernel.Body, bool) {
	c := *d
	return &c, d.pending == nil
}

// otpshIONatives is the module :otpsh_io, on which IO rests.
var otpshIONatives = vm.Natives{
	"direct/2":         directWrite,
	"format_problem/2": formatProblem,
	"explained/5":      explained,
}

// directWrite is (device, chardata): it writes at once and gives :ok when the
// device is the built-in one or standard error, :no when the device is a
// process that must be asked, and :badarg when the data is no chardata.
func directWrite(m *vm.Machine, args []term.Term) (term.Term, error) {
	w := m.World()
	out := w.Host().Stdout()
	switch dev := args[0].(type) {
	case term.Atom:
		switch dev.Name() {
		case "stdio", "standard_io":
			if m.Process().GroupLeader() != term.Term(worldState(w).device) {
				return term.Intern("no"), nil
			}
		case "stderr", "standard_error":
			out = w.Host().Stderr()
		case "user":
		default:
			return term.Intern("no"), nil
		}
	case term.PID:
		if dev != worldState(w).device {
			return term.Intern("no"), nil
		}
	default:
		return term.Intern("no"), nil
	}
	text, ok := charText(args[1])
	if !ok {
		return term.Badarg, nil
	}
	m.Bump(1 + len(text)/64)
	io.WriteString(out, text)
	return term.Ok, nil
}
