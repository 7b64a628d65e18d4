package term

import (
	"encoding/hex"
	"fmt"
	"math/big"
	"testing"
)

func show(t Term) string {
	s, n, _ := BitString(t)
	return fmt.Sprintf("%X %d", s, n)
}

// The wanted bytes are real Elixir's.
func TestWrite(t *testing.T) {
	num := func(s string) Term {
		n, _ := new(big.Int).SetString(s, 0)
		return Big(n)
	}
	for _, c := range []struct {
		write func(w *BitWriter) bool
		want  string
	}{
		{func(w *BitWriter) bool { return w.Int(0xABC, 12, true) }, "BCA0 12"},
		{func(w *BitWriter) bool { return w.Int(-5, 13, true) }, "FBF8 13"},
		{func(w *BitWriter) bool { return w.Int(num("0x123456789ABCDEF012345"), 85, true) }, "452301EFCDAB8967452308 85"},
		{func(w *BitWriter) bool { return w.Int(1, 1, false) && w.Int(0x3FF, 10, false) }, "FFE0 11"},
		{func(w *BitWriter) bool { return w.Int(num("-0x400000000000000000"), 80, false) }, "FFC00000000000000000 80"},
		{func(w *BitWriter) bool { return w.Int(-1, 0, false) && w.Int(-1, 3, true) }, "E0 3"},
		{func(w *BitWriter) bool { return w.Float(1.5, 16, false) }, "3E00 16"},
		{func(w *BitWriter) bool { return w.Float(65504.0, 16, false) }, "7BFF 16"},
		{func(w *BitWriter) bool { return w.Float(65519.0, 16, false) }, "7BFF 16"},
		{func(w *BitWriter) bool { return w.Float(0.1, 16, false) }, "2E66 16"},
		{func(w *BitWriter) bool { return w.Float(6.0e-8, 16, false) }, "0001 16"},
		{func(w *BitWriter) bool { return w.Float(0.1, 32, true) }, "CDCCCC3D 32"},
		{func(w *BitWriter) bool { return w.Int(1, 3, false) && w.Float(0.1, 64, false) }, "27F733333333333340 67"},
		{func(w *BitWriter) bool { return w.UTF16(0x1F600, false) }, "D83DDE00 32"},
		{func(w *BitWriter) bool { return w.UTF16(0x1F600, true) }, "3DD800DE 32"},
		{func(w *BitWriter) bool { return w.UTF32(0x20AC, true) }, "AC200000 32"},
		{func(w *BitWriter) bool { return w.UTF8(0x20AC) && !w.UTF8(0xD800) && !w.UTF8(Ok) }, "E282AC 24"},
		{func(w *BitWriter) bool { return w.Float(-1.0e39, 32, false) && !w.Float(pow2(1025), 64, false) }, "FF800000 32"},
		{func(w *BitWriter) bool {
			return !w.Int(1.0, 8, false) && w.Append(NewBits("\xff", 3)) && w.Append(Binary("a"))
		}, "EC20 11"},
	} {
		var w BitWriter
		if !c.write(&w) {
			t.Errorf("%s: refused", c.want)
		}
		if got := show(w.Term()); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestRead(t *testing.T) {
	raw, _ := hex.DecodeString("a55c77ff00112233445566")
	s := string(raw)
	for _, c := range []struct {
		got  Term
		want string
	}{
		{IntBits(s, 3, 13, true, true), "-982"},
		{IntBits(s, 3, 13, false, true), "1372"},
		{IntBits(s, 1, 70, true, false), "634558350784082196554"},
		{IntBits(s, 1, 70, false, true), "344596302638361942434"},
		{IntBits("\xff\xff\xff\xff\xff\xff\xff\xff", 0, 64, false, false), "18446744073709551615"},
		{IntBits("\xff\xff\xff\xff\xff\xff\xff\xff", 0, 64, false, true), "-1"},
		{IntBits("", 0, 0, false, true), "0"},
	} {
		if got := Dump(c.got); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
	if f, ok := FloatBits("\x3e\x00", 0, 16, false); !ok || f != 1.5 {
		t.Error(f)
	}
	if _, ok := FloatBits("\x7c\x00", 0, 16, false); ok {
		t.Error("infinity is no float")
	}
	if got := show(SliceBits(s, 4, 12)); got != "55C0 12" {
		t.Error(got)
	}
	if got := show(SliceBits(s, 8, 9)); got != "5C00 9" {
		t.Error(got)
	}
	if r, n, ok := UTF8Bits("a€", 8, 32); r != '€' || n != 24 || !ok {
		t.Error(r, n, ok)
	}
	if _, _, ok := UTF8Bits("a€", 8, 24); ok {
		t.Error("half a character")
	}
	if r, n, ok := UTF16Bits("\xd8\x3d\xde\x00", 0, 32, false); r != 0x1f600 || n != 32 || !ok {
		t.Error(r, n, ok)
	}
	if _, _, ok := UTF32Bits("\xff\xff\xff\xff", 0, 32, false); ok {
		t.Error("no code point")
	}
}

// Every integer field reads back as it was written, at every offset.
func TestRoundTrip(t *testing.T) {
	n := new(big.Int).SetUint64(0xfedcba9876543210)
	n.Lsh(n, 13).Add(n, big.NewInt(77))
	for size := 1; size <= 80; size++ {
		mask := new(big.Int).Lsh(big.NewInt(1), uint(size))
		want := Big(new(big.Int).And(n, mask.Sub(mask, big.NewInt(1))))
		for off := range 9 {
			for _, little := range []bool{false, true} {
				var w BitWriter
				w.Int(-1, off, false)
				w.Int(n, size, little)
				w.Int(-1, 5, false)
				s, _, _ := BitString(w.Term())
				if got := IntBits(s, off, size, little, false); !Identical(got, want) {
					t.Fatalf("%d bits at %d, little %v: %s, want %s", size, off, little, Dump(got), Dump(want))
				}
			}
		}
	}
}

func TestFormatFloat(t *testing.T) {
	for want, f := range map[string]float64{
		"1.0e20": 1e20, "0.1": 0.1, "1.0e-5": 1e-5, "0.0001": 1e-4, "1.2e-4": 1.2e-4, "123456789.0": 123456789,
		"9.007199254740992e15": 1 << 53, "4503599627370496.0": 1 << 52, "1.0e3": 1000, "100.0": 100, "0.0": 0,
		"5.0e-324": 5e-324, "1.7976931348623157e308": 1.7976931348623157e308, "-1.5e-10": -1.5e-10, "1.23e5": 123000,
	} {
		if got := FormatFloat(f); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
