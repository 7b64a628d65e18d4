package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A live session at a pipe is saved, and what was saved runs.
func TestSaveRunsAgain(t *testing.T) {
	dir := t.TempDir()
	script, elixir := filepath.Join(dir, "x.otp"), filepath.Join(dir, "x.exs")
	inputs := []string{"defmodule Sum do", "  def of(list), do: Enum.sum(list)", "end; :ok", "Sum.of([1, 2])", "1 / 0", `IO.puts("told")`,
		".spawn supervisor one_for_one counter", ".call counter {:add, 5}", ".kill counter", ".call counter :get"}
	session, code := runProgram(t, strings.Join(append(inputs, ".save "+script, ".save "+elixir, ".save "+script, ""), "\n"))
	if code != 0 || strings.Count(session, "saved 8 inputs to "+dir) != 2 || !strings.Contains(session, "x.otp exists already") {
		t.Fatalf("exit %d\n%s", code, session)
	}
	out, code := runProgram(t, "", script)
	if code != 0 || !strings.Contains(out, "> 1 / 0\n** (ArithmeticError)") {
		t.Errorf("exit %d\n%s", code, out)
	}
	for _, want := range []string{
		"...(1) 00:00:00>   def of(list), do: Enum.sum(list)\n", "> Sum.of([1, 2])\n3\n", "told\n:ok\n",
		"> .call counter {:add, 5}\n  = GenServer.call(:counter, {:add, 5})\n5\n", "↻ counter restarted by sup: killed", "> .call counter :get\n  = GenServer.call(:counter, :get)\n0\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the script does not show %q:\n%s", want, out)
		}
	}
	if out, code := runProgram(t, "", elixir); code != 0 || !strings.HasSuffix(out, "told\n") {
		t.Errorf("the same as Elixir: exit %d\n%s", code, out)
	}
}

func TestRunInATerminal(t *testing.T) {
	s := openShell(t)
	file := filepath.Join(s.home, "long.exs")
	if err := os.WriteFile(file, []byte("kept = 42\nIO.puts(\"begun\")\nProcess.sleep(:infinity)\n:never\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.line(".run " + file)
	s.wait("iex(1)> kept = 42\n42\n", "\nbegun\n", "iex(3)> Process.sleep(:infinity)\n")
	s.key("C-c")
	s.wait(file + ":3: the script stops here\n")
	s.waitEnd("iex(3)>")
	s.line("kept + 1")
	s.wait("iex(3)> kept + 1\n43\n")
	if shown := s.text(); strings.Contains(shown, ":never") {
		t.Errorf("the file went on:\n%s", shown)
	}
}

// With a program elixir that speaks Elixir, here otpsh itself, both sides agree.
func TestRealAgainstAnElixir(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "elixir"), []byte("#!/bin/sh\nexec '"+program(t)+"' \"$@\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	inputs := []string{
		"defmodule Sized do", "  defstruct [:n, w: ~D[2024-01-01]]", "end", "alias Sized, as: S", "s = %S{n: \"a\\\"#{1}\\n\"}", "m = MapSet.new([1])",
		".real {s, m, %S{n: 1}}", ".real IO.puts(s.n); raise \"oops\"", ".real nowhere", ".real spawn(fn -> 1 end)",
	}
	out, code := runProgram(t, strings.Join(inputs, "\n")+"\n")
	if code != 0 || strings.Count(out, "│ Elixir 1.18.4, OTP 25\n") != 4 || strings.Count(out, "\n  the same\n") != 4 {
		t.Errorf("exit %d\n%s", code, out)
	}
}
