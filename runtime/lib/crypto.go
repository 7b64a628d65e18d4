package lib

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"hash"
	"math/big"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is the part of :crypto that lessons and small programs use:
// hashes, message codes, random bytes.

var hashes = map[string]func() hash.Hash{
	"md5":      md5.New,
	"sha":      sha1.New,
	"sha224":   sha256.New224,
	"sha256":   sha256.New,
	"sha384":   sha512.New384,
	"sha512":   sha512.New,
	"sha3_224": func() hash.Hash { return sha3.New224() },
	"sha3_256": func() hash.Hash { return sha3.New256() },
	"sha3_384": func() hash.Hash { return sha3.New384() },
	"sha3_512": func() hash.Hash { return sha3.New512() },
}

var cryptoNatives = vm.Natives{
	"hash/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		h, ok := hashNamed(a[0])
		data, ok2 := ioBytes(a[1])
		if !ok || !ok2 {
			return nil, vm.BadArg()
		}
		bumpBytes(m, 4*len(data))
		h.Write([]byte(data))
		return term.Binary(h.Sum(nil)), nil
	},
	"mac/4":  func(m *vm.Machine, a []term.Term) (term.Term, error) { return messageCode(m, a, 0) },
	"macN/5": func(m *vm.Machine, a []term.Term) (term.Term, error) { return messageCode(m, a[:4], a[4]) },
	"strong_rand_bytes/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		n, ok := a[0].(int)
		if !ok || n < 0 {
			return nil, vm.BadArg()
		}
		if n > maxBinary {
			return nil, systemLimit()
		}
		bumpBytes(m, 4*n)
		return term.Binary(randomBytes(m, n)), nil
	},
	"mod_pow/3": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		var x [3]*big.Int
		for i := range x {
			n, ok := asBig(a[i])
			if b, isBin := a[i].(term.Binary); isBin {
				n, ok = new(big.Int).SetBytes([]byte(b)), true
			}
			if !ok || n.Sign() < 0 || n.BitLen() > 1<<14 {
				return nil, vm.BadArg()
			}
			x[i] = n
		}
		if x[2].Sign() == 0 {
			return term.Error, nil
		}
		bump(m, x[1].BitLen()*x[2].BitLen()/1024)
		return term.Binary(new(big.Int).Exp(x[0], x[1], x[2]).Bytes()), nil
	},
	"exor/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		x, ok := ioBytes(a[0])
		y, ok2 := ioBytes(a[1])
		if !ok || !ok2 || len(x) != len(y) {
			return nil, vm.BadArg()
		}
		out := []byte(x)
		for i := range out {
			out[i] ^= y[i]
		}
		return term.Binary(out), nil
	},
	"hash_equals/2": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		x, ok := a[0].(term.Binary)
		y, ok2 := a[1].(term.Binary)
		if !ok || !ok2 || len(x) != len(y) {
			return nil, vm.BadArg()
		}
		return yes(hmac.Equal([]byte(x), []byte(y)))
	},
}

func hashNamed(t term.Term) (hash.Hash, bool) {
	name, ok := t.(term.Atom)
	if !ok {
		return nil, false
	}
	make, ok := hashes[name.Name()]
	if !ok {
		return nil, false
	}
	return make(), true
}

// messageCode is mac(:hmac, type, key, data), cut to size bytes when size is
// not 0.
func messageCode(m *vm.Machine, a []term.Term, size term.Term) (term.Term, error) {
	kind, _ := a[0].(term.Atom)
	name, ok := a[1].(term.Atom)
	key, ok2 := ioBytes(a[2])
	data, ok3 := ioBytes(a[3])
	if kind.IsZero() || kind.Name() != "hmac" || !ok || !ok2 || !ok3 || hashes[name.Name()] == nil {
		return nil, vm.BadArg()
	}
	bumpBytes(m, 8*len(data))
	h := hmac.New(hashes[name.Name()], []byte(key))
	h.Write([]byte(data))
	sum := h.Sum(nil)
	if n, ok := size.(int); ok && n > 0 && n < len(sum) {
		sum = sum[:n]
	}
	return term.Binary(sum), nil
}

// randomBytes come from the world: of its seed when it is simulated, else
// from the host.
func randomBytes(m *vm.Machine, n int) []byte {
	out := make([]byte, n)
	if m.World().Simulated() {
		for i := 0; i < n; i += 8 {
			word := m.World().Random()
			for j := i; j < min(i+8, n); j++ {
				out[j] = byte(word)
				word >>= 8
			}
		}
		return out
	}
	m.World().Host().Entropy(out)
	return out
}
