package shell

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"otpsh/runtime/elixir"
	"otpsh/runtime/observe"
	"otpsh/runtime/term"
)

// A storm is more than stormAfter restarts of one child within stormWindow:
// what follows becomes one line for each window.
const (
	stormAfter  = 3
	stormWindow = time.Second
)

// watch keeps the model of the world and the news that have not been told.
type watch struct {
	world     *elixir.World
	style     Style
	model     *observe.Model
	evaluator func() term.PID // of the session

	taking sync.Mutex // held while news are taken
	mu     sync.Mutex
	news   []observe.News
	asked  map[term.PID]string // to end, by a command of this shell: kill, crash, stop
	names  map[term.PID]string // of those that may have none any more when they are told of
	linked map[term.PID]bool   // supervisors that gave up and were linked to the shell
	storms map[childKey]storm  // children that restarted a moment ago
	ends   ends                // of processes that are gone
	// tookShell is the process whose end took the last evaluator along.
	tookShell term.PID
	// counters are the names of counters that .spawn started
	counters map[string]bool
	// commands are the ones that started supervisors, by their names
	commands map[string]string
	notify   func()
}

func newWatch(w *elixir.World, cfg Config, evaluator func() term.PID) *watch {
	wt := &watch{
		world: w, style: cfg.Style, evaluator: evaluator, asked: map[term.PID]string{}, names: map[term.PID]string{},
		linked: map[term.PID]bool{}, storms: map[childKey]storm{}, ends: newEnds(), counters: map[string]bool{}, commands: map[string]string{},
	}
	wt.model = observe.NewModel(func(t term.Term) string { return elixir.InspectPlain(t) })
	wt.model.Named = func(pid term.PID) bool { return w.NameOf(pid) != "" }
	wt.model.Follow(w.Trace(), wt.tell)
	observe.FollowLinks(w.Trace(), wt.ownLink)
	return wt
}

// childKey is a child wherever it was restarted.
type childKey struct {
	supervisor term.PID
	id         string
}

// storm is how many restarts of a child were told of since a time.
type storm struct {
	since time.Duration
	told  int
}

// tell is called where the event happens: it must not wait.
func (w *watch) tell(n observe.News) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, pid := range []term.PID{n.Supervisor, n.PID} {
		if pid == 0 {
			continue
		}
		if name := w.world.NameOf(pid); name != "" {
			w.names[pid] = name
		}
	}
	if slices.Contains(n.Links, w.evaluator()) {
		w.linked[n.Supervisor] = true
	}
	w.remember(n)
	if n.Ended() && !w.worthTelling(n) {
		if !n.Led || !slices.ContainsFunc(w.news, func(other observe.News) bool { return other.Supervisor == n.PID }) {
			delete(w.names, n.PID)
		}
		delete(w.asked, n.PID)
		return
	}
	for i, child := range n.Took {
		n.Took[i].ID = orElse(orElse(w.world.NameOf(child.Old), w.ends.nameOf(child.Old)), child.ID)
	}
	w.news = append(w.news, n)
	if w.notify != nil {
		w.notify()
	}
}

// ownLink notes that the end of a process took the evaluator along.
func (w *watch) ownLink(ended, taken term.PID) {
	if taken == w.evaluator() {
		w.mu.Lock()
		w.tookShell = ended
		w.mu.Unlock()
	}
}

// in is a copy of the watch for a copy of its world.
func (w *watch) in(world *elixir.World, evaluator func() term.PID) *watch {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := &watch{
		world: world, style: w.style, evaluator: evaluator, asked: maps.Clone(w.asked), names: maps.Clone(w.names),
		linked: maps.Clone(w.linked), storms: map[childKey]storm{},
		ends: ends{maps.Clone(w.ends.named), maps.Clone(w.ends.sups)}, tookShell: w.tookShell,
		counters: maps.Clone(w.counters), commands: maps.Clone(w.commands),
	}
	c.model = w.model.Clone()
	c.model.Named = func(pid term.PID) bool { return world.NameOf(pid) != "" }
	c.model.Follow(world.Trace(), c.tell)
	observe.FollowLinks(world.Trace(), c.ownLink)
	return c
}

// worthTelling says whether a process is told of when it ends: one that a
// command of this shell ended, one with a name that was killed, and a
// supervisor with a name that did not end in order. What crashed is in the log.
// The end of a child is told by what its supervisor does about it.
func (w *watch) worthTelling(n observe.News) bool {
	asked, named := w.asked[n.PID], w.names[n.PID] != ""
	switch {
	case n.Told, asked == "" && !named:
		return false
	case n.Under != 0:
		return asked != "" && n.Child.Restart == "temporary"
	case n.Led:
		return asked != "" || !inOrder(n.Reason)
	}
	return asked == "kill" || asked == "crash" || n.Reason == term.Term(term.Killed)
}

var shutdown = term.Intern("shutdown")

// inOrder reports whether a reason is one that supervisors and servers give
// when they are told to end.
func inOrder(reason term.Term) bool {
	if tuple, ok := reason.(*term.Tuple); ok && len(tuple.Elems) == 2 {
		reason = tuple.Elems[0]
	}
	return reason == term.Term(term.Normal) || reason == term.Term(shutdown)
}

func (w *watch) onNews(f func()) {
	w.mu.Lock()
	w.notify = f
	w.mu.Unlock()
}

// askedToEnd notes that a command of the shell is about to end a process.
func (w *watch) askedToEnd(pid term.PID, command string) {
	w.mu.Lock()
	w.asked[pid] = command
	w.mu.Unlock()
}

