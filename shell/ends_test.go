package shell

import (
	"strings"
	"testing"
)

// Who asks for a process that is gone hears of its last end, and of the
// supervisor that it ended with.
func TestTheLastEndIsTheOneThatIsTold(t *testing.T) {
	again := "; start it again: .spawn supervisor one_for_one counter store\n"
	c := newConsole(t, Config{})
	c.enter(".spawn counter", ".kill counter", ".advance 59s", ".spawn supervisor one_for_one counter store")
	for range 4 {
		c.enter(".kill counter")
	}
	c.enter(".advance 1s")
	for _, line := range []string{".call counter :get", ".kill counter"} {
		c.shows(line, "sup gave up 1 s ago, and took counter along"+again)
	}
	c.shows(".kill store", "sup gave up 1 s ago, and took store along"+again)
	c.shows(".kill sup", "otpsh: sup gave up 1 s ago"+again)
	for how, told := range map[string]string{".kill sup": "sup was killed", ".stop sup": "sup ended", "Supervisor.stop(:sup, :oops)": "sup ended"} {
		c = newConsole(t, Config{})
		c.enter(".spawn supervisor one_for_one counter store", how, ".advance 2s")
		why := ""
		if strings.Contains(how, "oops") {
			why = ": oops"
		}
		c.shows(".kill counter", "otpsh: "+told+" 2 s ago"+why+", and took counter along"+again)
	}
	c.enter("Supervisor.start_link([Supervisor.child_spec({Demo.Counter, name: :once}, restart: :temporary)], strategy: :one_for_one)")
	c.shows(".kill once", "✗ once #PID<", "is gone: killed by the shell. #PID<", " does not restart it: it is temporary.\n")
	c.shows(".kill once", "otpsh: once was killed 0 s ago; its supervisor has not started it again\n")
}

func TestHowAProcessEnded(t *testing.T) {
	c := newConsole(t, Config{})
	for end, told := range map[string]string{
		".kill x":                        "was killed 0 s ago;",
		".kill x shutdown":               "was killed 0 s ago;",
		".crash x":                       "crashed 0 s ago: RuntimeError;",
		"GenServer.stop(:x, {:oops, 1})": "ended 0 s ago: oops;",
		".stop x":                        "ended 0 s ago;",
		"Process.exit(Process.whereis(:x), {:badmatch, 1})": "ended 0 s ago: badmatch;",
		"GenServer.call(:x, :no_such_message)":              "crashed 0 s ago: ",
	} {
		c.enter(".spawn counter as x", end)
		c.shows(".kill x", "otpsh: x "+told)
	}
}

// The end of a supervisor is told in one line, with all that ended with it.
func TestASupervisorsEndTakesItsChildrenAlong(t *testing.T) {
	for line, told := range map[string]string{
		".kill sup": "is gone: killed by the shell. It took counter, store and the shell along.\n",
		".stop sup": "is gone: normal. It took counter and store along.\n",
		"Process.exit(Process.whereis(:sup), :kill)": "is gone: killed. It took counter, store and the shell along.\n",
		"Process.exit(self(), :kill)":                "is gone: killed. It took counter and store along.\n",
	} {
		c := newConsole(t, Config{})
		c.enter(".spawn supervisor one_for_one counter store")
		out := c.enter(line)
		if !strings.Contains(out, "✗ sup #PID<") || !strings.Contains(out, told) || strings.Count(out, "✗") != 1 || strings.Contains(out, "Nobody") {
			t.Errorf("%s shows\n%s", line, out)
		}
	}
	c := newConsole(t, Config{})
	c.enter("{:ok, _} = Supervisor.start_link([%{id: :below, start: {Supervisor, :start_link, [[{Demo.Counter, name: :counter}], [strategy: :one_for_one, name: :below]]}, type: :supervisor}], strategy: :one_for_one, name: :top)")
	out := c.enter(".kill below")
	if strings.Contains(out, "✗") || !strings.Contains(out, "↻ below restarted by top: killed") {
		t.Errorf("a supervisor that is supervised: %s", out)
	}
}

func TestAnUnsupervisedCrashIsTold(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter(".log off", ".spawn counter as c2", ".spawn store", ".spawn worker")
	c.shows(".crash c2", ":ok\n✗ c2 #PID<", "is gone: RuntimeError: crashed on request. Nobody supervised it.\n")
	c.shows(".crash store", "✗ store #PID<")
	c.shows(".crash worker", "✗ worker #PID<")
}

// What explains an end comes before it, and the bindings are spoken of once.
func TestTheCauseOfAnEndComesFirst(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter(".spawn supervisor one_for_one counter", ".kill counter", ".kill counter", ".kill counter")
	out := c.enter(".kill counter")
	if box, exit := strings.Index(out, "sup gave up"), strings.Index(out, "** (EXIT"); box < 0 || box > exit || strings.Count(out, "bindings") != 1 {
		t.Errorf("shows\n%s", out)
	}
}

func TestTheShellIsAProcess(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter("x = 41")
	out := c.enter(".kill shell")
	if !strings.Contains(out, "  = Process.exit(self(), :kill)\n** (EXIT from #PID<") || strings.Contains(out, "✗") {
		t.Errorf(".kill shell shows\n%s", out)
	}
	c.shows(".ps", "  shell  ")
	c.shows("x + 1", "42\n")
	c.shows(".send shell :hello", "= send(self(), :hello)")
	c.shows("receive do x -> x end", ":hello\n")
}

// Who is gone is spoken of where that is why the input failed.
func TestAnEndExplainsNoOtherFailure(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter(".spawn counter", ".kill counter")
	for _, line := range []string{".call counter {:add, n}", ".cast counter foo(1)", ".call counter {:add,", ".send counter )"} {
		if out := c.enter(line); strings.Contains(out, "was killed") || !strings.Contains(out, "Error)") || !c.Failed() {
			t.Errorf("%s shows\n%s", line, out)
		}
	}
	c.shows(".call counter {:add, 1}", "** (exit)", "  counter was killed 0 s ago")
	c.shows(".send counter :hello", "** (ArgumentError)", "  counter was killed 0 s ago")
}

// What a world begins with is not ended by a short word.
func TestTheSystemIsNotKilled(t *testing.T) {
	for _, c := range []*console{newConsole(t, Config{}), liveConsole(t)} {
		c.enter("Logger.info(:hello)")
		for _, who := range []string{"user", "standard_error", "Logger.Supervisor", "kernel_sup", "0.1.0"} {
			for _, command := range []string{".kill ", ".crash ", ".stop "} {
				out := c.enter(command + who)
				if !strings.HasPrefix(out, "otpsh: "+who+" is a process of the system, not of yours") || !c.Failed() {
					t.Errorf("%s%s shows\n%s", command, who, out)
				}
			}
		}
	}
}
