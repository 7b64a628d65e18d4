// Functions of Elixir's modules that are functions of Erlang's by another
// name: calls and captures go to the latter directly, as real Elixir compiles
// them, which shows in stack traces and error messages.

package expand

import (
	"otpsh/runtime/core"
	"otpsh/runtime/term"
)

type mfa struct {
	module, name term.Atom
	arity        int
}

// sameName are functions that keep their name, by module: Kernel.hd/1 is
// :erlang.hd/1.
var sameName = map[string]string{
	"Kernel": "*/2 +/1 +/2 ++/2 -/1 -/2 --/2 //2 </2 ==/2 >/2 >=/2 abs/1 apply/2 apply/3 binary_part/3 bit_size/1 byte_size/1 ceil/1 div/2 exit/1 floor/1 hd/1 " +
		"is_atom/1 is_binary/1 is_bitstring/1 is_boolean/1 is_float/1 is_function/1 is_function/2 is_integer/1 is_list/1 is_map/1 is_number/1 is_pid/1 is_port/1 is_reference/1 is_tuple/1 " +
		"length/1 make_ref/0 map_size/1 max/2 min/2 node/0 node/1 not/1 rem/2 round/1 self/0 send/2 spawn/1 spawn/3 spawn_link/1 spawn_link/3 spawn_monitor/1 spawn_monitor/3 throw/1 tl/1 trunc/1 tuple_size/1",
	"Bitwise": "bnot/1 band/2 bor/2 bxor/2 bsl/2 bsr/2",
	"Node":    "spawn/2 spawn/4 spawn_link/2 spawn_link/4 spawn_monitor/2 spawn_monitor/4",
	"Process": "alias/0 alias/1 cancel_timer/1 cancel_timer/2 demonitor/1 demonitor/2 exit/2 get/0 get_keys/0 get_keys/1 group_leader/0 hibernate/3 link/1 read_timer/1 registered/0 send/3 unalias/1 unlink/1 unregister/1",
	"Port":    "demonitor/1 demonitor/2",
	"System":  "monotonic_time/0 system_time/0 time_offset/0 unique_integer/0 unique_integer/1",
}

// otherName are functions with another name: Elixir's, Erlang's.
var otherName = map[string]string{
	"Atom":     "to_charlist/1 atom_to_list to_string/1 atom_to_binary",
	"Bitwise":  "~~~/1 bnot &&&/2 band |||/2 bor ^^^/2 bxor <<</2 bsl >>>/2 bsr",
	"Function": "capture/3 make_fun info/1 fun_info info/2 fun_info",
	"Integer":  "to_charlist/1 integer_to_list to_charlist/2 integer_to_list to_string/1 integer_to_binary to_string/2 integer_to_binary",
	"IO":       "iodata_length/1 iolist_size iodata_to_binary/1 iolist_to_binary",
	"Kernel":   "!=/2 /= !==/2 =/= <=/2 =< ===/2 =:= function_exported?/3 function_exported",
	"List":     "to_atom/1 list_to_atom to_existing_atom/1 list_to_existing_atom to_float/1 list_to_float to_integer/1 list_to_integer to_integer/2 list_to_integer to_tuple/1 list_to_tuple",
	"Node":     "list/0 nodes list/1 nodes spawn/3 spawn_opt spawn/5 spawn_opt",
	"Port":     "close/1 port_close command/2 port_command command/3 port_command connect/2 port_connect list/0 ports open/2 open_port",
	"Process":  "alive?/1 is_process_alive flag/2 process_flag flag/3 process_flag list/0 processes spawn/2 spawn_opt spawn/4 spawn_opt",
	"String":   "to_atom/1 binary_to_atom to_existing_atom/1 binary_to_existing_atom to_float/1 binary_to_float to_integer/1 binary_to_integer to_integer/2 binary_to_integer",
	"Tuple":    "to_list/1 tuple_to_list",
}

// otherModule are functions of Erlang modules besides :erlang.
var otherModule = map[string]string{
	"Map":    "from_keys/2 maps:from_keys intersect/2 maps:intersect keys/1 maps:keys merge/2 maps:merge to_list/1 maps:to_list values/1 maps:values",
	"String": "duplicate/2 binary:copy",
	"System": "os_time/0 os:system_time",
}

// inlines keep the order of the arguments.
var inlines = makeInlines()

func makeInlines() map[mfa]mfa {
	table := map[mfa]mfa{}
	for module, list := range sameName {
		for _, f := range fields(list) {
			name, arity := splitArity(f)
			table[mfa{term.Alias(module), term.Intern(name), arity}] = mfa{atomErlang, term.Intern(name), arity}
		}
	}
	for module, list := range otherName {
		fs := fields(list)
		for i := 0; i+1 < len(fs); i += 2 {
			name, arity := splitArity(fs[i])
			table[mfa{term.Alias(module), term.Intern(name), arity}] = mfa{atomErlang, term.Intern(fs[i+1]), arity}
		}
	}
	for module, list := range otherModule {
		fs := fields(list)
		for i := 0; i+1 < len(fs); i += 2 {
			name, arity := splitArity(fs[i])
			to, toName := cut(fs[i+1], ":")
			table[mfa{term.Alias(module), term.Intern(name), arity}] = mfa{term.Intern(to), term.Intern(toName), arity}
		}
	}
	return table
}

