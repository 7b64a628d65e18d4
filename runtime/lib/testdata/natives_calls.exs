
big = fn n -> Bitwise.bsl(1, n) end
bad = [
 {:length,[1]},{:length,[[1|2]]},{:hd,[[]]},{:tl,[1]},{:element,[0,{1}]},{:element,[:a,{1}]},{:element,[1,1]},{:setelement,[5,{1},0]},{:setelement,[:a,1,0]},
 {:make_tuple,[-1,0]},{:make_tuple,[:a,0]},{:make_tuple,[2,0,:x]},{:append_element,[1,2]},{:delete_element,[3,{1}]},{:delete_element,[:a,3]},{:insert_element,[5,{1},2]},{:insert_element,[:a,1,2]},
 {:tuple_size,[1]},{:tuple_to_list,[1]},{:list_to_tuple,[1]},{:list_to_tuple,[[1|2]]},{:size,[1]},{:byte_size,[1]},{:bit_size,[1]},{:binary_part,["abc",5,1]},{:binary_part,["abc",1,5]},{:binary_part,["abc",{1,5}]},{:binary_part,[1,1,1]},{:binary_part,["abc",:a,:b]},{:binary_part,["abc",:a]},
 {:split_binary,["abc",5]},{:split_binary,[1,:a]},{:map_size,[1]},{:map_get,[:a,1]},{:map_get,[:a,%{}]},{:is_map_key,[:a,1]},
 {:atom_to_binary,[1]},{:atom_to_list,[1]},{:atom_to_binary,[:a,:x]},{:binary_to_atom,[1]},{:binary_to_atom,[<<255>>]},{:binary_to_atom,["a",:foo]},{:binary_to_existing_atom,["xyz_nonexist"]},{:binary_to_existing_atom,[1]},{:list_to_atom,[1]},{:list_to_atom,[[:a]]},{:list_to_existing_atom,[~c"fgslkdfgj"]},{:binary_to_atom,[String.duplicate("a",256)]},{:list_to_atom,[List.duplicate(?a,256)]},
 {:integer_to_binary,[:a]},{:integer_to_binary,[1,50]},{:integer_to_list,[:a]},{:integer_to_list,[1.0,1]},{:binary_to_integer,["x"]},{:binary_to_integer,[1]},{:binary_to_integer,["1",40]},{:binary_to_integer,[1,40]},{:list_to_integer,[1]},{:list_to_integer,[~c"x"]},{:list_to_integer,[[]]},{:list_to_integer,[~c"12",99]},{:list_to_integer,[[:a],10]},
 {:float_to_binary,[1]},{:float_to_binary,[1.0,:a]},{:float_to_binary,[1.0,[:x]]},{:float_to_binary,[1.0,[decimals: 300]]},{:float_to_binary,[1,[decimals: 3]]},{:float_to_list,[1]},{:float_to_list,[1.0,[:x]]},{:binary_to_float,["1"]},{:binary_to_float,[1]},{:list_to_float,[~c"1"]},{:list_to_float,[1]},{:binary_to_float,["1.0e999"]},
 {:list_to_binary,[1]},{:list_to_binary,[[:a]]},{:list_to_binary,[[256]]},{:iolist_to_binary,[:a]},{:iolist_to_binary,[[:a]]},{:iolist_size,[:a]},{:iolist_size,[[:a]]},{:binary_to_list,[1]},{:binary_to_list,["abc",0,1]},{:binary_to_list,["abc",3,1]},{:binary_to_list,[1,:a,:b]},{:bitstring_to_list,[1]},{:list_to_bitstring,[1]},{:list_to_bitstring,[[:a]]},
 {:pid_to_list,[1]},{:list_to_pid,[1]},{:list_to_pid,[~c"x"]},{:ref_to_list,[1]},{:fun_to_list,[1]},{:list_to_ref,[~c"x"]},{:crc32,[:a]},{:crc32,[-1,"a"]},{:crc32,[:a,:b]},{:adler32,[:a]},{:md5,[:a]},{:binary_to_term,[1]},{:binary_to_term,["x"]},{:binary_to_term,["x",:a]},{:binary_to_term,["x",[:foo]]},{:term_to_binary,[1,:a]},{:term_to_binary,[1,[:foo]]},{:phash2,[1,0]},{:phash2,[1,:a]},
 {:abs,[:a]},{:float,[:a]},{:round,[:a]},{:trunc,[:a]},{:ceil,[:a]},{:floor,[:a]},{:div,[1,0]},{:rem,[1,:a]},{:and,[1,true]},{:or,[true,1]},{:xor,[1,2]},{:not,[1]},{:++,[1,2]},{:++,[[1|2],2]},{:--,[1,[]]},{:--,[[],1]},{:--,[[1|2],[2]]},{:bsl,[1,1.0]},{:bnot,[1.0]},{:is_function,[1,-1]},{:is_function,[1,:a]},{:is_record,[1,2]},{:is_record,[{:a},1]},{:is_record,[{:a},:a,:x]},{:float,[big.(3000)]},{:max,[1,2]},{:bsl,[1, big.(70)]},{:bsl,[1, big.(40)]},{:tuple_to_list,[[]]},{:external_size,[1]},{:term_to_iovec,[1]},{:binary_to_list,["abc",1,9]},{:list_to_atom,[[0xd800]]},{:integer_to_list,[1,1]},{:integer_to_binary,[:a,1]},{:list_to_binary,["abc"]},{:list_to_binary,[["a"|"b"]]},{:list_to_bitstring,[["a"|<<1::3>>]]},{:iolist_to_binary,[<<1::3>>]},{:iolist_to_binary,[[<<1::3>>]]},{:is_map_key,[1,2]},{:atom_to_binary,[:"é",:latin1]},{:atom_to_binary,[:"→",:latin1]},{:float_to_binary,[1.0e300,[decimals: 3]]},{:float_to_binary,[1.0e300,[{:decimals, 253}]]},{:float_to_binary,[1.5,[{:scientific, 250}]]},{:float_to_binary,[1.5,[{:scientific, 249}]]},{:float_to_binary,[1.5,[{:scientific, 0}]]},{:float_to_binary,[1.5,[:short,:compact]]},{:float_to_binary,[1.50,[:compact,{:decimals,4}]]},{:float_to_binary,[1.0,[:compact,{:decimals,4}]]},{:float_to_binary,[1.0e22,[:short]]},{:float_to_binary,[1.0e23,[:compact]]},
]

