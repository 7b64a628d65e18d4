package shell

import (
	"strings"
	"testing"
)

const cache = `defmodule Cache do
use GenServer
def start_link(_), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
def put(key, value, ttl \\ 60_000), do: GenServer.cast(__MODULE__, {:put, key, value, ttl})
def get(key), do: GenServer.call(__MODULE__, {:get, key})
def init(_) do
CLEANUP
{:ok, %{}}
end
def handle_cast({:put, key, value, ttl}, cache), do: {:noreply, Map.put(cache, key, {value, now() + ttl})}
def handle_call({:get, key}, _from, cache) do
now = now()
case cache do
%{^key => {value, expires}} when expires > now -> {:reply, {:ok, value}, cache}
_ -> {:reply, :not_found, cache}
end
end
def handle_info(:cleanup, cache) do
now = now()
{:noreply, Map.reject(cache, fn {_, {_, expires}} -> expires <= now end)}
end
defp now, do: System.system_time(:millisecond)
end
Cache.start_link([])
Cache.put(:key, 1)`

// At an idle prompt virtual time stands still and nothing runs.
func TestACacheAtAnIdlePrompt(t *testing.T) {
	for _, cleanup := range []string{":timer.send_interval(60_000, :cleanup)", "Process.send_after(self(), :cleanup, 60_000)"} {
		c := newConsole(t, Config{})
		c.enter(strings.Split(strings.Replace(cache, "CLEANUP", cleanup, 1), "\n")...)
		c.shows("Cache.get(:key)", "{:ok, 1}\n")
		k := c.here.Load().world.Kernel()
		before, now := k.Statistics(), k.Now()
		for range 100 {
			c.Settle(0)
			c.Prompt()
			c.Notices()
			c.Departed(c.effect)
		}
		if after := k.Statistics(); after != before || k.Now() != now {
			t.Errorf("idle: %+v at %v became %+v at %v", before, now, after, k.Now())
		}
		c.shows(".advance 61s", "(61 s passed at once)")
		c.shows("Cache.get(:key)", ":not_found\n")
		c.shows(":sys.get_state(Cache)", "%{}\n")
	}
}

func TestJumpsAreTold(t *testing.T) {
	c := newConsole(t, Config{})
	for _, line := range []string{"Process.sleep(60_000)", ".advance 60s"} {
		c.shows(line, "  (60 s passed at once)\n")
		if out := c.enter(strings.Replace(strings.Replace(line, "60_000", "900", 1), "60s", "900ms", 1)); strings.Contains(out, "passed") {
			t.Errorf("less than a second is told: %s", out)
		}
	}
	c.enter(".undo")
	c.shows("Process.sleep(2000)", "(2 s passed at once)")
	strict := newConsole(t, Config{Strict: true})
	if out := strict.enter("Process.sleep(60_000)"); out != ":ok\n" {
		t.Errorf("strict: %q", out)
	}
}

func TestADeadlockIsToldAndTheShellGoesOn(t *testing.T) {
	c := newConsole(t, Config{})
	c.enter("defmodule Asks do",
		"use GenServer",
		"def init(other), do: {:ok, other}",
		"def handle_call(:ask, _, other), do: {:reply, GenServer.call(other, :ask, :infinity), other}",
		"end",
		"GenServer.start(Asks, :b, name: :a)",
		"GenServer.start(Asks, :a, name: :b)",
		"kept = 41")
	out := c.enter("GenServer.call(:a, :ask, :infinity)")
	if want := "** (deadlock) nothing can ever happen: shell waits for a, a waits for b, b waits for a\n"; out != want || !c.Failed() {
		t.Errorf("shows %q, want %q", out, want)
	}
	c.shows("kept + 1", "42\n")
	c.shows("receive do :never -> 1 end", "** (deadlock) nothing can ever happen: shell waits for a message, a waits for b, b waits for a\n")
	c = newConsole(t, Config{})
	c.shows("receive do :never -> 1 end", "** (deadlock) nothing can ever happen: shell waits for a message\n")
}

// What never comes to rest holds the prompt up for a little of its own time.
func TestABusyWorldIsToldAndCanBeLeft(t *testing.T) {
	for _, busy := range []string{
		"spawn(fn -> Stream.run(Stream.repeatedly(fn -> 1 end)) end)",
		"try do receive do :never -> 1 end catch :exit, _ -> Stream.run(Stream.repeatedly(fn -> 1 end)) end",
	} {
		c := newConsole(t, Config{})
		c.shows(busy, "the world is still busy after ", " slices; .step goes on\n")
		if now := c.here.Load().world.Now(); now < settleTime || now > 3*settleTime {
			t.Errorf("%s: it ran for %v", busy, now)
		}
	}
}
