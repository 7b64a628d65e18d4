// The modules of a world.

package vm

import (
	"sync"
	"sync/atomic"

	"otpsh/runtime/code"
	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
)

// Loader finds modules that a world does not hold yet: those of the library.
type Loader interface {
	// Load is the module of that name; false when there is none. What it
	// gives may be shared by several worlds.
	Load(module term.Atom) (*Module, bool, error)
}

// CodeServer is the table of modules of one world. Any goroutine may use it.
type CodeServer struct {
	base       *CodeServer
	loader     Loader
	mu         sync.Mutex // of writers
	modules    atomic.Pointer[map[term.Atom]*Module]
	generation atomic.Pointer[generation]
	operators  [operatorCount]atomic.Pointer[cached]
	byName     [namedSlots]atomic.Pointer[cached]
	traceDepth atomic.Int32
	placesLast atomic.Bool // see KeepPlaces
}

// generation is an identity: a new one is made when a module is replaced, and
// what an inline cache found under another one does not count. It has a size
// so that two are never at one address.
type generation struct{ _ byte }

// CodeKey is the key of a world's CodeServer among its attachments.
const CodeKey = "code"

// Code is the code server of a world; nil when none is attached.
func Code(w *kernel.World) *CodeServer {
	c, _ := w.Attachment(CodeKey).(*CodeServer)
	return c
}

// NewCodeServer makes a table that holds what base holds (nil: nothing), and
// asks the loader (nil: nobody) for what it does not hold.
func NewCodeServer(base *CodeServer, loader Loader) *CodeServer {
	c := &CodeServer{base: base, loader: loader}
	c.modules.Store(&map[term.Atom]*Module{forModule: forNatives})
	c.generation.Store(&generation{})
	c.traceDepth.Store(defaultTraceDepth)
	return c
}

// forNatives is what compiled comprehensions call.
var forNatives = Link(&code.Module{Name: forModule}, iterNatives)

// Fork copies the table for a forked world; the modules are shared.
func (c *CodeServer) Fork(*kernel.World) kernel.Attachment {
	f := &CodeServer{base: c.base, loader: c.loader}
	f.modules.Store(c.modules.Load())
	f.generation.Store(&generation{})
	f.traceDepth.Store(c.traceDepth.Load())
	f.placesLast.Store(c.placesLast.Load())
	return f
}

// Installed is a module that the table holds; nil when it has yet to be
// loaded, or does not exist.
func (c *CodeServer) Installed(module term.Atom) *Module {
	m, ok := (*c.modules.Load())[module]
	if !ok && c.base != nil {
		return c.base.Installed(module)
	}
	return m
}

// Module is a module, loaded if need be; nil when there is none.
func (c *CodeServer) Module(module term.Atom) *Module {
	m, _ := c.lookup(module)
	return m
}

// lookup is Module that tells why loading failed.
func (c *CodeServer) lookup(module term.Atom) (*Module, error) {
	m, known := (*c.modules.Load())[module]
	if known {
		return m, nil
	}
	if c.base != nil {
		if m := c.base.Installed(module); m != nil {
			return m, nil
		}
	}
	if c.loader == nil {
		return nil, nil
	}
	m, ok, err := c.loader.Load(module)
	if err != nil || !ok || m == nil {
		return nil, err
	}
	// Nothing was found under this name before, so no cache knows of it.
	c.mu.Lock()
	defer c.mu.Unlock()
	if other, ok := (*c.modules.Load())[module]; ok {
		return other, nil
	}
	c.put(module, m)
	return m, nil
}

// Install puts a module into the table, replacing one of the same name.
func (c *CodeServer) Install(m *Module) {
	c.mu.Lock()
	defer c.mu.Unlock()
	old := c.Installed(m.Name)
	c.put(m.Name, m)
	if old != nil {
		c.generation.Store(&generation{})
	}
}

// Delete takes a module out; it is not loaded again.
func (c *CodeServer) Delete(module term.Atom) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.put(module, nil)
	c.generation.Store(&generation{})
}

// put is called with the lock held. Readers take none, so the map is copied.
func (c *CodeServer) put(name term.Atom, m *Module) {
	old := *c.modules.Load()
	next := make(map[term.Atom]*Module, len(old)+1)
	for k, v := range old {
		next[k] = v
	}
	next[name] = m
	c.modules.Store(&next)
}

// Loaded are the names of the modules that the table holds, in no order.
func (c *CodeServer) Loaded() []term.Atom {
	var out []term.Atom
	if c.base != nil {
		out = c.base.Loaded()
	}
	for name, m := range *c.modules.Load() {
		if m != nil && (c.base == nil || c.base.Installed(name) == nil) {
			out = append(out, name)
		}
	}
	return out
}

// Find is a function that others may call, its module loaded if need be; nil when there is none.
func (c *CodeServer) Find(module, name term.Atom, arity int) *Func {
	m, _ := c.lookup(module)
	if m == nil {
		return nil
	}
	return m.exported(name, arity)
}

// find is Find that raises when a library module does not compile.
func (c *CodeServer) find(module, name term.Atom, arity int) (*Func, *Exception) {
	m, err := c.lookup(module)
	if err != nil {
		return nil, internalError(err)
	}
	if m == nil {
		return nil, nil
	}
	return m.exported(name, arity), nil
}

// at is the function of a call, through the call's cache.
func (c *CodeServer) at(s *site) (*Func, *Exception) {
	g := c.generation.Load()
	if hit := s.cache.Load(); hit != nil && hit.generation == g {
		return hit.f, nil
	}
	f, exc := c.find(s.module, s.name, s.arity)
	if f != nil {
		s.cache.Store(&cached{g, f})
	}
	return f, exc
}

// namedSlots is how many functions that were found by name at run time are
// cached.
const namedSlots = 256

// external is the function that &module.name/arity names now; nil when there
// is none.
func (c *CodeServer) external(fun *term.Fun) (*Func, *Exception) {
	return c.named(fun.Module, fun.Name, fun.Arity)
}

// named is find through a cache.
func (c *CodeServer) named(module, name term.Atom, arity int) (*Func, *Exception) {
	if f := c.cachedName(module, name, arity); f != nil {
		return f, nil
	}
	g := c.generation.Load()
	f, exc := c.find(module, name, arity)
	if f != nil {
		c.slot(module, name, arity).Store(&cached{g, f})
	}
	return f, exc
}

// cachedName is a function that was found by its name before; nil when it was
// not, or may be another one now.
func (c *CodeServer) cachedName(module, name term.Atom, arity int) *Func {
	hit := c.slot(module, name, arity).Load()
	if hit == nil || hit.generation != c.generation.Load() {
		return nil
	}
	if f := hit.f; f.Module == module && f.Name == name && f.Arity == arity {
		return f
	}
	return nil
}

func (c *CodeServer) slot(module, name term.Atom, arity int) *atomic.Pointer[cached] {
	return &c.byName[(module.Index()*31+name.Index()+uint32(arity))%namedSlots]
}

// Exported reports whether a module that is loaded has the function.
func (c *CodeServer) Exported(module, name term.Atom, arity int) bool {
	m := c.Installed(module)
	if m == nil {
		return false
	}
	return m.exported(name, arity) != nil
}
