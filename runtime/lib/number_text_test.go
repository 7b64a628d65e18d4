package lib

import (
	"testing"

	"otpsh/runtime/term"
)

// What Float.round, ceil and floor give on real Elixir.
func TestRoundingFloats(t *testing.T) {
	for _, c := range []struct {
		f                  float64
		places             int
		round, ceil, floor float64
	}{
		{1.005, 2, 1.0, 1.01, 1.0},
		{12.345, 2, 12.35, 12.35, 12.34},
		{5.015, 3, 5.015, 5.015, 5.014},
		{-2.5, 0, -3, -2, -3},
		{0.1, 15, 0.1, 0.100000000000001, 0.1},
		{5e-324, 2, 0, 0.01, 0},
		{-0.001, 2, 0, 0, -0.01},
		{1e20, 5, 1e20, 1e20, 1e20},
	} {
		for name, want := range map[string]float64{"round": c.round, "ceil": c.ceil, "floor": c.floor} {
			got, err := otpshNumNatives["float_"+name+"/2"](nil, []term.Term{c.f, term.Int(c.places)})
			if err != nil || !term.Equal(got, want) {
				t.Errorf("%s(%v, %d) = %v (%v), want %v", name, c.f, c.places, got, err, want)
			}
		}
	}
}

func TestParsingPrefixes(t *testing.T) {
	for text, want := range map[string]string{
		"1.5e": "{1.5, \"e\"}", "1.": "{1.0, \".\"}", "-0": "{-0.0, \"\"}", "1e400": ":error", ".5": ":error",
		"1.5e+3x": "{1.5e3, \"x\"}", "+2": "{2.0, \"\"}", "": ":error",
	} {
		got, err := otpshNumNatives["parse_float/1"](nil, []term.Term{term.Binary(text)})
		if err != nil || term.Dump(got) != want {
			t.Errorf("parse_float(%q) = %s, want %s", text, term.Dump(got), want)
		}
	}
}

func TestBaseDecoding(t *testing.T) {
	for _, c := range []struct {
		radix, text string
		want        string
		digit       byte
		problem     decodeProblem
	}{
		{"64", "Zm9v", "foo", 0, decodeOK},
		{"64", "Zg==", "f", 0, decodeOK},
		{"64", "AB==", "\x00", 0, decodeOK},
		{"64", "Zg", "", 0, badPadding},
		{"64", "====", "", '=', badDigit},
		{"64", "Zg==Zg==", "", '=', badDigit},
		{"64", "MZ XW6===", "", ' ', badDigit},
		{"64", "Zm 9v", "", 0, badPadding},
		{"32", "MZXW6YTB", "fooba", 0, decodeOK},
		{"32", "MY======", "f", 0, decodeOK},
		{"32", "my======", "", 'm', badDigit},
		{"32", "M=======", "", '=', badDigit},
	} {
		got, digit, problem := radixes[c.radix].decode(c.text, false, true)
		if problem != c.problem || digit != c.digit || problem == decodeOK && got != c.want {
			t.Errorf("%s %q: got %q %q %v", c.radix, c.text, got, digit, problem)
		}
	}
}
