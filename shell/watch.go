package shell

import (
	"strings"
	"sync"
	"time"

	"otpsh/runtime/elixir"
	"otpsh/runtime/observe"
	"otpsh/runtime/term"
	"otpsh/runtime/trace"
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
	notify func()
}

func newWatch(w *elixir.World, cfg Config) *watch {
	wt := &watch{world: w, style: cfg.Style, killed: map[term.PID]bool{}}
	wt.model = observe.NewModel(func(t term.Term) string { return elixir.InspectPlain(t) })
	w.Trace().Subscribe(observe.Kinds, wt.event)
	return wt
}

// event is called where the event happens: it must not wait.
func (w *watch) event(e trace.Event) {
	n := w.model.Apply(e)
	if n == nil {
		return
	}
	w.mu.Lock()
	w.news = append(w.news, *n)
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
	return a.Kind == trace.ChildRestarted && b.Kind == a.Kind && a.Supervisor == b.Supervisor && a.Child.ID == b.Child.ID
}

// line is one piece of news; "" for a death that only shows in the log.
func (w *watch) line(n observe.News) string {
	if n.Kind == trace.Crashed || n.Kind == trace.Exited {
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
	return strings.TrimPrefix(w.world.NameOf(pid), "Elixir.")
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
