package lib

import (
	"sync"

	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file says which functions written in Go belong to which module. A
// module may have functions in Elixir besides.

// nativeTables by module: a function, since natives that define modules ask
// for it themselves.
func nativeTables() map[string][]vm.Natives {
	return map[string][]vm.Natives{
		"erlang": {
			erlangArithNatives, erlangConvertNatives, erlangDataNatives, externalNatives, identityNatives, phashNatives,
			erlangVMNatives, erlangProcessNatives, erlangProcessInfoNatives, erlangDateNatives, erlangSpawnNatives, erlangSpawnRequestNatives, erlangHaltNatives, erlangSystemNatives, erlangSystemFlagNatives, erlangTimeNatives,
		},
		"atomics":         {atomicsNatives},
		"counters":        {countersNatives},
		"ets":             {etsNatives, etsUpdateNatives, etsSelectNatives},
		"persistent_term": {persistentTermNatives},
		"os":              {osTimeNatives},
		"lists":           {listsNatives, listsKeyNatives, listsSortNatives},
		"maps":            {mapsNatives},
		"math":            {mathNatives},
		"binary":          {binaryNatives},
		"unicode":         {unicodeNatives},
		"elixir_def":      {elixirDefNatives},
		"elixir_module":   {elixirModuleNatives},
		"elixir_quote":    {elixirQuoteNatives},
		"re":              {reNatives},
		"io_lib":          {ioLibNatives},
		"string":          {erlStringNatives, erlStringListNatives},
		"rand":            {randNatives, randIntegerNatives},
		"crypto":          {cryptoNatives},
		"base64":          {base64Natives},
		"otpsh_base":      {otpshBaseNatives},
		"otpsh_num":       {otpshNumNatives},
		"otpsh":           {otpshNatives},
		"otpsh_file":      {otpshFileNatives},
		"otpsh_maps":      {otpshMapsNatives},
		"otpsh_process":   {otpshProcessNatives},
		"zlib":            {zlibNatives},
		"otpsh_checks":    {otpshChecksNatives},
		"otpsh_code":      {otpshCodeNatives, compileStateNatives, compileTogetherNatives, pipeNatives},
		"otpsh_inspect":   {inspectNatives},
		"otpsh_io":        {otpshIONatives},
		"otpsh_library":   {otpshLibraryNatives},
		"otpsh_syntax":    {syntaxNatives},
		"otpsh_system":    {otpshSystemNatives},
		"otpsh_trace":     {otpshTraceNatives},
		"otpsh_string":    {stringNatives, stringGraphemeNatives},
	}
}

// merged is one table for each module, made at the first question.
var merged struct {
	once sync.Once
	all  map[string]vm.Natives
}

// tablesOf is nativeTables, set at start: a direct use would be a cycle of
// initialisation.
var tablesOf func() map[string][]vm.Natives

func init() { tablesOf = nativeTables }

func mergeNatives() {
	tables := tablesOf()
	merged.all = make(map[string]vm.Natives, len(tables))
	for module, tables := range tables {
		whole := vm.Natives{}
		for _, table := range tables {
			for key, f := range table {
				whole[key] = f
			}
		}
		merged.all[module] = whole
	}
}

// nativesOf are the functions of a module that are written in Go; nil when
// there are none.
func nativesOf(module term.Atom) vm.Natives {
	merged.once.Do(mergeNatives)
	return merged.all[module.Name()]
}
