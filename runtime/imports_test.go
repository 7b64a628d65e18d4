package runtime

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// allowed is the table of the house: which packages of ours each package may
// import directly, besides term and diag, which all above them may.
var allowed = map[string]string{
	"cmd/otpsh":           "*",
	"shell":               "runtime/elixir runtime/observe shell/view shell/complete lessons",
	"shell/prompt":        "",
	"shell/complete":      "runtime/elixir",
	"shell/view":          "runtime/observe runtime/syntax",
	"shell/web":           "runtime/observe",
	"lessons":             "",
	"runtime":             "",
	"runtime/elixir":      "runtime/observe runtime/explore runtime/lib runtime/vm runtime/kernel runtime/compile runtime/code runtime/expand runtime/core runtime/syntax runtime/trace",
	"runtime/observe":     "runtime/trace",
	"runtime/explore":     "runtime/kernel runtime/trace",
	"runtime/ets":         "",
	"runtime/lib":         "runtime/ets runtime/vm runtime/kernel runtime/syntax runtime/expand runtime/compile runtime/core runtime/code runtime/erlterm runtime/trace",
	"runtime/vm":          "runtime/code runtime/kernel",
	"runtime/kernel":      "runtime/trace",
	"runtime/compile":     "runtime/core runtime/code",
	"runtime/code":        "",
	"runtime/expand":      "runtime/syntax runtime/core",
	"runtime/core":        "",
	"runtime/erlterm":     "",
	"runtime/syntax":      "runtime/erlterm",
	"runtime/trace":       "",
	"runtime/diag":        "",
	"runtime/term":        "",
	"scripts/conformance": "",
}

// hostOnly are packages of the standard library that only the Host, which
// runtime/elixir implements, may import under runtime/.
var hostOnly = []string{"os", "os/exec", "net", "net/http", "math/rand", "math/rand/v2", "crypto/rand"}

func TestImportsGoDown(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "otpsh/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for dec.More() {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, "otpsh/")
		may, known := allowed[name]
		if !known {
			t.Errorf("%s is not in the table of packages", name)
			continue
		}
		for _, imp := range p.Imports {
			ours, isOurs := strings.CutPrefix(imp, "otpsh/")
			switch {
			case !isOurs:
				checkOutside(t, name, imp)
			case may == "*", ours == "runtime/diag" && name != "runtime/term", ours == "runtime/term" && name != "runtime/diag":
			case !contains(strings.Fields(may), ours):
				t.Errorf("%s imports %s, which the table does not allow", name, ours)
			}
		}
	}
}

func checkOutside(t *testing.T, name, imp string) {
	if strings.HasPrefix(name, "runtime/") && name != "runtime/elixir" && contains(hostOnly, imp) {
		t.Errorf("%s imports %s: under runtime/ only a Host goes outside", name, imp)
	}
	if imp == "github.com/c-bata/go-prompt" && name != "shell/prompt" {
		t.Errorf("%s imports go-prompt, which belongs to shell/prompt", name)
	}
}

func contains(s []string, x string) bool {
	for _, y := range s {
		if x == y {
			return true
		}
	}
	return false
}
