package lib

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"strings"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :zlib's compression of whole binaries.

var zlibNatives = vm.Natives{
	"compress/1": zlibPack(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }),
	"gzip/1":     zlibPack(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }),
	"zip/1": zlibPack(func(w io.Writer) io.WriteCloser {
		z, _ := flate.NewWriter(w, flate.DefaultCompression) // the level is a valid one
		return z
	}),
	"uncompress/1": zlibUnpack(func(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) }),
	"gunzip/1":     zlibUnpack(func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }),
	"unzip/1":      zlibUnpack(func(r io.Reader) (io.Reader, error) { return flate.NewReader(r), nil }),
}

// maxInflated bounds what one call unpacks.
const maxInflated = 1 << 30

// zlibPack compresses iodata; it bumps by the size, since it runs to the end.
func zlibPack(writer func(io.Writer) io.WriteCloser) vm.Native {
	return func(m *vm.Machine, a []term.Term) (term.Term, error) {
		data, ok := ioBytes(a[0])
		if !ok {
			return nil, vm.BadArg()
		}
		bump(m, len(data)/64)
		var out bytes.Buffer
		w := writer(&out)
		if _, err := io.WriteString(w, data); err != nil {
			return nil, vm.Raise(term.Intern("data_error"))
		}
		if err := w.Close(); err != nil {
			return nil, vm.Raise(term.Intern("data_error"))
		}
		return term.Binary(out.String()), nil
	}
}

func zlibUnpack(reader func(io.Reader) (io.Reader, error)) vm.Native {
	return func(m *vm.Machine, a []term.Term) (term.Term, error) {
		data, ok := ioBytes(a[0])
		if !ok {
			return nil, vm.BadArg()
		}
		r, err := reader(strings.NewReader(data))
		if err != nil {
			return nil, vm.Raise(term.Intern("data_error"))
		}
		out, err := io.ReadAll(io.LimitReader(r, maxInflated+1))
		switch {
		case err != nil:
			return nil, vm.Raise(term.Intern("data_error"))
		case len(out) > maxInflated:
			return nil, systemLimit()
		}
		bump(m, len(out)/64)
		return term.Binary(out), nil
	}
}