good = [
  {:+, [1, 2]}, {:+, [9223372036854775807, 1]}, {:+, [1, 2.5]}, {:+, [:a, 1]}, {:+, [-9223372036854775808, -1]}, {:-, [-9223372036854775808, 1]}, {:-, [5]}, {:-, [0.0]}, {:-, [-1.5]}, {:-, [-9223372036854775808]}, {:+, [:a]},
  {:*, [4294967296, 4294967296]}, {:*, [3037000500, 3037000500]}, {:*, [-9223372036854775808, -1]}, {:*, [1.0e200, 1.0e200]}, {:*, [big.(64), 2.0]}, {:/, [1, 3]}, {:/, [1, 0]}, {:/, [1.0, 0.0]}, {:/, [big.(2000), 2]}, {:/, [6, 2]},
  {:div, [-7, 2]}, {:div, [-9223372036854775808, -1]}, {:div, [big.(100), -3]}, {:rem, [-7, 2]}, {:rem, [7, -2]}, {:rem, [big.(100), 7]}, {:rem, [-9223372036854775808, -1]}, {:div, [1.0, 2]},
  {:band, [-1, 255]}, {:bor, [big.(70), 1]}, {:bxor, [-1, big.(70)]}, {:bnot, [5]}, {:bnot, [big.(70)]}, {:bsl, [1, 70]}, {:bsl, [1, -1]}, {:bsr, [-5, 1]}, {:bsr, [big.(70), 69]}, {:bsr, [1, -70]}, {:bsr, [-1, 100]}, {:bsr, [1, big.(70)]}, {:bsr, [-1, big.(70)]}, {:bsl, [0, big.(70)]}, {:bsl, [3, -1180591620717411303424]}, {:bsr, [9223372036854775807, 63]}, {:bsr, [-9223372036854775808, 64]},
  {:abs, [-5]}, {:abs, [-9223372036854775808]}, {:abs, [-5.5]}, {:float, [3]}, {:float, [big.(70)]}, {:round, [2.5]}, {:round, [-2.5]}, {:round, [1.0e30]}, {:trunc, [-2.7]}, {:ceil, [1.1]}, {:floor, [-1.1]}, {:round, [0.49999999999999994]}, {:trunc, [9.3e18]}, {:round, [5]},
  {:==, [1, 1.0]}, {:"=:=", [1, 1.0]}, {:"=<", [1, :a]}, {:max, [1, 1.0]}, {:min, [1, 1.0]}, {:max, [1.0, 1]}, {:min, [:a, "a"]}, {:and, [true, false]}, {:or, [false, true]}, {:xor, [true, true]}, {:not, [true]}, {:++, [[1], [2]]}, {:++, [[], 3]}, {:++, [[1], 3]}, {:--, [[1, 2, 3, 2, 1], [2, 1, 1, 5]]}, {:--, [[1, 1.0, 1], [1.0]]},
  {:element, [2, {1, 2}]}, {:setelement, [1, {1, 2}, 9]}, {:make_tuple, [3, 0, [{2, :x}, {2, :y}]]}, {:make_tuple, [2, :a]}, {:append_element, [{1}, 2]}, {:delete_element, [1, {1, 2}]}, {:insert_element, [2, {1, 2}, 9]}, {:insert_element, [3, {1, 2}, 9]}, {:tuple_to_list, [{1, 2}]}, {:list_to_tuple, [[1, 2]]}, {:size, [{1}]}, {:size, [<<1, 2, 3::4>>]}, {:byte_size, [<<1, 3::4>>]}, {:bit_size, [<<1, 3::4>>]},
  {:binary_part, ["hello", 5, -2]}, {:binary_part, ["hello", {0, 2}]}, {:binary_part, ["hello", 0, 6]}, {:binary_part, ["hello", 2, -3]}, {:split_binary, ["abc", 1]}, {:map_size, [%{a: 1}]}, {:map_get, [:a, %{a: 1}]}, {:is_map_key, [:a, %{}]},
  {:is_record, [{:r, 1}, :r]}, {:is_record, [{:r, 1}, :r, 2]}, {:is_record, [{:r, 1}, :r, 3]}, {:is_record, [1, :r, :x]}, {:is_boolean, [true]}, {:is_bitstring, [<<1::3>>]}, {:is_binary, [<<1::3>>]}, {:is_number, [1.0]},
  {:atom_to_binary, [:é]}, {:atom_to_list, [:é]}, {:binary_to_atom, ["é", :latin1]}, {:list_to_atom, [[233]]},
  {:integer_to_binary, [255, 16]}, {:integer_to_list, [-255, 2]}, {:integer_to_binary, [big.(70), 36]}, {:binary_to_integer, ["ff", 16]}, {:binary_to_integer, ["-FF", 16]}, {:binary_to_integer, ["+12"]}, {:binary_to_integer, ["123456789012345678901234567890"]}, {:list_to_integer, [~c"-12"]}, {:binary_to_integer, [" 1"]}, {:binary_to_integer, ["1_000"]}, {:binary_to_integer, [""]}, {:binary_to_integer, ["0x1F", 16]},
  {:float_to_binary, [0.1]}, {:float_to_list, [1.5]}, {:float_to_binary, [-0.0]}, {:float_to_binary, [0.1, [:short]]}, {:float_to_binary, [1.0e-10, [:short]]}, {:float_to_binary, [123456.789, [decimals: 2]]}, {:float_to_binary, [123456.789, [scientific: 3]]}, {:float_to_binary, [-0.001, [decimals: 1]]}, {:float_to_binary, [0.5, [decimals: 0]]}, {:float_to_binary, [1.0e15, [:short]]}, {:float_to_binary, [1.0e16, [:short]]}, {:float_to_binary, [123456789012345680.0, [:short]]}, {:float_to_binary, [1.0e5, [:short]]}, {:float_to_binary, [100000.0, [:compact, decimals: 10]]},{:float_to_binary, [5.0e-324, [:short]]},{:float_to_binary, [1.7976931348623157e308, [:short]]},
  {:binary_to_float, ["1.5"]}, {:binary_to_float, ["-1.5E10"]}, {:list_to_float, [~c"+1.5e-3"]}, {:binary_to_float, ["1e5"]}, {:binary_to_float, ["1.5.1"]}, {:binary_to_float, [" 1.5"]},
  {:list_to_binary, [[1, [2 | "a"], "b"]]}, {:iolist_to_binary, ["a"]}, {:iolist_to_binary, [[[[]], "a", [98 | "c"]]]}, {:iolist_size, [["ab", 1]]}, {:list_to_bitstring, [[<<1::3>>, <<2::5>>, 255]]}, {:binary_to_list, ["abc"]}, {:binary_to_list, ["abc", 2, 3]}, {:bitstring_to_list, [<<1, 2, 3::4>>]}, {:bitstring_to_list, ["ab"]}, {:iolist_to_iovec, [["a", "b"]]}, {:iolist_to_iovec, [[]]},
  {:crc32, ["abc"]}, {:crc32, [5, "abc"]}, {:adler32, [["a", "bc"]]}, {:adler32, [77, "abc"]}, {:md5, ["abc"]},
  {:external_size, [%{a: 1}]}, {:binary_to_term, [<<131, 97, 1, 2>>]}, {:binary_to_term, [<<131, 97, 1, 2>>, [:used]]}, {:binary_to_term, [<<131, 119, 3, 97, 98, 99>>]}, {:binary_to_term, [<<131, 108, 0, 0, 0, 1, 97, 1, 97, 2>>]}, {:binary_to_term, [<<131, 104, 255>>]}, {:binary_to_term, [:erlang.term_to_binary(List.duplicate(:a, 100), [:compressed])]}, {:binary_to_term, [<<131, 116, 0, 0, 0, 2, 97, 1, 97, 1, 97, 1, 97, 2>>]}, {:binary_to_term, [<<131, 99, "1.50000000000000000000e+00", 0, 0, 0, 0, 0>>]}, {:binary_to_term, [""]}, {:binary_to_term, [<<131, 70, 127, 240, 0, 0, 0, 0, 0, 0>>]}, {:term_to_binary, [:a, [minor_version: 1]]}, {:term_to_binary, [:a, [minor_version: 2]]}, {:term_to_binary, [:a, [minor_version: 5]]}
]

