package lib

// deprecatedByElixir are the functions and macros that Elixir 1.18 deprecates,
// by module, with what it says to use instead.
var deprecatedByElixir = map[string]map[string]string{
	"Atom": {
		"to_char_list/1": "Use Atom.to_charlist/1 instead",
	},
	"Bitwise": {
		"__using__/1": "import Bitwise instead",
	},
	"Calendar.ISO": {
		"day_of_week/3": "Use Calendar.ISO.day_of_week/4 instead",
	},
	"Code": {
		"cursor_context/1":   "Use Code.Fragment.cursor_context/2 instead",
		"cursor_context/2":   "Use Code.Fragment.cursor_context/2 instead",
		"ensure_compiled?/1": "Use Code.ensure_compiled/1 instead (see the proper disclaimers in its docs)",
		"get_docs/2":         "Code.get_docs/2 always returns nil as its outdated documentation is no longer stored on BEAM files. Use Code.fetch_docs/1 instead",
		"load_file/1":        "Use Code.require_file/2 or Code.compile_file/2 instead",
		"load_file/2":        "Use Code.require_file/2 or Code.compile_file/2 instead",
		"loaded_files/0":     "Use Code.required_files/0 instead",
		"unload_files/1":     "Use Code.unrequire_files/1 instead",
	},
	"Enum": {
		"chunk/2":      "Use Enum.chunk_every/2 instead",
		"chunk/3":      "Use Enum.chunk_every/3 instead",
		"chunk/4":      "Use Enum.chunk_every/4 instead",
		"filter_map/3": "Use Enum.filter/2 + Enum.map/2 or for comprehensions instead",
		"partition/2":  "Use Enum.split_with/2 instead",
		"uniq/2":       "Use Enum.uniq_by/2 instead",
	},
	"Exception": {
		"exception?/1": "Use Kernel.is_exception/1 instead",
	},
	"Float": {
		"to_char_list/1": "Use Float.to_charlist/1 instead",
		"to_char_list/2": "Use :erlang.float_to_list/2 instead",
		"to_string/2":    "Use :erlang.float_to_binary/2 instead",
	},
	"Inspect.Algebra": {
		"surround/3":      "Use a combination of concat/2 and nest/2 instead",
		"surround_many/5": "Use Inspect.Algebra.container_doc/6 instead",
		"surround_many/6": "Use Inspect.Algebra.container_doc/6 instead",
	},
	"Integer": {
		"to_char_list/1": "Use Integer.to_charlist/1 instead",
		"to_char_list/2": "Use Integer.to_charlist/2 instead",
	},
	"Kernel.ParallelCompiler": {
		"files/1":         "Use Kernel.ParallelCompiler.compile/2 instead",
		"files/2":         "Use Kernel.ParallelCompiler.compile/2 instead",
		"files_to_path/2": "Use Kernel.ParallelCompiler.compile_to_path/2 instead",
		"files_to_path/3": "Use Kernel.ParallelCompiler.compile_to_path/2 instead",
	},
	"Keyword": {
		"delete/3": "Use Keyword.fetch/2 + Keyword.delete/2 instead",
		"map/2":    "Use Keyword.new/2 instead",
		"size/1":   "Use Kernel.length/1 instead",
	},
	"List.Chars": {
		"to_char_list/1": "Use List.Chars.to_charlist/1 instead",
	},
	"List": {
		"zip/1": "Use Enum.zip/1 instead",
	},
	"Macro": {
		"expand_literal/2":  "Use Macro.expand_literals/2 instead",
		"to_string/2":       "Use Macro.to_string/1 instead",
		"unescape_tokens/1": "Traverse over the arguments using Enum.map/2 instead",
		"unescape_tokens/2": "Traverse over the arguments using Enum.map/2 instead",
	},
	"Map": {
		"map/2":  "Use Map.new/2 instead (invoke Map.from_struct/1 before if you have a struct)",
		"size/1": "Use Kernel.map_size/1 instead",
	},
	"Module": {
		"add_doc/5":     "Use @doc instead",
		"add_doc/6":     "Use @doc instead",
		"eval_quoted/2": "Use Code.eval_quoted/3 instead",
		"eval_quoted/3": "Use Code.eval_quoted/3 instead",
		"eval_quoted/4": "Use Code.eval_quoted/3 instead",
	},
	"Range": {
		"range?/1": "Pattern match on first..last//step instead",
	},
	"Regex": {
		"regex?/1": "Use Kernel.is_struct(term, Regex) or pattern match on %Regex{} instead",
	},
	"Registry": {
		"start_link/2": "Use Registry.start_link/1 instead",
		"start_link/3": "Use Registry.start_link/1 instead",
	},
	"Stream": {
		"chunk/2":      "Use Stream.chunk_every/2 instead",
		"chunk/3":      "Use Stream.chunk_every/3 instead",
		"chunk/4":      "Use Stream.chunk_every/4 instead",
		"filter_map/3": "Use Stream.filter/2 + Stream.map/2 instead",
		"uniq/2":       "Use Stream.uniq_by/2 instead",
	},
	"String": {
		"ljust/2":            "Use String.pad_trailing/2 instead",
		"ljust/3":            "Use String.pad_trailing/3 with a binary padding instead",
		"lstrip/1":           "Use String.trim_leading/1 instead",
		"lstrip/2":           "Use String.trim_leading/2 with a binary as second argument instead",
		"rjust/2":            "Use String.pad_leading/2 instead",
		"rjust/3":            "Use String.pad_leading/3 with a binary padding instead",
		"rstrip/1":           "Use String.trim_trailing/1 instead",
		"rstrip/2":           "Use String.trim_trailing/2 with a binary as second argument instead",
		"strip/1":            "Use String.trim/1 instead",
		"strip/2":            "Use String.trim/2 with a binary second argument instead",
		"to_char_list/1":     "Use String.to_charlist/1 instead",
		"valid_character?/1": "Use String.valid?/1 instead",
	},
	"System": {
		"cwd/0":        "Use File.cwd/0 instead",
		"cwd!/0":       "Use File.cwd!/0 instead",
		"get_pid/0":    "Use System.pid/0 instead",
		"stacktrace/0": "Use __STACKTRACE__ instead",
	},
	"Task": {
		"find/2": "Pattern match directly on the message instead",
	},
	"Tuple": {
		"append/2": "Use insert_at instead",
	},
	"ExUnit.Case": {
		"register_test/4": "Use register_test/6 instead",
	},
	"ExUnit.Formatter": {
		"format_test_case_failure/5": "Use ExUnit.Formatter.format_test_all_failure/5 instead",
		"format_time/2":              "Use format_times/1 instead",
	},
	"Logger": {
		"warn/1": "Use Logger.warning/2 instead",
		"warn/2": "Use Logger.warning/2 instead",
	},
	"IEx": {
		"after_spawn/0": "The functionality is no longer supported",
		"after_spawn/1": "The functionality is no longer supported",
	},
	"IEx.Helpers": {
		"import_file/2": "Use import_file_if_available/1 instead",
	},
}
