package shell

import (
	"fmt"
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
	killed map[term.PID]bool   // by a command of this shell
	names  map[term.PID]string // of those that may have none any more when they are told of
	linked map[term.PID]bool   // supervisors that gave up and were linked to the shell
	storms map[childKey]storm  // children that restarted a moment ago
	ends   map[string]end      // of named processes that nobody supervised, by name
	// counters are the names of counters that .spawn started
	counters map[string]bool
	notify   func()
}

func newWatch(w *elixir.World, cfg Config, evaluator func() term.PID) *watch {
	wt := &watch{
		world: w, style: cfg.Style, evaluator: evaluator, killed: map[term.PID]bool{}, names: map[term.PID]string{},
		linked: map[term.PID]bool{}, storms: map[childKey]storm{}, ends: map[string]end{}, counters: map[string]bool{},
	}
	wt.model = observe.NewModel(func(t term.Term) string { return elixir.InspectPlain(t) })
	wt.model.Follow(w.Trace(), wt.tell)
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
	if name := w.names[n.PID]; n.Ended() && name != "" && len(w.ends) < maxEnds {
		w.ends[name] = end{name, n.At, w.killed[n.PID] || n.Reason == term.Term(term.Killed), w.counters[strings.TrimPrefix(name, "Elixir.")]}
	}
	if n.Ended() && !w.worthTelling(n) {
		delete(w.names, n.PID)
		return
	}
	w.news = append(w.news, n)
	if w.notify != nil {
		w.notify()
	}
}

// maxEnds is how many names of processes that are gone are remembered.
const maxEnds = 1000

// end is how a process with a name ended.
type end struct {
	name   string // the atom's text
	at     time.Duration
	killed bool
	// counter: .spawn supervisor would make such a process of its name.
	counter bool
}

// isCounter notes that .spawn started a counter of a name, which .spawn could
// start under a supervisor instead.
func (w *watch) isCounter(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.counters) < maxEnds {
		w.counters[name] = true
	}
}

// told says what became of it, and what would have helped.
func (e end) told(now time.Duration) string {
	how := "ended"
	if e.killed {
		how = "was killed"
	}
	word := strings.TrimPrefix(e.name, "Elixir.")
	text := fmt.Sprintf("%s %s %d s ago; a supervisor would bring it back", word, how, int((now - e.at).Seconds()))
	if e.counter {
		text += ": .spawn supervisor one_for_one " + word
	}
	return text
}

// lastOf is the end of the process that a word named.
func (w *watch) lastOf(word string) (end, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var names []string
	for name := range w.ends {
		names = append(names, name)
	}
	name, err := oneOf(word, names)
	return w.ends[name], err == nil && name != ""
}

// in is a copy of the watch for a copy of its world.
func (w *watch) in(world *elixir.World, evaluator func() term.PID) *watch {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := &watch{
		world: world, style: w.style, evaluator: evaluator, killed: maps.Clone(w.killed), names: maps.Clone(w.names),
		linked: maps.Clone(w.linked), storms: map[childKey]storm{}, ends: maps.Clone(w.ends), counters: maps.Clone(w.counters),
	}
	c.model = w.model.Clone()
	c.model.Follow(world.Trace(), c.tell)
	return c
}

// worthTelling says whether a process that nobody supervised is told of when
// it ends: one that a command of this shell ended, and one with a name that was
// killed. What crashed is in the log.
func (w *watch) worthTelling(n observe.News) bool {
	return w.killed[n.PID] || n.Reason == term.Term(term.Killed) && w.names[n.PID] != ""
}

func (w *watch) onNews(f func()) {
	w.mu.Lock()
	w.notify = f
	w.mu.Unlock()
}

func (w *watch) killedByShell(pid term.PID) {
	w.mu.Lock()
	w.killed[pid] = true
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
		if w.storming(news[:same], now) {
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

func joins(a, b observe.News) bool {
	return a.Restarted() && b.Restarted() && a.Supervisor == b.Supervisor && a.Child.ID == b.Child.ID
}

// line is one piece of news.
func (w *watch) line(n observe.News) string {
	switch {
	case n.Ended():
		w.mu.Lock()
		ours := w.killed[n.PID]
		delete(w.killed, n.PID)
		w.mu.Unlock()
		text := w.style.News(n, w.name, func(t term.Term) string {
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
		fact = "it was linked to the shell; your bindings are kept"
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