samples = [0, 1, -1, 127, 255, 256, 134217727, 134217728, -134217728, -134217729, 2147483647, 2147483648, -2147483649, 576460752303423487, 576460752303423488, -576460752303423489, 9223372036854775807, 9223372036854775808, -9223372036854775808, big.(64), -big.(64), big.(128), big.(2100), 0.0, -0.0, 1.5, -1.0e300, :a, :é, :"→", nil, true, :"", Enum, "", "a", "hello world, this is long", <<1::3>>, <<"ab", 5::4>>, [], [1], [1, 2, 3, 4, 5], ~c"hello", [1 | 2], [[], [[]]], [:a, "b", 1.0], [300, 1], [1, 300], {}, {1}, {1, {2, 3}, [4]}, %{}, %{a: 1}, %{:a => 1, :b => %{c: [1, 2]}, "k" => 3.0}, &Enum.map/2, List.to_tuple(Enum.to_list(1..300)), {:a, [], %{}}, [[1, 2, 3, 4] | :tail], %{1 => :a, 1.0 => :b}, %{{1, 2} => [3]}]

floats = for x <- [0.15, 0.35, 1.115, 1.005, 123456.789, 0.1, 99.9999999999, 0.99999999999999, 4503599627370497.5, 9007199254740991.0, 9007199254740993.0, 5.015, 8.575, -2.5, 0.5, 1.0e22], d <- [0, 1, 2, 3, 5, 10, 15, 17, 18, 19, 25], do: {:float_to_binary, [x, [decimals: d]]}

erlang =
  bad ++ good ++ floats ++ [{:phash2, [Map.new(1..50, &{&1, &1 * 2})]}] ++
    Enum.flat_map(samples, fn s -> [{:term_to_binary, [s]}, {:phash2, [s]}, {:phash2, [s, 1000]}, {:phash2, [[s, s]]}, {:phash2, [{s, 1}]}, {:phash2, [%{s => s}]}, {:phash2, [s, 4294967296]}] end)

