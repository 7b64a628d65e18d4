package lib

import (
	"errors"
	"reflect"
	"sort"

	"otpsh/runtime/code"
	"otpsh/runtime/expand"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file keeps compiled library modules from one run of the program to the
// next. An image holds what a module tells of itself and the code of those of
// its functions that have been called; the others are compiled from source
// when they are called first, as without an image. A program behaves the same
// with and without images: it only starts faster.

// Store is where images are kept, by the name of their module. What it gives
// must have been saved by this same program: an image is trusted.
type Store interface {
	Load(module string) ([]byte, bool)
	Save(module string, image []byte) error
}

// image is one module as it is kept.
type image struct {
	Info      *ModuleInfo
	Functions []imageFunction
	Origin    term.Atom   // the library module whose source defines it
	Beside    []term.Atom // what the same source defines besides (derived implementations)
}

// imageFunction is a function of the module, under the name of its code.
type imageFunction struct {
	Name    term.Atom
	Arity   int
	Private bool
	Code    term.Binary // empty: not compiled yet
}

var errImage = errors.New("not an image of a module")

// makeImage is the image of a module as compiled so far; before is the one it
// came from, nil when it came from source. It reports whether there is
// anything to keep that before does not hold.
func makeImage(m *vm.Module, before *image, origin term.Atom, beside []term.Atom) (img *image, news bool) {
	kept := map[vm.FA]term.Binary{}
	if before != nil {
		for _, f := range before.Functions {
			kept[vm.FA{Name: f.Name, Arity: f.Arity}] = f.Code
		}
	}
	img = &image{Info: m.Info.(*ModuleInfo), Origin: origin, Beside: beside}
	news = before == nil
	for _, fa := range m.Functions() {
		f := m.Func(fa.Name, fa.Arity)
		if f.Native() {
			continue
		}
		b := kept[fa]
		if c := f.Compiled(); c != nil && b == "" {
			// A function with a constant that has no encoding stays uncompiled.
			data, err := code.Encode(&code.Module{Name: m.Name, Functions: []*code.Function{c}})
			b, news = term.Binary(data), news || err == nil
			if err != nil {
				b = ""
			}
		}
		img.Functions = append(img.Functions, imageFunction{Name: fa.Name, Arity: fa.Arity, Private: f.Private(), Code: b})
	}
	sort.Slice(img.Functions, func(i, j int) bool {
		a, b := img.Functions[i], img.Functions[j]
		return a.Name.Name() < b.Name.Name() || a.Name == b.Name && a.Arity < b.Arity
	})
	return img, news
}

// module is the module that the image describes. source compiles a function
// that the image has no code of.
func (img *image) module(name term.Atom, source func(name term.Atom, arity int) lazyCode) *vm.Module {
	natives := reflection(name, img.Info)
	for key, f := range nativesOf(name) {
		natives[key] = f
	}
	m := vm.Link(&code.Module{Name: name}, natives)
	m.Info = img.Info
	for _, f := range img.Functions {
		compile := source(f.Name, f.Arity)
		if f.Code != "" {
			compile = decodeCode(f.Code)
		}
		m.AddLazy(f.Name, f.Arity, compile)
		if f.Private {
			m.Hide(vm.FA{Name: f.Name, Arity: f.Arity})
		}
	}
	return m
}

// lazyCode makes the code of a function when it is called first.
type lazyCode = func(by *vm.CodeServer) ([]*code.Function, error)

func decodeCode(b term.Binary) lazyCode {
	return func(*vm.CodeServer) ([]*code.Function, error) {
		m, err := code.Decode([]byte(b))
		if err != nil {
			return nil, err
		}
		return m.Functions, nil
	}
}

func (img *image) encode() ([]byte, error) {
	return code.EncodeTerm(toTerm(reflect.ValueOf(img).Elem()))
}

func decodeImage(data []byte) (*image, error) {
	t, err := code.DecodeTerm(data)
	if err != nil {
		return nil, err
	}
	img := &image{}
	if !fromTerm(t, reflect.ValueOf(img).Elem()) || img.Info == nil {
		return nil, errImage
	}
	return img, nil
}

var (
	termGoType = reflect.TypeFor[term.Term]()
	atomGoType = reflect.TypeFor[term.Atom]()
	fasGoType  = reflect.TypeFor[[]expand.FA]()
)

// toTerm is a plain Go value as a term: a struct is a tuple of its fields, a
// slice a list, a map a list of pairs; what may be nil is {} or {value}.
func toTerm(v reflect.Value) term.Term {
	switch v.Type() {
	case termGoType:
		if v.IsNil() {
			return term.NewTuple()
		}
		return term.NewTuple(v.Interface())
	case atomGoType:
		return optionalAtom(v.Interface().(term.Atom))
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return term.NewTuple()
		}
		return term.NewTuple(toTerm(v.Elem()))
	case reflect.Struct:
		elems := make([]term.Term, v.NumField())
		for i := range elems {
			elems[i] = toTerm(v.Field(i))
		}
		return term.NewTuple(elems...)
	case reflect.Slice:
		elems := make([]term.Term, v.Len())
		for i := range elems {
			elems[i] = toTerm(v.Index(i))
		}
		return term.List(elems...)
	case reflect.Map:
		var elems []term.Term
		for _, key := range v.MapKeys() {
			elems = append(elems, term.Tuple2(toTerm(key), toTerm(v.MapIndex(key))))
		}
		sort.Slice(elems, func(i, j int) bool { return term.Compare(elems[i], elems[j]) < 0 })
		return term.List(elems...)
	case reflect.String:
		return term.Binary(v.String())
	case reflect.Int:
		return term.Int(int(v.Int()))
	case reflect.Bool:
		return term.Bool(v.Bool())
	}
	panic("lib: a module's image cannot hold a " + v.Type().String())
}

