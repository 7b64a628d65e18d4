package lib

import (
	"bufio"
	"io"
	"strings"
	"sync"

	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the built-in devices: the process that is the group leader of
// what is started from outside, registered as :user, and :standard_error. They
// speak the IO protocol over the host's standard streams. A write to a device
// that is a built-in one goes to the host directly (see directWrite);
// everything else comes here as a message.

// device is the Body of such a process.
type device struct {
	name    term.Atom
	in      Lines    // nil: it only writes, on standard error
	pending *reading // a read that the host carries out
}

// Lines is standard input that several read from, each while it holds the lock:
// a program's IO.gets and the shell's own prompt take turns. A host whose Stdin
// is one shares it so.
type Lines interface {
	sync.Locker
	Buffered() *bufio.Reader
}

// ownLines is standard input that only the device reads.
type ownLines struct {
	sync.Mutex
	r *bufio.Reader
}

func (l *ownLines) Buffered() *bufio.Reader { return l.r }

func asLines(in io.Reader) Lines {
	if shared, ok := in.(Lines); ok {
		return shared
	}
	return &ownLines{r: bufio.NewReader(in)}
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

	atomStandardError = term.Intern("standard_error")
)

// startDevices starts a world's devices, and makes the one that reads the
// group leader.
func startDevices(w *kernel.World) {
	s := worldState(w)
	s.device = startDevice(w, &device{name: atomUser, in: asLines(w.Host().Stdin())}, "terminal")
	s.errors = startDevice(w, &device{name: atomStandardError}, "standard error")
	w.SetGroupLeader(s.device)
}

func startDevice(w *kernel.World, d *device, label string) term.PID {
	pid, _ := w.Spawn(kernel.SpawnOptions{Name: d.name, Label: label}, func(*kernel.Process) kernel.Body { return d })
	return pid
}

// out is where the device writes.
func (d *device) out(w *kernel.World) io.Writer {
	if d.in == nil {
		return w.Host().Stderr()
	}
	return w.Host().Stdout()
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
	if read, ok := inputRequest(request); ok && d.in != nil {
		io.WriteString(p.World().Host().Stdout(), read.prompt)
		d.pending = &reading{from, ref}
		p.Block(func() func(*kernel.Process) {
			d.in.Lock()
			defer d.in.Unlock()
			answer := read.from(d.in.Buffered())
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
		io.WriteString(d.out(w), text)
		return term.Ok
	case name.Name() == "setopts":
		return term.Ok
	case name.Name() == "get_geometry":
		return noGeometry()
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
	return term.Tuple3(d.name, term.Intern("server"), term.Int(0))
}

// Fork copies the device unless it waits for input.
func (d *device) Fork(*kernel.Process) (kernel.Body, bool) {
	c := *d
	return &c, d.pending == nil
}

// otpshIONatives is the module :otpsh_io, on which IO rests.
var otpshIONatives = vm.Natives{
	"direct/2":         directWrite,
	"geometry/1":       directGeometry,
	"format_problem/2": formatProblem,
	"explained/5":      explained,
	"log_device/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		s := worldState(m.World())
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.logApart {
			return term.Intern("standard_error"), nil
		}
		return term.Intern("user"), nil
	},
}

// directWrite is (device, chardata): it writes at once and gives :ok when the
// device is the built-in one or standard error, :no when the device is a
// process that must be asked, and :badarg when the data is no chardata.
func directWrite(m *vm.Machine, args []term.Term) (term.Term, error) {
	w := m.World()
	s := worldState(w)
	var out io.Writer
	switch deviceOf(m, args[0]) {
	case term.Term(s.device):
		out = w.Host().Stdout()
	case term.Term(s.errors):
		out = w.Host().Stderr()
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

// directGeometry is (device): what the built-in devices answer to a request for
// their columns or rows, without a request; :no when a process must be asked. A
// shell asks before it shows a value.
func directGeometry(m *vm.Machine, args []term.Term) (term.Term, error) {
	s := worldState(m.World())
	switch deviceOf(m, args[0]) {
	case term.Term(s.device), term.Term(s.errors):
		return noGeometry(), nil
	}
	return term.Intern("no"), nil
}

func noGeometry() term.Term { return term.Tuple2(term.Error, atomEnotsup) }

// deviceOf is the process that a device's name means; nil when there is none.
func deviceOf(m *vm.Machine, dev term.Term) term.Term {
	name, ok := dev.(term.Atom)
	if !ok {
		return dev
	}
	switch name.Name() {
	case "stdio", "standard_io":
		return m.Process().GroupLeader()
	case "stderr":
		name = atomStandardError
	}
	if pid, ok := m.World().Whereis(name); ok {
		return pid
	}
	return nil
}

// writeError writes text on the standard error of a world on behalf of a
// process (0: of none). A process that stands in for the built-in device gets
// a request to which it need not wait for an answer: it goes to the built-in
// one, which takes none.
func (s *state) writeError(by term.PID, text string) {
	pid, ok := s.world.Whereis(atomStandardError)
	if !ok || pid == s.errors {
		io.WriteString(s.world.Host().Stderr(), text)
		return
	}
	request := term.Tuple3(term.Intern("put_chars"), term.Intern("unicode"), term.Binary(text))
	s.world.SendFrom(by, pid, term.NewTuple(atomIORequest, s.errors, term.Int(0), request))
}