lists = [
  {:append, [[[1], [2], [3]]]}, {:append, [[]]}, {:append, [[1], [2]]}, {:subtract, [[1, 2, 1], [1]]}, {:reverse, [[1, 2, 3]]}, {:reverse, [[1, 2], [3]]}, {:reverse, [[1, 2], :x]}, {:reverse, [1]}, {:reverse, [1, []]},
  {:member, [1, [1.0, 1]]}, {:member, [1, 2]}, {:member, [1, [2 | 3]]}, {:delete, [1, [1.0, 1, 2, 1]]}, {:delete, [9, [1]]}, {:delete, [9, 1]}, {:nth, [1, [:a]]}, {:nth, [2, [:a]]}, {:nth, [0, [:a]]}, {:nthtail, [1, [:a, :b]]}, {:nthtail, [0, []]}, {:nthtail, [3, [1]]}, {:last, [[1, 2]]}, {:last, [[]]}, {:droplast, [[1, 2]]}, {:droplast, [[]]},
  {:prefix, [[1], [1, 2]]}, {:prefix, [[2], [1, 2]]}, {:prefix, [[1, 2], [1]]}, {:prefix, [[], []]}, {:suffix, [[2], [1, 2]]}, {:suffix, [[1], [1, 2]]}, {:suffix, [[1, 2, 3], [3]]},
  {:seq, [1, 5]}, {:seq, [5, 4]}, {:seq, [5, 1]}, {:seq, [1, 10, 3]}, {:seq, [10, 1, -4]}, {:seq, [1, 1, 0]}, {:seq, [1, 2, 0]}, {:seq, [:a, 2, 1]}, {:seq, [5, 1, 1]}, {:seq, [1, 5, -1]}, {:seq, [2, 1, 1]}, {:seq, [1, 2, -1]},
  {:sum, [[1, 2.5, 3]]}, {:sum, [[]]}, {:sum, [[:a]]}, {:max, [[1, 3, 2]]}, {:max, [[1, 1.0]]}, {:min, [[1, 1.0, 0.5]]}, {:min, [[]]}, {:duplicate, [3, :x]}, {:duplicate, [0, :x]}, {:duplicate, [-1, :x]},
  {:sublist, [[1, 2, 3], 2]}, {:sublist, [[1, 2, 3], 9]}, {:sublist, [[1, 2, 3], -1]}, {:sublist, [[1, 2, 3], 2, 1]}, {:sublist, [[1, 2, 3], 9, 1]}, {:sublist, [[1, 2, 3], 0, 1]}, {:split, [1, [1, 2]]}, {:split, [5, [1]]},
  {:flatten, [[1, [2, [3, []], [[[4]]]]]]}, {:flatten, [[[1]], [2]]}, {:flatten, [1]}, {:flatten, [[1 | 2]]}, {:flatlength, [[1, [2, [3]]]]}, {:concat, [[1, :a, ~c"b", 2.5]]}, {:zip, [[1, 2], [3, 4]]}, {:zip, [[1], []]}, {:zip3, [[1], [2], [3]]}, {:unzip, [[{1, 2}, {3, 4}]]}, {:unzip3, [[{1, 2, 3}]]}, {:unzip, [[1]]},
  {:uniq, [[1, 1.0, 2, 1, 2]]}, {:join, [:x, [1, 2, 3]]}, {:join, [:x, []]}, {:enumerate, [[:a, :b]]}, {:enumerate, [5, [:a]]},
  {:sort, [[3, 1, 2, :a, "b", [], {}, %{}, 2.5]]}, {:sort, [1]}, {:usort, [[3, 1, 1.0, 3]]}, {:keysort, [2, [{1, :c}, {2, :a}, {3, :b}, {4, :a}]]}, {:keysort, [0, []]}, {:keysort, [2, [{1}, {2}]]}, {:keysort, [2, [{1}]]}, {:ukeysort, [1, [{2, :a}, {1, :b}, {2, :c}]]}, {:merge, [[[1, 3], [2, 4]]]}, {:merge, [[1, 3], [2, 4]]}, {:umerge, [[1, 3], [1, 4]]}, {:keymerge, [1, [{1, :a}], [{1, :b}, {2, :c}]]}, {:ukeymerge, [1, [{1, :a}], [{1, :b}, {2, :c}]]},
  {:keyfind, [1, 1, [{2}, {1.0, :x}]]}, {:keyfind, [1, 2, [{2}, {1.0, :x}]]}, {:keyfind, [1, 0, []]}, {:keyfind, [1, :a, []]}, {:keyfind, [1, 1, :x]}, {:keyfind, [1, 1, [:notuple, {1}]]}, {:keymember, [1, 1, [{1}]]}, {:keymember, [1, 1, 2]}, {:keysearch, [1, 1, [{1}]]}, {:keydelete, [1, 1, [{2}, {1}, {1}]]}, {:keyreplace, [1, 1, [{2}, {1}], {5}]}, {:keyreplace, [1, 1, [{1}], 5]}, {:keystore, [1, 1, [{2}], {5}]}, {:keystore, [2, 1, [{2}, {1}], {5}]}, {:keytake, [1, 1, [{2}, {1}, {3}]]}, {:keytake, [1, 1, []]}
]

maps = [
  {:new, []}, {:get, [:a, %{a: 1}]}, {:get, [:b, %{a: 1}]}, {:get, [1, 2]}, {:get, [:b, %{a: 1}, 5]}, {:get, [1, 2, 3]}, {:find, [:a, %{a: 1}]}, {:find, [:b, %{}]}, {:find, [1, 2]}, {:is_key, [1, %{1.0 => 1}]}, {:is_key, [1, 2]}, {:put, [1, 2, %{}]}, {:put, [1, 2, 3]}, {:update, [:a, 2, %{a: 1}]}, {:update, [:b, 2, %{a: 1}]}, {:update, [:b, 2, 3]}, {:remove, [:a, %{a: 1}]}, {:remove, [:a, 1]}, {:take, [:a, %{a: 1, b: 2}]}, {:take, [:c, %{}]}, {:take, [:c, 1]}, {:size, [%{a: 1}]}, {:size, [1]}, {:keys, [%{b: 1, a: 2}]}, {:keys, [1]}, {:values, [%{b: 1, a: 2}]}, {:to_list, [%{b: 1, a: 2}]}, {:to_list, [1]}, {:from_list, [[a: 1, a: 2]]}, {:from_list, [[1]]}, {:from_list, [1]}, {:from_keys, [[1, 2], 3]}, {:from_keys, [1, 2]}, {:merge, [%{a: 1}, %{a: 2, b: 3}]}, {:merge, [1, 2]}, {:merge, [%{}, 2]}, {:intersect, [%{a: 1, b: 2}, %{b: 3}]}, {:with, [[:a, :z], %{a: 1, b: 2}]}, {:with, [1, 2]}, {:with, [1, %{}]}, {:without, [[:a], %{a: 1, b: 2}]}, {:without, [[1], 2]}
]