// optionalAtom is an atom; 0 for none.
func optionalAtom(a term.Atom) term.Term {
	if a.IsZero() {
		return term.Int(0)
	}
	return a
}

// fromTerm fills v with what toTerm made of such a value; false when the term
// has another form.
func fromTerm(t term.Term, v reflect.Value) bool {
	switch v.Type() {
	case termGoType:
		opt, ok := optional(t)
		if ok && opt != nil {
			v.Set(reflect.ValueOf(&opt).Elem())
		}
		return ok
	case atomGoType:
		a, ok := t.(term.Atom)
		if ok {
			v.Set(reflect.ValueOf(a))
		}
		return ok || t == term.Term(term.Int(0))
	case fasGoType:
		fas, ok := namesAndArities(t)
		if ok {
			v.Set(reflect.ValueOf(fas))
		}
		return ok
	}
	switch v.Kind() {
	case reflect.Pointer:
		opt, ok := optional(t)
		if !ok || opt == nil {
			return ok
		}
		v.Set(reflect.New(v.Type().Elem()))
		return fromTerm(opt, v.Elem())
	case reflect.Struct:
		tuple, ok := t.(*term.Tuple)
		if !ok || len(tuple.Elems) != v.NumField() {
			return false
		}
		for i, e := range tuple.Elems {
			if !fromTerm(e, v.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Slice:
		elems, ok := term.Slice(t)
		if !ok || len(elems) == 0 {
			return ok
		}
		v.Set(reflect.MakeSlice(v.Type(), len(elems), len(elems)))
		for i, e := range elems {
			if !fromTerm(e, v.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Map:
		return mapFromTerm(t, v)
	case reflect.String:
		b, ok := t.(term.Binary)
		v.SetString(string(b))
		return ok
	case reflect.Int:
		n, ok := t.(int)
		v.SetInt(int64(n))
		return ok
	case reflect.Bool:
		v.SetBool(t == term.Term(term.True))
		return true
	}
	return false
}

func mapFromTerm(t term.Term, v reflect.Value) bool {
	elems, ok := term.Slice(t)
	if !ok || len(elems) == 0 {
		return ok
	}
	v.Set(reflect.MakeMap(v.Type()))
	for _, e := range elems {
		pair, ok := e.(*term.Tuple)
		if !ok || len(pair.Elems) != 2 {
			return false
		}
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		if !fromTerm(pair.Elems[0], key) || !fromTerm(pair.Elems[1], value) {
			return false
		}
		v.SetMapIndex(key, value)
	}
	return true
}

// optional takes {} and {value} apart.
func optional(t term.Term) (term.Term, bool) {
	tuple, ok := t.(*term.Tuple)
	if !ok || len(tuple.Elems) > 1 {
		return nil, false
	}
	if len(tuple.Elems) == 0 {
		return nil, true
	}
	return tuple.Elems[0], true
}

// namesAndArities is fromTerm for the most common slice, without reflection.
func namesAndArities(t term.Term) ([]expand.FA, bool) {
	elems, ok := term.Slice(t)
	if !ok || len(elems) == 0 {
		return nil, ok
	}
	fas := make([]expand.FA, len(elems))
	for i, e := range elems {
		pair, ok := e.(*term.Tuple)
		if !ok || len(pair.Elems) != 2 {
			return nil, false
		}
		name, isAtom := pair.Elems[0].(term.Atom)
		arity, isInt := pair.Elems[1].(int)
		if !isAtom || !isInt {
			return nil, false
		}
		fas[i] = expand.FA{Name: name, Arity: arity}
	}
	return fas, true
}
