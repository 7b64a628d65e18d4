package lib

import (
	"sort"
	"strings"

	"otpsh/runtime/expand"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the documentation of a module: what h, t and b show, and
// Code.fetch_docs/1 gives.

// Doc is the documentation of one function, macro, callback or type.
type Doc struct {
	Kind      string // function, macro, callback, macrocallback or type
	FA        expand.FA
	Line      int
	Text      term.Term // binary, false (hidden), or nil
	Signature string    // of functions and macros
	Meta      term.Term // map
}

// Callable says whether it is of a function or macro.
func (d Doc) Callable() bool { return d.Kind == "function" || d.Kind == "macro" }

// metadata is what @doc, @moduledoc or @typedoc says in keywords.
func (d *definition) metadata(attribute string) *term.Map {
	value, _ := d.docMeta.Get(term.Intern(attribute))
	if meta, ok := value.(*term.Map); ok {
		return meta
	}
	return term.EmptyMap
}

// takeMetadata is metadata that belongs to the one definition that follows it.
func (d *definition) takeMetadata(attribute string) *term.Map {
	meta := d.metadata(attribute)
	d.docMeta = d.docMeta.Delete(term.Intern(attribute))
	return meta
}

// documentOther gives a callback or type the documentation before it. That of
// several clauses is one.
func (d *definition) documentOther(kind string, fa expand.FA, line int, attribute string) {
	doc := Doc{Kind: kind, FA: fa, Line: line}
	if at, text, ok := pairOf(d.takeAttribute(attribute)); ok {
		doc.Line, _ = at.(int)
		if text != term.Term(term.Nil) {
			doc.Text = text
		}
	}
	meta := d.takeMetadata(attribute)
	switch kind {
	case "typep":
		return
	case "opaque":
		doc.Kind, meta = "type", meta.Put(term.Intern("opaque"), term.True)
	}
	doc.Meta = meta
	for i, before := range d.otherDocs {
		if before.Kind == doc.Kind && before.FA == fa {
			if doc.Text != nil {
				d.otherDocs[i].Text = doc.Text
			}
			d.otherDocs[i].Meta = before.Meta.(*term.Map).Merge(meta)
			return
		}
	}
	d.otherDocs = append(d.otherDocs, doc)
}

// documentation is that of the finished module: functions, macros, callbacks and types,
// each by name. A name that begins with an underscore is hidden when nothing
// is said of it.
func (d *definition) documentation() []Doc {
	docs := make([]Doc, 0, len(d.docs)+len(d.otherDocs))
	for _, e := range d.docs {
		doc := Doc{Kind: "function", FA: e.fa, Line: e.line, Text: e.doc, Signature: signatureText(e.fa.Name, e.parameters), Meta: e.meta}
		if e.kind == expand.Defmacro {
			doc.Kind = "macro"
		}
		if e.defaults > 0 {
			doc.Meta = e.meta.Put(term.Intern("defaults"), term.Int(e.defaults))
		}
		if e.doc == nil && strings.HasPrefix(e.fa.Name.Name(), "_") {
			doc.Text = term.False
		}
		docs = append(docs, doc)
	}
	docs = append(append(docs, d.otherDocs...), nativeDocs(d.name)...)
	sort.SliceStable(docs, func(i, j int) bool {
		a, b := docs[i], docs[j]
		switch {
		case docOrder[a.Kind] != docOrder[b.Kind]:
			return docOrder[a.Kind] < docOrder[b.Kind]
		case a.FA.Name != b.FA.Name:
			return a.FA.Name.Name() < b.FA.Name.Name()
		}
		return a.FA.Arity < b.FA.Arity
	})
	return docs
}

var docOrder = map[string]int{"function": 0, "macro": 1, "callback": 2, "macrocallback": 3, "type": 4}

// moduleInfo is what a module tells of itself; nil when there is no such module.
func moduleInfo(m *vm.Machine, module term.Term) *ModuleInfo {
	name, ok := module.(term.Atom)
	if !ok {
		return nil
	}
	mod := m.Code().Module(name)
	if mod == nil {
		return nil
	}
	info, _ := mod.Info.(*ModuleInfo)
	return info
}

// moduleDocs is (module): {text, metadata, [{kind, name, arity, line, signature,
// text, metadata}]}, or nil.
func moduleDocs(m *vm.Machine, args []term.Term) (term.Term, error) {
	info := moduleInfo(m, args[0])
	if info == nil {
		return term.Nil, nil
	}
	docs := make([]term.Term, len(info.Docs))
	for i, d := range info.Docs {
		docs[i] = term.NewTuple(term.Intern(d.Kind), d.FA.Name, term.Int(d.FA.Arity), term.Int(d.Line), term.Binary(d.Signature), orNil(d.Text), d.Meta)
	}
	return term.NewTuple(orNil(info.Moduledoc), info.ModuleMeta, term.List(docs...)), nil
}

// moduleTypespecs is (module): [{kind, name, arity, quoted}], or nil.
func moduleTypespecs(m *vm.Machine, args []term.Term) (term.Term, error) {
	info := moduleInfo(m, args[0])
	if info == nil {
		return term.Nil, nil
	}
	specs := make([]term.Term, len(info.Typespecs))
	for i, s := range info.Typespecs {
		specs[i] = term.NewTuple(term.Intern(s.Kind), s.FA.Name, term.Int(s.FA.Arity), s.Quoted)
	}
	return term.List(specs...), nil
}

// lineOf is (module, name, arity): the line where the module begins when name is nil,
// else that of its function or macro, the first of that name when arity is nil;
// nil when it is not known.
func lineOf(m *vm.Machine, args []term.Term) (term.Term, error) {
	info := moduleInfo(m, args[0])
	if info == nil || info.Library {
		return term.Nil, nil
	}
	if args[1] == term.Term(term.Nil) {
		return term.Int(info.Line), nil
	}
	name, _ := args[1].(term.Atom)
	arity, exact := args[2].(int)
	mod := m.Code().Module(args[0].(term.Atom))
	found := 0
	for _, fa := range mod.Functions() {
		f := mod.Func(fa.Name, fa.Arity)
		macro := fa.Name == macroFunction(name)
		if fa.Name != name && !macro || exact && fa.Arity != arity && !(macro && fa.Arity == arity+1) {
			continue
		}
		if c := f.Compiled(); c != nil && (found == 0 || c.Line < found) {
			found = c.Line
		}
	}
	if found == 0 {
		return term.Nil, nil
	}
	return term.Int(found), nil
}

func orNil(t term.Term) term.Term {
	if t == nil {
		return term.Nil
	}
	return t
}