numbers = [0, 1, -1, 0.5, 2, 10, 1000, 1.5e300, -0.3, :a, 710]
math =
  for(f <- [:acos, :acosh, :asin, :asinh, :atan, :atanh, :ceil, :cos, :cosh, :erf, :exp, :floor, :log, :log2, :log10, :sin, :sinh, :sqrt, :tan, :tanh], x <- numbers, do: {f, [x]}) ++
    for(f <- [:atan2, :fmod, :pow], x <- [0, 1, 2.5, -3, :a], y <- [0, 2, -1.5, 0.5, :b], do: {f, [x, y]}) ++ [{:pi, []}, {:pow, [10, 400]}]

binary = [
  {:at, ["abc", 1]}, {:at, ["abc", 3]}, {:at, [1, :a]}, {:at, ["abc", -1]}, {:first, ["abc"]}, {:first, [""]}, {:last, ["abc"]}, {:last, [1]}, {:bin_to_list, ["abc"]}, {:bin_to_list, ["abc", {1, 1}]}, {:bin_to_list, ["abc", 1, 2]}, {:bin_to_list, [1]}, {:bin_to_list, ["abc", 5, 1]}, {:list_to_bin, [[97, "b"]]}, {:list_to_bin, ["a"]}, {:list_to_bin, [[:a]]}, {:list_to_bin, [:a]}, {:part, ["abc", 1, 1]}, {:part, ["abc", {3, -1}]}, {:part, ["abc", 5, 1]}, {:part, ["abc", 1, 5]}, {:part, ["abc", {1, 5}]}, {:part, ["abc", :a]}, {:part, [1, 2, 3]},
  {:copy, ["ab", 3]}, {:copy, ["ab", 0]}, {:copy, ["ab", -1]}, {:copy, [1]}, {:copy, ["a", :b]}, {:encode_unsigned, [65535]}, {:encode_unsigned, [0]}, {:encode_unsigned, [258, :little]}, {:encode_unsigned, [-1]}, {:encode_unsigned, [:a]}, {:encode_unsigned, [1, :x]}, {:decode_unsigned, [<<1, 0>>]}, {:decode_unsigned, [<<1, 0>>, :little]}, {:decode_unsigned, [""]}, {:decode_unsigned, [1]}, {:encode_hex, ["abc"]}, {:decode_hex, ["616263"]}, {:decode_hex, ["6"]}, {:decode_hex, ["zz"]}, {:decode_hex, [1]}, {:encode_hex, [1]},
  {:longest_common_prefix, [["abcd", "abce", "ab"]]}, {:longest_common_suffix, [["xab", "yab"]]}, {:longest_common_prefix, [[]]}, {:longest_common_prefix, [[1]]}, {:longest_common_prefix, [1]}, {:longest_common_prefix, [["abc"]]},
  {:match, ["abcabc", "bc"]}, {:match, ["abc", "z"]}, {:match, ["abcabc", ["c", "bc", "b"]]}, {:match, ["abcabc", "bc", [scope: {2, 4}]]}, {:match, ["abc", ""]}, {:match, ["abc", []]}, {:match, [1, "a"]}, {:match, ["abc", "a", [:x]]}, {:match, ["abc", "a", [scope: {2, 9}]]}, {:match, ["abcabc", "bc", [scope: {6, -4}]]}, {:matches, ["abcabc", "bc"]}, {:matches, ["aaaa", "aa"]}, {:matches, ["abcd", ["bcde", "bc", "cd"]]}, {:matches, ["abc", "z"]}, {:matches, ["", "z"]},
  {:split, ["a,b,c", ","]}, {:split, ["a,b,c", ",", [:global]]}, {:split, ["a,,b,", ",", [:global, :trim_all]]}, {:split, [",a,,", ",", [:global, :trim]]}, {:split, ["a,b", [",", "b"], [:global]]}, {:split, ["abc", ""]}, {:split, ["abc", ",", [:x]]}, {:split, ["", ","]}, {:split, ["", ",", [:global, :trim]]}, {:split, ["a,b,c,d", ",", [:global, scope: {2, 3}]]},
  {:replace, ["a-b-c", "-", "+"]}, {:replace, ["a-b-c", "-", "+", [:global]]}, {:replace, ["abcde", "b", "[]", [insert_replaced: 1]]}, {:replace, ["abcde", ["b", "d"], "[]", [:global, insert_replaced: [1, 1]]]}, {:replace, ["abc", "b", 1]}, {:replace, ["abc", "", "x"]}, {:replace, ["abc", "b", "x", [:y]]}, {:replace, ["abcde", ["b", "d"], "[]", [:global, insert_replaced: 5]]}
]

