package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// In a sandbox nothing reaches outside of the world, and each refusal says so.
func TestSandboxRefuses(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(dir, "secret")
	if err := os.WriteFile(secret, []byte("hidden"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("OTPSH_TEST_SECRET", "hidden")
	const text = "the sandbox refuses files"
	for code, want := range map[string]string{
		`IO.inspect File.read(f)`:                                  "{:error, :sandboxed}",
		`File.read!(f)`:                                            text,
		`File.write!(f, "x")`:                                      text,
		`File.stream!(f) |> Enum.to_list()`:                        text,
		`File.open!(f, [:write])`:                                  text,
		`File.rm!(f)`:                                              text,
		`File.rm_rf!(f)`:                                           text,
		`File.cp!(f, f <> "2")`:                                    text,
		`File.rename!(f, f <> "2")`:                                text,
		`File.mkdir_p!(f <> "2")`:                                  text,
		`File.ls!(Path.dirname(f))`:                                text,
		`File.cd!("/")`:                                            text,
		`IO.inspect File.exists?(f)`:                               "false",
		`Code.eval_file(f)`:                                        "could not load",
		`Code.require_file(f)`:                                     "sandboxed",
		`System.cmd("ls", [])`:                                     "the sandbox refuses to run programs",
		`System.shell("ls")`:                                       "the sandbox refuses to run programs",
		`:os.cmd(~c"echo hidden") |> IO.inspect()`:                 "the sandbox refuses to run programs",
		`IO.inspect System.get_env("OTPSH_TEST_SECRET")`:           "nil",
		`IO.inspect System.get_env()`:                              "%{}",
		`System.put_env("OTPSH_TEST_OTHER", "x")`:                  "the sandbox refuses to change the environment",
		`System.delete_env("OTPSH_TEST_SECRET")`:                   "the sandbox refuses to change the environment",
		`try do System.halt(3) rescue e -> IO.puts e.message end`:  "the sandbox refuses to end the program",
		`try do System.stop(3) rescue e -> IO.puts e.message end`:  "the sandbox refuses to end the program",
		`try do :erlang.halt(3) rescue e -> IO.puts e.message end`: "the sandbox refuses to end the program",
	} {
		out, status := runProgram(t, "", "--sandbox", "-e", "f = "+`"`+secret+`"`+"\n"+code)
		if !strings.Contains(out, want) || strings.Contains(out, "hidden\"") || status == 3 {
			t.Errorf("%s gave %q and exit code %d, want %q", code, out, status, want)
		}
	}
	if text, err := os.ReadFile(secret); err != nil || string(text) != "hidden" {
		t.Errorf("the file is %q (%v) afterwards", text, err)
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("the folder holds %v afterwards", files)
	}
}

// The program itself is read, and the shell works.
func TestSandboxRuns(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.exs")
	if err := os.WriteFile(file, []byte("IO.puts(\"ran\")\nIO.inspect(File.read(__ENV__.file) |> elem(0))\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := runProgram(t, "", "--sandbox", file); code != 0 || out != "ran\n:ok\n" {
		t.Errorf("the program gave %q, exit code %d", out, code)
	}
	out, code := runProgram(t, "File.read!(\"/etc/hostname\")\n40 + 2\n", "--sandbox")
	if code != 0 || !strings.Contains(out, "the sandbox refuses files") || !strings.Contains(out, "42\n") {
		t.Errorf("the shell gave %q, exit code %d", out, code)
	}
}
