package shell

import (
	"strings"
	"sync"
	"time"

	"otpsh/runtime/elixir"
	"otpsh/runtime/observe"
	"otpsh/runtime/term"
)

// stormAfter is how many restarts of one child, not told yet, become one
// line.
const stormAfter = 3

// watch keeps the model of the world and the news that have not been told.
type watch struct {
	world  *elixir.World
	style  Style
	model  *observe.Model
	mu     sync.Mutex
	news   []observe.News
	killed map[term.PID]bool // by a command of this shell
	names  map[term.PID]string
	notify func()
}

func newWatch(w *elixir.World, cfg Config) *watch {
	wt := &watch{world: w, style: cfg.Style, killed: map[term.PID]bool{}, names: map[term.PID]string{}}
	wt.model = observe.NewModel(func(t term.Term) string { return elixir.InspectPlain(t) })
	wt.model.Follow(w.Trace(), wt.tell)
	return wt
}

// tell is called where the event happens: it must not wait.
func (w *watch) tell(n observe.News) {
	w.mu.Lock()
	w.news = append(w.news, n)
	if name := w.world.NameOf(n.Supervisor); name != "" {
		// It may have no name any more when its end is told.
		w.names[n.Supervisor] = name
	}
	notify := w.notify
	w.mu.Unlock()
	if notify != nil {
		notify()
	}
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
// child become one line.
func (w *watch) take() []string {
	w.mu.Lock()
	news := w.news
	w.news = nil
	w.mu.Unlock()
	var lines []string
	for len(news) > 0 {
		n, same := news[0], 1
		for same < len(news) && joins(n, news[same]) {
			same++
		}
		if same > stormAfter {
			last := news[same-1]
			lines = append(lines, w.style.Joined(last.Child.ID, same, last.Restart.At-n.Restart.At, last, w.name, w.world.Inspect))
		} else {
			for _, one := range news[:same] {
				if line := w.line(one); line != "" {
					lines = append(lines, line)
				}
			}
		}
		news = news[same:]
	}
	return lines
}

func joins(a, b observe.News) bool {
	return a.Restarted() && b.Restarted() && a.Supervisor == b.Supervisor && a.Child.ID == b.Child.ID
}

// line is one piece of news; "" for a death that only shows in the log.
func (w *watch) line(n observe.News) string {
	if n.Ended() {
		w.mu.Lock()
		ours := w.killed[n.PID]
		delete(w.killed, n.PID)
		w.mu.Unlock()
		if !ours {
			return ""
		}
	}
	return w.style.News(n, w.name, w.world.Inspect)
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