unicode = [
  {:characters_to_binary, [[97, "b", [233, "é"]]]}, {:characters_to_binary, ["é", :latin1]}, {:characters_to_binary, ["é", :utf8, :latin1]}, {:characters_to_binary, ["→", :utf8, :latin1]}, {:characters_to_binary, [[?a, 8594, ?b], :utf8, :latin1]}, {:characters_to_binary, ["aé", :utf8, :utf16]}, {:characters_to_binary, ["a😀", :utf8, {:utf16, :little}]}, {:characters_to_binary, ["a😀", :utf8, :utf32]}, {:characters_to_binary, [<<97, 255, 98>>]}, {:characters_to_binary, [<<97, 195>>]}, {:characters_to_binary, [["x", <<97, 195>>, "z"]]}, {:characters_to_binary, [[["x", <<97, 255>>], "z"]]}, {:characters_to_binary, [:a]}, {:characters_to_binary, [[:a]]}, {:characters_to_binary, [[-1]]}, {:characters_to_binary, [[0xD800, 1]]}, {:characters_to_binary, ["a", :foo]}, {:characters_to_binary, [<<0, 97, 0, 98>>, :utf16]}, {:characters_to_binary, [<<0, 97, 0>>, :utf16]}, {:characters_to_binary, [<<0xD8, 0x3D>>, :utf16]}, {:characters_to_binary, [<<0, 0, 0, 97>>, :utf32]}, {:characters_to_list, ["aé"]}, {:characters_to_list, [["a", [233 | "b"]]]}, {:characters_to_list, [<<97, 255, 98>>]}, {:characters_to_list, [<<97, 195>>]}, {:characters_to_list, [<<233>>, :latin1]}, {:characters_to_list, [1]}, {:characters_to_nfd_binary, ["é"]}, {:characters_to_nfc_binary, ["e\u0301"]}, {:characters_to_nfkd_binary, ["ﬁ"]}, {:characters_to_nfc_list, [~c"e\u0301"]}, {:characters_to_nfc_binary, [<<97, 255>>]}, {:bom_to_encoding, [<<0xEF, 0xBB, 0xBF, 97>>]}, {:bom_to_encoding, ["abc"]}, {:encoding_to_bom, [:utf8]}, {:encoding_to_bom, [{:utf16, :little}]}
]

texts = ["", "a", "hello", "héllo", "é́x", "👨‍👩‍👧 ok", "a\r\nb", <<97, 255, 98>>, "🇧🇷🇺🇸", "ΑΣ İI ß ŉ ﬀ ǆ", "  \u00A0a b\u2003c\u00A0d\n", "日本語", "straße", "iı İI", <<0xE2, 0x82, 98>>, "नमस्ते", "a\u0300\u0301b"]
words = ["", "dwayne", "duane", "martha", "marhta", "dixon", "dicksonx", "abc", "cba", "jellyfish", "smellyfish", "é", "aab", "baa"]

string =
  for(f <- [:length, :graphemes, :reverse, :next_grapheme, :next_grapheme_size, :codepoints, :next_codepoint, :first, :last, :trim, :trim_leading, :trim_trailing, :split], t <- texts, do: {f, [t]}) ++
    for(f <- [:upcase, :downcase, :capitalize], t <- texts, m <- [:default, :ascii, :greek, :turkic], do: {f, [t, m]}) ++
    for(f <- [:at, :split_at], t <- texts, n <- [0, 1, -1, 3, -9], do: {f, [t, n]}) ++
    for(t <- texts, n <- [0, 1, -2, -9], k <- [0, 1, 3], do: {:slice, [t, n, k]}) ++
    for(t <- texts, f <- [:nfc, :nfd, :nfkc, :nfkd], do: {:normalize, [t, f]}) ++
    for(t <- texts, by <- ["?"], do: {:replace_invalid, [t, by]}) ++
    for(f <- [:jaro_distance, :bag_distance], a <- words, b <- words, do: {f, [a, b]}) ++
    [{:replace_leading, ["aab", "a", "xy"]}, {:replace_trailing, ["aabb", "b", "xy"]}]

patterns = ["b(c)(d)?", "(a)?(b)", "é(.)", "\\d+", "(\\w)=(\\d)", "a*", ".", "^b", "(\\w)\\1", "(.)\\1+", "(?<q>['\"]).*?\\k<q>", "foo(?=bar)", "foo(?!bar)", "\\d(?!\\d)", "(?<=\\$)\\d+", "(?<!\\$)\\b\\d+", "\\B(?=(\\d{3})+(?!\\d))", "(?>a+)b", "(?>a+)ab", "a++b", "\\((?:[^()]|(?R))*\\)", "^(?:(a)|b)(?(1)c|d)$", "(?=[A-Z])", "foo\\Kbar", "^(?=.*\\d)(?=.*[a-z]).{4,}$", "(\\w+) \\1", "^(.+)\\1$", "\\R", "\\X", "(?|(a)x|(b)y)", "\\Qa.b\\E", "(?#note)ab", "a(?i)b", "(a|ab)(c|bcd)(d*)", "(?:a|b)*?c", "(a*)*", "(a*)+", "(?:a?){3}", "x{2,3}", "x{2,}?", "[[:alpha:]]+", "[^[:space:]]+", "[\\d-]+", "[a\\]]", "\\bfoo\\b", "(?i:A)b", "(?P<y>\\d{4})-(?P<m>\\d\\d)", "a|b|", "^$", "\\Aab|c", "c\\z", "b\\Z", "(?<n>a)(?&n)", "(a(?1)?b)", "(?(DEFINE)(?<d>\\d+))x(?&d)", "\\p{Lu}\\p{Ll}*", "\\P{L}+", "[\\p{Greek}]+", "\\x41\\x{42}", "\\101", "\\h+\\v?", "(?<!ab|c)d", "a(*ACCEPT)b", "(?=(a+))a*b\\1", "(?:(?=(a))\\1)+", "(x)?(?(1)y|z)", "((a)|b)*", "(?s).+", "(?m)^.*$", "(?x) a b # c", "[a-c]{2}", "(..)*?d", "\\w+@\\w+\\.com", "(ab)?+ab", "[^a]", "(?<a>.)(?<b>.)?", "é|ß", "[éß]+", "(?i)É", "\\G\\d", "^(?<p>(?:[^()]|\\((?&p)\\))*)$", "\\S+", "\\W", "\\N+", "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\\10", "\\0"]
subjects = ["", "abc", "abcd", "b", "aab", "aaab", "hello", "a=1,b=2", "1 22 333", "say 'it' \"no\"", "foobar foobaz", "cost $45 66", "1234567", "x(a(b)c)y", "ac", "helloBigWorld", "abc1", "the the cat", "abab", "a\r\nb\n", "by", "a.b", "aB", "xxx xx", "foo-foo", "on 2024-05", "aabb", "x12", "ΑΒΓ abc", "AB A", "ad bcd xd", "é", "Straße É", "joe@example.com", "(a)(b(c))", "abcdefghijj", "caab\0"]