// notAskedToEnd takes that back: the command failed.
func (w *watch) notAskedToEnd(pid term.PID) {
	w.mu.Lock()
	delete(w.asked, pid)
	w.mu.Unlock()
}

// take gives the lines of what has not been told yet. Several restarts of one
// child become one line; those of a storm that goes on wait for the end of its
// window.
func (w *watch) take() []string {
	w.taking.Lock()
	defer w.taking.Unlock()
	w.mu.Lock()
	news := w.news
	w.news = nil
	w.mu.Unlock()
	var lines []string
	var later []observe.News
	now := w.world.Now()
	defer func() { w.keep(later) }()
	for len(news) > 0 {
		n, same := news[0], 1
		for same < len(news) && joins(n, news[same]) {
			same++
		}
		if w.storming(news[:same], now) || w.ending(n, now) {
			later = append(later, news[:same]...)
			news = news[same:]
			continue
		}
		if same > stormAfter {
			last := news[same-1]
			lines = append(lines, w.style.Joined(last.Child.ID, same, last.Restart.At-n.Restart.At, last, w.name, w.world.Inspect))
		} else {
			for _, one := range news[:same] {
				lines = append(lines, w.line(one))
			}
		}
		news = news[same:]
	}
	return lines
}

// keep puts news back that have to wait.
func (w *watch) keep(later []observe.News) {
	if len(later) == 0 {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.news = append(later, w.news...)
	if w.notify != nil {
		time.AfterFunc(stormWindow, w.notify)
	}
}

// storming says whether restarts of one child have to wait, and counts those
// that have not. Where time is virtual nothing waits: nobody would come back
// for it.
func (w *watch) storming(run []observe.News, now time.Duration) bool {
	if w.world.Simulated() || !run[0].Restarted() {
		return false
	}
	key := childKey{run[0].Supervisor, run[0].Child.ID}
	s := w.storms[key]
	if now-s.since > stormWindow {
		s = storm{since: now}
	}
	if s.told += len(run); s.told > stormAfter && now-run[0].Restart.At < stormWindow {
		return true
	}
	w.storms[key] = s
	return false
}

// ending says whether the end of a supervisor waits for those that it takes
// along.
func (w *watch) ending(n observe.News, now time.Duration) bool {
	return n.Ended() && !w.world.Simulated() && now-n.At < settleTime &&
		slices.ContainsFunc(n.Took, func(child observe.Sibling) bool { return w.world.Alive(child.Old) })
}

func joins(a, b observe.News) bool {
	return a.Restarted() && b.Restarted() && a.Supervisor == b.Supervisor && a.Child.ID == b.Child.ID
}

// line is one piece of news.
func (w *watch) line(n observe.News) string {
	switch {
	case n.Ended():
		w.mu.Lock()
		ours := w.asked[n.PID] == "kill"
		delete(w.asked, n.PID)
		fact := ""
		if n.PID == w.tookShell {
			fact = "the shell"
		}
		w.mu.Unlock()
		text := w.style.NewsWith(n, fact, w.name, func(t term.Term) string {
			why := w.world.Inspect(t)
			if ours {
				why = strings.TrimPrefix(why, ":") + " by the shell"
			}
			return why
		})
		w.forget(n.PID)
		return text
	case n.Failed():
		return w.style.News(n, w.name, w.world.Inspect)
	case n.Restarted():
		return w.style.NewsWith(n, w.stateFact(n), w.name, w.world.Inspect)
	}
	fact := ""
	w.mu.Lock()
	linked := w.linked[n.Supervisor]
	delete(w.linked, n.Supervisor)
	w.mu.Unlock()
	if linked {
		fact = "it was linked to the shell"
	}
	text := w.style.NewsWith(n, fact, w.name, w.world.Inspect)
	w.forget(n.Supervisor)
	return text
}

// forget drops the name of a process that is gone and was told of.
func (w *watch) forget(pid term.PID) {
	w.mu.Lock()
	delete(w.names, pid)
	w.mu.Unlock()
}

// maxState is how long the text of a state may be in a line.
const maxState = 30

// stateFact is "state 5 lost, now 0" of a restarted server.
func (w *watch) stateFact(n observe.News) string {
	if !n.Restart.Known {
		return ""
	}
	lost := w.shortly(n.Restart.Lost)
	now, ok := w.world.StateOf(n.Restart.New)
	switch {
	case !ok:
		return "state " + lost + " lost"
	case term.Equal(now, n.Restart.Lost):
		return ""
	}
	return "state " + lost + " lost, now " + w.shortly(now)
}

func (w *watch) shortly(t term.Term) string {
	return w.style.Short(strings.Join(strings.Fields(w.world.Inspect(t)), " "), maxState)
}

func (w *watch) name(pid term.PID) string {
	name := w.world.NameOf(pid)
	if name == "" {
		w.mu.Lock()
		name = w.names[pid]
		w.mu.Unlock()
	}
	return strings.TrimPrefix(name, "Elixir.")
}

// children are those of a supervisor.
func (w *watch) children(sup term.PID) []*observe.Child {
	for _, s := range w.model.Supervisors() {
		if s.PID == sup {
			return s.Children
		}
	}
	return nil
}

// clockText is virtual time as the prompt shows it.
func clockText(d time.Duration) string {
	s := int(d / time.Second)
	return time.Unix(int64(s), 0).UTC().Format("15:04:05")
}
