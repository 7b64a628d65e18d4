package lib

import (
	"fmt"
	"slices"

	"otpsh/runtime/code"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
	"strings"
)

// This file is how the library uses its Store: a module comes from its image
// when there is one, what the image has no code of from the source, and what
// this run has compiled is saved at its end.

// defined is told of each module whose body has run. It reports whether the
// module is there already, from its image: then the source was only wanted
// for functions that the image has no code of.
func (l *Library) defined(d *definition) bool {
	l.definitions[d.name] = d
	if vm.Code(l.world).Installed(d.name) != nil {
		return true
	}
	l.origins[d.name] = l.running
	return false
}

// fromStore installs a module, and what its source defines beside it, from
// images; nil when one of these is missing. mu is held.
func (l *Library) fromStore(name term.Atom) *vm.Module {
	if l.store == nil {
		return nil
	}
	main := l.loadImage(name)
	if main == nil || main.Origin != name {
		return nil
	}
	images := map[term.Atom]*image{name: main}
	for _, other := range main.Beside {
		if images[other] = l.loadImage(other); images[other] == nil {
			return nil
		}
	}
	for module, img := range images {
		if vm.Code(l.world).Installed(module) != nil {
			continue
		}
		l.origins[module] = name
		l.images[module] = img
		vm.Code(l.world).Install(img.module(module, func(fun term.Atom, arity int) lazyCode { return l.fromSource(module, fun, arity) }))
	}
	return vm.Code(l.world).Installed(name)
}

func (l *Library) loadImage(name term.Atom) *image {
	data, ok := l.store.Load(name.Name())
	if !ok {
		return nil
	}
	img, err := decodeImage(data)
	if err != nil {
		return nil
	}
	return img
}

// fromSource compiles a function that a module's image has no code of.
func (l *Library) fromSource(module, name term.Atom, arity int) lazyCode {
	return func(by *vm.CodeServer) ([]*code.Function, error) {
		defer l.enter(by)()
		d, err := l.definition(module)
		if err != nil {
			return nil, err
		}
		for fa := range d.functions {
			if c := d.coreFunction(d.functions[fa]); c.Name == name && c.Arity == arity {
				return d.compileLate(l.world, fa)
			}
		}
		return nil, fmt.Errorf("the source of %s does not define %s/%d", InspectAtom(module), name.Name(), arity)
	}
}

// definition is what the source of a module defines; the source is run if it
// was not in this run of the program. mu is held.
func (l *Library) definition(module term.Atom) (*definition, error) {
	if d := l.definitions[module]; d != nil {
		return d, nil
	}
	origin := l.origins[module]
	if err := l.run(origin, sources()[origin]); err != nil {
		return nil, fmt.Errorf("%s of the library does not compile: %s", InspectAtom(origin), describe(err))
	}
	d := l.definitions[module]
	if d == nil {
		return nil, fmt.Errorf("the source of %s does not define %s", InspectAtom(origin), InspectAtom(module))
	}
	return d, nil
}

// SaveCompiled keeps what this run of the program has compiled of the
// library. It does nothing without a Store, or while something compiles. What
// cannot be saved is compiled again next time.
func SaveCompiled() {
	l := library.it
	if l == nil || l.store == nil || !l.mu.TryLock() {
		return
	}
	defer l.mu.Unlock()
	l.saveAll()
}

// saveAll saves the images of all modules that hold anything new. mu is held.
func (l *Library) saveAll() {
	beside := map[term.Atom][]term.Atom{}
	for module, origin := range l.origins {
		if module != origin {
			beside[origin] = append(beside[origin], module)
		}
	}
	for module, origin := range l.origins {
		m := vm.Code(l.world).Installed(module)
		if m == nil {
			continue
		}
		others := beside[module]
		slices.SortFunc(others, func(a, b term.Atom) int { return strings.Compare(a.Name(), b.Name()) })
		l.save(m, origin, others)
	}
}

// save writes the image of a module unless the one that is kept has as much.
func (l *Library) save(m *vm.Module, origin term.Atom, beside []term.Atom) {
	img, news := makeImage(m, l.images[m.Name], origin, beside)
	if !news {
		return
	}
	if data, err := img.encode(); err == nil {
		l.store.Save(m.Name.Name(), data)
	}
}