re =
  for(p <- patterns, s <- Enum.take_every(subjects, 3), o <- [[], [:unicode, :ucp]], do: {:run, [s, p, o]}) ++
    for(p <- patterns, s <- Enum.take_every(tl(subjects), 4), do: {:run, [s, p, [:global, {:capture, :all, :binary}]]}) ++
    for(p <- patterns, s <- ["hello", "aab"], do: {:split, [s, p, [return: :binary]]}) ++
    for(p <- patterns, s <- ["abcd", "x1y22"], do: {:replace, [s, p, "[&\\1\\g{2}]", [:global, return: :binary]]}) ++
    for(p <- patterns, s <- Enum.take_every(subjects, 5), do: {:run, [s, p, [:caseless, :multiline, {:newline, :anycrlf}]]}) ++
    [{:run, ["abc", "b", [:foo]]}, {:run, [1, "a"]}, {:run, ["abc", "(b)(?<n>c)", [capture: ["n", 1]]]}, {:run, ["abc", "b", [capture: :none]]}, {:run, ["abc", "b", [{:capture, :first, :list}]]}, {:run, ["aXbX", "x", [:caseless, offset: 2]]}]

rand =
  for n <- 1..5, do: {:splitmix64_next, [n]}

texts = [
  {"~p", [Enum.to_list(1..40)]},
  {"~p", [Enum.map(1..40, &{&1, :a})]},
  {"~p", [%{a: 1, b: Enum.to_list(1..40)}]},
  {"~p", [{:tag, Enum.to_list(1..30), "some binary here", ~c"a long string that goes on and on and on and on and on and on"}]},
  {"~p", [Map.new(1..20, &{&1, &1*&1})]},
  {"~p", [{:error, {:badmatch, %{reason: :some_long_reason_atom, other: "binary text that is long", more: [a: 1, b: 2]}}}]},
  {"~p", [[a: 1, b: [c: 2]]]},
  {"~p", [~c"a long string that goes on and on and on and on and on and on and more and more text to wrap it"]},
  {"~p", ["a long binary that goes on and on and on and on and on and on and more and more text to wrap it"]},
  {"~p", [<<1,2,3>>]},
  {"~p", [<<1,2,3::4>>]},
  {"~w", [<<1,2,3::4>>]},
  {"~p", [<<233>>]},
  {"~p", ["é"]},
  {"~tp", ["é"]},
  {"~p", [~c"é"]},
  {"~p", [~c"→"]},
  {"~tp", [~c"→"]},
  {"~p", [[8594, 1]]},
  {"~w", [:"→"]},
  {"~tw", [:"→"]},
  {"~p", [:"é a"]},
  {"~p", [[1|2]]},
  {"~p", [1.0e10]},
  {"~p", [1.0e22]},
  {"~p", [123456789.0]},
  {"~p", [0.0001]},
  {"~w", [0.1]},
  {"~p", [&Enum.map/2]},
  {"~p", [nil]},
  {"~p", [%{}]},
  {"~p", [[[], {}]]},
  {"~10p|", [:a]},
  {"~-10p|", [:a]},
  {"~10.5p", [Enum.to_list(1..20)]},
  {"~.5p", [[1,2,3]]},
  {"~30p", [Enum.to_list(1..20)]},
  {"~10s|~-10s|~.3s|~10.3s|~5.10s|", ["abc","abc","abcdef","abcdef","abc"]},
  {"~10.3.*s|", [?-, "abcdef"]},
  {"~10..xs|", ["abc"]},
  {"~3s|", ["abcdef"]},
  {"~f ~.3f ~10.2f ~-10.2f| ~10.2.0f", [1.5, 2.0, 3.14159, 3.14159, 3.14159]},
  {"~3.1f", [1234.5]},
  {"~f", [1]},
  {"~.2f", [1]},
  {"~e", [1]},
  {"~.20f", [0.1]},
  {"~f", [1.0e22]},
  {"~.1f", [0.25]},
  {"~.0f", [0.5]},
  {"~.1f", [0.35]},
  {"~.2f", [1.005]},
  {"~.2f", [1.115]},
  {"~e ~.2e ~15e|~-15e|", [12345.678, 12345.678, 1.0, 1.0]},
  {"~.1e", [1.0]},
  {"~g ~g ~g ~.3g", [0.1, 1.0e10, 1234.5, 1.5]},
  {"~g", [0.01]},
  {"~g", [10000.0]},
  {"~g", [100000.0]},
  {"~b ~B ~.16b ~.16B ~10b| ~-10b| ~10.16.0b", [10, 10, 255, 255, 5, 5, 255]},
  {"~.2b", [-5]},
  {"~.1b", [5]},
  {"~.37b", [5]},
  {"~x ~.16x", [10, "p", 255, "0x"]},
  {"~.16X", [255, "0x"]},
  {"~10.16x|", [255, "0x"]},
  {"~.16X", [-255, "0x"]},
  {"~.16x", [255, :a]},
  {"~# ~.16# ~+ ~.16+", [10, 255, 10, 255]},
  {"~.2#", [-5]},
  {"~c ~3c ~-5c| ~5.3c|", [?a, ?b, ?c, ?d]},
  {"~c", [8594]},
  {"~tc", [8594]},
  {"~c", [-1]},
  {"~5n|", []},
  {"~2~", []},
  {"~i", [1]},
  {"~*c", [3, ?x]},
  {"~-*s|", [5, "a"]},
  {"~.*f", [2, 1.0]},
  {"~*.*f", [8, 2, 1.0]},
  {"~W", [[1,2,3,4,5], 3]},
  {"~P", [Enum.to_list(1..20), 6]},
  {"~W", [{:a, {:b, {:c, {:d}}}}, 3]},
  {"~W", [%{a: 1, b: %{c: 2}}, 2]},
  {"~P", [%{a: 1, b: 2, c: 3, d: 4}, 3]},
  {"~P", ["a binary that is rather long", 5]},
  {"~P", [~c"a string that is rather long", 5]},
  {"~W", ["abcdef", 3]},
  {"~W", [[1,2], 1]},
  {"~W", [{1,2}, 1]},
  {"~W", [1, 0]},
  {"~s", [[104, [105, "x"]]]},
  {"~s", [:atom]},
  {"~s", [8594]},
  {"~s", [[8594]]},
  {"~ts", [[8594]]},
  {"~s", ["→"]},
  {"~ts", ["→"]},
  {"~s", [1.5]},
  {"~s", [nil]},
  {"~q", [1]},
  {"~p~p", [1]},
  {"~p", [1,2]},
  {"abc~", []},
  {~c"~p", [1]},
  {:"~p", [1]},
  {"~p", 1},
  {"~10", [1]},
  {"~lp ~ltp ~kp", [~c"abc", ~c"abc", %{b: 1, a: 2}]}
]

