package shell

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// equivalents types lines and gives the Elixir that they were shown to stand
// for.
func (c *console) equivalents(lines ...string) []string {
	c.t.Helper()
	var codes []string
	for _, line := range lines {
		for shown := range strings.Lines(c.enter(line)) {
			if code, ok := strings.CutPrefix(shown, "  = "); ok {
				codes = append(codes, strings.TrimSuffix(code, "\n"))
			}
		}
	}
	return codes
}

// What commands show to stand for, with the actors that .source shows, runs on
// a real Elixir and gives the same. ELIXIR is the path of one.
func TestEquivalentsOnARealElixir(t *testing.T) {
	elixir := os.Getenv("ELIXIR")
	if elixir == "" {
		t.Skip("ELIXIR names no elixir to compare with")
	}
	c := newConsole(t, Config{})
	var script strings.Builder
	for _, actor := range []string{"counter", "store", "worker"} {
		script.WriteString(c.enter(".source " + actor))
	}
	script.WriteString("Logger.configure(level: :none)\n")
	lines := []string{
		".spawn counter", ".spawn counter as hits 10", ".spawn store", ".spawn agent box %{a: 1}", ".spawn worker", ".spawn My.Till",
		".call counter {:add, 5}", ".cast hits {:add, 2}", ".call hits :get", ".send counter :hello", ".call Till :get",
		".spawn supervisor one_for_all a b as top", ".spawn supervisor rest_for_one c d", ".call a {:add, 3}",
		".kill counter", ".crash hits", ".crash store", ".stop box", ".kill worker shutdown", ".kill a", ".call sup :count_children",
		".kill b normal", ".stop top",
	}
	codes := c.equivalents(lines...)
	if len(codes) != len(lines) {
		t.Fatalf("%d lines stand for %d inputs", len(lines), len(codes))
	}
	// Pids and times differ; what is left is compared.
	script.WriteString(`show = fn code ->
  Process.sleep(20)
  value =
    try do
      {value, _} = Code.eval_string(code)
      value
    catch
      kind, reason -> {kind, if(is_exception(reason), do: reason.__struct__, else: elem(reason, 0) |> then(&(is_tuple(&1) && elem(&1, 0) || &1)))}
    end
  IO.puts(Regex.replace(~r/#PID<[\d.]+>/, inspect(value), "pid"))
end
Process.flag(:trap_exit, true)
`)
	for _, code := range codes {
		script.WriteString("show.(" + quotedText(code) + ")\n")
	}
	run := func(program string, args ...string) string {
		t.Helper()
		file := filepath.Join(t.TempDir(), "equivalents.exs")
		if err := os.WriteFile(file, []byte(script.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		out, err := exec.CommandContext(ctx, program, append(args, file)...).Output() // not what is told of modules defined again
		if err != nil {
			t.Fatalf("%s: %v\n%s", program, err, out)
		}
		return string(out)
	}
	real := run(elixir)
	ours := run("go", "run", "../cmd/otpsh")
	if real != ours {
		t.Errorf("a real Elixir prints\n%s\nours\n%s", real, ours)
	}
	if n := strings.Count(real, "\n"); n != len(codes) {
		t.Errorf("%d lines for %d inputs:\n%s", n, len(codes), real)
	}
}

func quotedText(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "#{", "\\#{").Replace(text) + `"`
}