// inline is the Erlang function that a function is, with its arguments as
// they are.
func inline(module, name term.Atom, arity int) (term.Atom, term.Atom) {
	if to, ok := inlines[mfa{module, name, arity}]; ok {
		return to.module, to.name
	}
	return module, name
}

// reorder are calls whose arguments change: the Erlang function, and its
// arguments by position; "+n" is an index counted from 1 instead of 0,
// ":atom" a constant.
var reorder = makeReorder()

type reordered struct {
	module, name term.Atom
	args         []string
}

func makeReorder() map[mfa]reordered {
	table := map[mfa]reordered{}
	for _, r := range [][]string{
		{"Float", "to_charlist", "1", "erlang", "float_to_list", "0 :short"},
		{"Float", "to_string", "1", "erlang", "float_to_binary", "0 :short"},
		{"Kernel", "is_map_key", "2", "erlang", "is_map_key", "1 0"},
		{"Kernel", "elem", "2", "erlang", "element", "+1 0"},
		{"Kernel", "put_elem", "3", "erlang", "setelement", "+1 0 2"},
		{"Map", "delete", "2", "maps", "remove", "1 0"},
		{"Map", "fetch", "2", "maps", "find", "1 0"},
		{"Map", "fetch!", "2", "maps", "get", "1 0"},
		{"Map", "has_key?", "2", "maps", "is_key", "1 0"},
		{"Map", "put", "3", "maps", "put", "1 2 0"},
		{"Map", "replace!", "3", "maps", "update", "1 2 0"},
		{"Port", "monitor", "1", "erlang", "monitor", ":port 0"},
		{"Process", "group_leader", "2", "erlang", "group_leader", "1 0"},
		{"Process", "monitor", "1", "erlang", "monitor", ":process 0"},
		{"Process", "monitor", "2", "erlang", "monitor", ":process 0 1"},
		{"Process", "send_after", "3", "erlang", "send_after", "2 0 1"},
		{"Process", "send_after", "4", "erlang", "send_after", "2 0 1 3"},
		{"Tuple", "duplicate", "2", "erlang", "make_tuple", "1 0"},
		{"Tuple", "delete_at", "2", "erlang", "delete_element", "+1 0"},
		{"Tuple", "insert_at", "3", "erlang", "insert_element", "+1 0 2"},
	} {
		key := mfa{term.Alias(r[0]), term.Intern(r[1]), int(r[2][0] - '0')}
		table[key] = reordered{term.Intern(r[3]), term.Intern(r[4]), fields(r[5])}
	}
	return table
}

// rewrite is the Erlang call that a call is.
func rewrite(module, name term.Atom, args []core.Expr) (term.Atom, term.Atom, []core.Expr) {
	key := mfa{module, name, len(args)}
	if to, ok := inlines[key]; ok {
		return to.module, to.name, args
	}
	to, ok := reorder[key]
	if !ok {
		return module, name, args
	}
	out := make([]core.Expr, len(to.args))
	for i, a := range to.args {
		switch a[0] {
		case '+':
			out[i] = increment(args[a[1]-'0'])
		case ':':
			var v term.Term = term.Intern(a[1:])
			if a == ":short" {
				v = term.List(v)
			}
			out[i] = &core.Literal{Value: v}
		default:
			out[i] = args[a[0]-'0']
		}
	}
	return to.module, to.name, out
}

// increment is an index from 0 as one from 1.
func increment(e core.Expr) core.Expr {
	if v, ok := literalValue(e); ok {
		if n, ok := v.(int); ok && n+1 > n {
			return &core.Literal{Value: term.Int(n + 1)}
		}
	}
	return &core.Remote{
		Module: &core.Literal{Value: atomErlang}, Name: &core.Literal{Value: atomPlus},
		Args: []core.Expr{e, &core.Literal{Value: term.Int(1)}},
	}
}

// guards are the functions of :erlang that a guard may call.
var guards = func() map[mfa]bool {
	table := map[mfa]bool{}
	for _, f := range fields("abs/1 binary_part/2 binary_part/3 bit_size/1 byte_size/1 ceil/1 element/2 float/1 floor/1 hd/1 " +
		"is_atom/1 is_binary/1 is_bitstring/1 is_boolean/1 is_float/1 is_function/1 is_function/2 is_integer/1 is_list/1 is_map/1 is_map_key/2 is_number/1 is_pid/1 is_port/1 is_reference/1 is_tuple/1 " +
		"length/1 map_get/2 map_size/1 max/2 min/2 node/0 node/1 round/1 self/0 size/1 tl/1 trunc/1 tuple_size/1 " +
		"andalso/2 orelse/2 +/1 -/1 +/2 -/2 */2 //2 div/2 rem/2 band/2 bor/2 bxor/2 bnot/1 bsl/2 bsr/2 " +
		"==/2 /=/2 =</2 </2 >=/2 >/2 =:=/2 =/=/2 not/1 and/2 or/2 xor/2") {
		name, arity := splitArity(f)
		table[mfa{atomErlang, term.Intern(name), arity}] = true
	}
	return table
}()

func allowedInGuard(name term.Atom, arity int) bool { return guards[mfa{atomErlang, name, arity}] }