# The text is compared, not how it is cut into lists.
io_lib = for {f, a} <- texts, do: {:format, [f, a]}

erl_string =
  for(f <- [:uppercase, :lowercase, :titlecase, :reverse, :to_graphemes, :length, :is_empty, :trim, :next_grapheme, :next_codepoint], s <- ["", "abc Def", ~c" Ab é ", "  x\n", "é́x"], do: {f, [s]}) ++
    [
      {:trim, ["  a ", :leading]}, {:trim, ["xxaxx", :both, ~c"x"]}, {:trim, [~c"a\r\n", :trailing]}, {:split, ["a b c", " "]}, {:split, ["a b c", " ", :all]}, {:split, ["a b c", " ", :trailing]}, {:split, [~c"a b", ~c" "]}, {:split, ["abc", ""]}, {:split, ["abc", "x"]}, {:replace, ["a b c", " ", "_"]}, {:replace, ["a b c", " ", "_", :all]}, {:replace, [~c"a b", ~c" ", ~c"_"]}, {:find, ["hello", "l"]}, {:find, ["hello", "l", :trailing]}, {:find, ["hello", "z"]}, {:prefix, ["hello", "he"]}, {:prefix, ["hello", "x"]}, {:slice, ["héllo", 1]}, {:slice, ["héllo", 1, 2]}, {:slice, [~c"hello", 2, 9]}, {:lexemes, ["a,b c", ", "]}, {:lexemes, ["a,b c", ~c", "]}, {:lexemes, [~c"a  b", ~c" "]}, {:nth_lexeme, ["a b c", 2, ~c" "]}, {:pad, ["ab", 5]}, {:pad, ["ab", 5, :leading]}, {:pad, ["ab", 5, :both, ?-]}, {:pad, [~c"ab", 1]}, {:equal, ["a", ~c"a"]}, {:equal, ["A", "a", true]}, {:to_integer, ["12x"]}, {:to_integer, ["x"]}, {:to_float, ["1.5x"]}, {:to_float, ["1"]}, {:concat, [~c"a", ~c"b"]}, {:join, [[~c"a", ~c"b"], ~c", "]}, {:join, [[], ~c", "]},
      {:len, [~c"abc"]}, {:to_upper, [~c"abcé"]}, {:to_lower, [~c"ABCÉ"]}, {:chr, [~c"abcb", ?b]}, {:rchr, [~c"abcb", ?b]}, {:chr, [~c"abc", ?z]}, {:str, [~c"hello", ~c"l"]}, {:rstr, [~c"hello", ~c"l"]}, {:str, [~c"hello", ~c"z"]}, {:span, [~c"aab", ~c"a"]}, {:cspan, [~c"aab", ~c"b"]}, {:substr, [~c"hello", 2]}, {:substr, [~c"hello", 2, 3]}, {:sub_string, [~c"hello", 2, 3]}, {:tokens, [~c"a b,c", ~c" ,"]}, {:words, [~c"a b c"]}, {:words, [~c"a,b", ?,]}, {:sub_word, [~c"a b c", 2]}, {:strip, [~c"  a "]}, {:strip, [~c"..a.", :left, ?.]}, {:left, [~c"ab", 4]}, {:right, [~c"ab", 4, ?.]}, {:centre, [~c"ab", 5]}, {:left, [~c"abcd", 2]}, {:right, [~c"abcd", 2]}, {:centre, [~c"abcde", 2]}, {:copies, [~c"ab", 3]}, {:chars, [?a, 3]}, {:chars, [?a, 2, ~c"b"]}
    ]

for {module, calls} <- [erlang: erlang, lists: lists, maps: maps, math: math, binary: binary, unicode: unicode, "Elixir.String": string, re: re, rand: rand, io_lib: io_lib, string: erl_string], {f, a} <- calls do
  {module, f, a}
end
