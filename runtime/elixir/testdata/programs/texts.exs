# Likeness, cutting by bytes, letters of Turkey, sources of regexes, URIs and
# floats that are none.

names = ~w(martha marhta dwayne duane dixon dicksonx xdicksonx shackleford cunnigham same massey itman tonya a ab ba abc)
for a <- names, b <- names, do: IO.puts("#{a} #{b} #{String.jaro_distance(a, b)}")

for text <- [<<178, "ll", 178>>, <<255, "ll", 255>>, "héllò", "h😍l", <<"a", 0xE3, 0x81>>, <<"a", 178, 178, 178, 178>>],
    start <- [-3, 0, 1, 2],
    size <- 0..7 do
  IO.inspect({text, start, size, String.byte_slice(text, start, size)})
end

for text <- ["İ", "I\u0307", "ISPARTA", "ısı"], mode <- [:default, :turkic], do: IO.inspect({text, mode, String.downcase(text, mode)})

middle = "q"
IO.inspect(Regex.source(~r<\a\b\d\e\f\n\r\s\t\v>))
IO.inspect(Regex.source(~r/\n#{middle}\/\t/))
IO.inspect("a\tb\n\r\f\v\a\e" =~ ~r/^a\tb\n\r\f\v\a\e$/)
IO.inspect(Regex.scan(~r/cd/, "abcd", capture: :all_names))
IO.inspect(Regex.scan(~r/c(?<foo>d)/, "abcdcd", capture: :all_names))
IO.inspect(Macro.expand(quote(do: ~S(foo)), __ENV__))

for uri <- ["ht\0tps://foo.com", "h t://x", "1http://x", "h%t://x", "a/b c:d", "a:\0", "http://a#b c", "a|b", "//a b"],
    do: IO.inspect(URI.new(uri))

for text <- ["1.7976931348623159e308", "9e8363", "-1.0e400x", "1.0e-400", "1e5", "1.0e+", "1_0.0"],
    do: IO.inspect({text, Float.parse(text)})
