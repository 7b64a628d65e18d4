package syntax

import (
	"strings"
	"testing"
)

// classesOf writes the class of each byte as a letter.
func classesOf(src string) string {
	var b strings.Builder
	for _, s := range Classify(src) {
		letter := map[Class]string{ClassPlain: ".", ClassKeyword: "k", ClassAtom: "a", ClassConstant: "c", ClassNumber: "n", ClassText: "s", ClassComment: "#", ClassUnmatched: "!"}[s.Class]
		b.WriteString(strings.Repeat(letter, s.To-s.From))
	}
	return b.String()
}

// Each text stands above its classes; line ends count as what they stand in.
func TestClassify(t *testing.T) {
	for _, c := range [][2]string{
		{``, ``},
		{`x = 1`, `....n`},
		{`def f(x), do: x + 0xFF`, `kkk.......aaa.....nnnn`},
		{`if not true do nil end`, `kk.kkk.cccc.kk.ccc.kkk`},
		{`if not true do nil`, `kk.kkk.cccc.kk.ccc`},
		{`Enum.map(:a, &(&1))`, `aaaa.....aa.....n..`},
		{`Mod.if(x)`, `aaa......`},
		{`[if: 1, "a b": 2]`, `.aaa.n..aaaaaa.n.`},
		{`"a#{1 + "b"}c" <> x`, `sskkn...ssskss.....`},
		{`"unfinished #{a + 1`, `sssssssssssskk....n`},
		{`"unfinished`, `sssssssssss`},
		{`"a#{1`, `sskkn`},
		{`"a#{x)} :b"`, `sskk.!kssss`},
		{`~r/a.b/i ; ~s`, `ssssssss...ss`},
		{`~s"a#{:b}" ~S(#{)`, `sssskkaaks.ssssss`},
		{`?a + ?\n + ?`, `nn...nnn...n`},
		{`:"a b" :foo :+ :`, `aaaaaa.aaaa.aa.a`},
		{`foo:`, `aaaa`},
		{`1 # "not a text"`, `n.##############`},
		{`f) + [1}`, `.!....n!`},
		{`12ab + 1`, `nn.....n`},
		{`x = end`, `....!!!`},
		{`a not in b`, `..kkk.kk..`},
		{`"""` + "\n#{1}\n  x", `sssskknkssss`},
		{`@doc "x"`, `.....sss`},
		{`é = 'x'`, `.....sss`},
	} {
		if got := classesOf(c[0]); got != c[1] {
			t.Errorf("%q\n %s\nwant\n %s", c[0], got, c[1])
		}
	}
}

// Whatever the text, each of its bytes is in one span.
func FuzzClassify(f *testing.F) {
	for _, text := range corpus(f) {
		f.Add(text)
		f.Add(text[:len(text)*2/3])
	}
	for _, text := range []string{"\"#{\"#{\"#{", "\xff\"\xff#{\xfe", "~", "~A", "<<<<<<<", "\\", "\"\\", "'''\n''", "1.", "0x", "%(", "a.\"#{b}\"", "\u202e\"\u202e"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 4096 {
			t.Skip()
		}
		at := 0
		for _, s := range Classify(src) {
			if s.From != at || s.To <= s.From {
				t.Fatalf("%q: a span from %d to %d after %d", src, s.From, s.To, at)
			}
			at = s.To
		}
		if at != len(src) {
			t.Errorf("%q: %d bytes of %d", src, at, len(src))
		}
	})
}
