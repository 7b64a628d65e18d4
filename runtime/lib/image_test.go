package lib

import (
	"reflect"
	"testing"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// memory is a Store in memory.
type memory map[string][]byte

func (m memory) Load(module string) ([]byte, bool)      { b, ok := m[module]; return b, ok }
func (m memory) Save(module string, image []byte) error { m[module] = image; return nil }

// everyModule loads each module of the library that is written in Elixir.
func everyModule(t *testing.T, l *Library) {
	t.Helper()
	for name := range sources() {
		if _, _, err := l.Load(name); err != nil {
			t.Fatal(err)
		}
	}
}

// What an image tells of a module is all that the module tells: a new field
// of ModuleInfo must go through it too.
func TestImagesKeepWhatModulesTell(t *testing.T) {
	l := newLibrary(nil)
	everyModule(t, l)
	for name := range sources() {
		m := vm.Code(l.world).Installed(name)
		img, news := makeImage(m, nil, name, nil)
		data, err := img.encode()
		if err != nil || !news {
			t.Fatalf("%s: %v", name, err)
		}
		back, err := decodeImage(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		was, is := toTerm(reflect.ValueOf(img.Info)), toTerm(reflect.ValueOf(back.Info))
		if !term.Identical(was, is) {
			t.Errorf("%s came back as %s, was %s", name, term.Dump(is), term.Dump(was))
		}
		if len(back.Functions) != len(img.Functions) {
			t.Errorf("%s: %d functions of %d", name, len(back.Functions), len(img.Functions))
		}
		for n := range min(len(data), 200) {
			decodeImage(data[:n]) // must not panic
		}
	}
}

var calls = []struct {
	module, function string
	args             []term.Term
	want             string
}{
	{"Elixir.Enum", "sort", []term.Term{term.List(term.Int(3), term.Int(1), term.Int(2))}, "[1, 2, 3]"},
	{"Elixir.String", "upcase", []term.Term{term.Binary("abc")}, `"ABC"`},
	{"Elixir.Keyword", "merge", []term.Term{keyword("a", term.Int(1)), keyword("b", term.Int(2))}, "[a: 1, b: 2]"},
	{"Elixir.Kernel", "inspect", []term.Term{term.Int(5)}, `"5"`},
	{"Elixir.Macro", "to_string", []term.Term{term.Tuple3(term.Intern("x"), term.Empty, term.Nil)}, `"x"`},
}

// A library whose images lack the code of some functions, or of all, compiles
// these from source and answers the same.
func TestALibraryFromImages(t *testing.T) {
	store := memory{}
	run := func(name string) *Library {
		l := newLibrary(store)
		for _, c := range calls {
			v, exc := vm.RunSync(l.world, term.Intern(c.module), term.Intern(c.function), c.args...)
			if exc != nil {
				t.Fatalf("%s: %s.%s: %s", name, c.module, c.function, describe(exc))
			}
			if got := InspectPlain(v, 80, 50); got != c.want {
				t.Errorf("%s: %s.%s gave %s, want %s", name, c.module, c.function, got, c.want)
			}
		}
		return l
	}
	run("cold").saveAll()
	if len(store) < 5 {
		t.Fatalf("only %d images were saved", len(store))
	}
	warm := run("warm")
	if len(warm.definitions) != 0 {
		t.Errorf("with its images complete the library ran the source of %d modules", len(warm.definitions))
	}
	for name, data := range store {
		img, err := decodeImage(data)
		if err != nil {
			t.Fatal(err)
		}
		for i := range img.Functions {
			img.Functions[i].Code = ""
		}
		store[name], _ = img.encode()
	}
	run("without code").saveAll()
	if again := run("completed"); len(again.definitions) != 0 {
		t.Errorf("the completed images left the source of %d modules to be run", len(again.definitions))
	}
	for name, data := range store {
		store[name] = data[:len(data)/2]
	}
	run("damaged")
}
