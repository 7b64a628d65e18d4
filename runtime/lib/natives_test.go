package lib

import (
	"bufio"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file compares natives with what real Elixir recorded: see
// testdata/natives.exs.

var recordedTables = map[string][]vm.Natives{
	"erlang":        {erlangArithNatives, erlangDataNatives, erlangConvertNatives, externalNatives, phashNatives, identityNatives},
	"lists":         {listsNatives, listsSortNatives, listsKeyNatives},
	"maps":          {mapsNatives},
	"Elixir.String": {stringNatives, stringGraphemeNatives},
	"re":            {reNatives},
	"io_lib":        {ioLibNatives},
	"string":        {erlStringNatives, erlStringListNatives},
	"rand":          {randNatives},
	"math":          {mathNatives},
	"binary":        {binaryNatives},
	"unicode":       {unicodeNatives},
}

func TestNativesAsRecorded(t *testing.T) {
	file, err := os.Open("testdata/natives.golden")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		code, words, _ := strings.Cut(lines.Text(), " ")
		raw, err := base64.StdEncoding.DecodeString(code)
		if err != nil {
			t.Fatal(err)
		}
		call, _, ok := decodeExternal(string(raw), false)
		if !ok {
			t.Errorf("cannot decode the record of %s", words)
			continue
		}
		c := call.(*term.Tuple).Elems
		if problem := checkRecorded(c); problem != "" {
			t.Errorf("%s: %s", words, problem)
		}
	}
}

func checkRecorded(c []term.Term) string {
	module, name := c[0].(term.Atom).Name(), c[1].(term.Atom).Name()
	args, _ := term.Slice(c[2])
	key := fmt.Sprintf("%s/%d", name, len(args))
	var native vm.Native
	for _, table := range recordedTables[module] {
		if f, ok := table[key]; ok {
			native = f
		}
	}
	if native == nil {
		return "no such native"
	}
	want := c[3].(*term.Tuple).Elems
	got, err := native(nil, args)
	if want[0] == term.Term(term.Ok) {
		if err != nil {
			return fmt.Sprintf("raised %s, want %s", raisedBy(err), term.Dump(want[1]))
		}
		if name == "format" {
			text, _ := charText(got)
			got = term.Binary(text)
		}
		if !term.Identical(got, want[1]) {
			return fmt.Sprintf("got %s, want %s", term.Dump(got), term.Dump(want[1]))
		}
		return ""
	}
	var exc *vm.Exception
	if !errors.As(err, &exc) {
		return fmt.Sprintf("got %s, want %s", term.Dump(got), term.Dump(term.NewTuple(want...)))
	}
	info := map[int]string{}
	want[2].(*term.Map).Each(func(k, v term.Term) bool {
		info[k.(int)-1] = string(v.(term.Binary))
		return true
	})
	if !term.Identical(exc.Reason, want[1]) || len(exc.Stack) == 0 && !maps.Equal(info, exc.ArgInfo) {
		return fmt.Sprintf("raised %s, want %s %v", raisedBy(err), term.Dump(want[1]), info)
	}
	return ""
}

func raisedBy(err error) string {
	var exc *vm.Exception
	if !errors.As(err, &exc) {
		return err.Error()
	}
	return fmt.Sprintf("%s %v", term.Dump(exc.Reason), exc.ArgInfo)
}
