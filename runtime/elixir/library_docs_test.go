package elixir

import (
	"bytes"
	"testing"
)

// What h shows of a function gives what it says.
func TestExamplesOfTheLibrary(t *testing.T) {
	var out bytes.Buffer
	host := NewMachineHost()
	host.Out = &out
	w := NewWorld(Options{Host: host})
	defer w.Stop()
	if code := w.RunTests([]string{"testdata/library_docs_test.exs"}); code != 0 {
		t.Errorf("exit %d:\n%s", code, out.String())
	}
}
