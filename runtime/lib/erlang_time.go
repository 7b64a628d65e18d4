package lib

import (
	"math/big"
	"time"

	"otpsh/runtime/kernel"
	"otpsh/runtime/term"
	"otpsh/runtime/vm"
)

// This file is :erlang's clocks and timers. The native unit is the
// nanosecond.

const notTimeUnit = "invalid time unit"

// timeUnits are the parts per second of each unit.
var timeUnits = map[string]int{
	"second": 1, "seconds": 1,
	"millisecond": 1e3, "milli_seconds": 1e3,
	"microsecond": 1e6, "micro_seconds": 1e6,
	"nanosecond": 1e9, "nano_seconds": 1e9,
	"native": 1e9, "perf_counter": 1e9,
}

// timeUnit is a unit in parts per second.
func timeUnit(t term.Term) (int, bool) {
	switch u := t.(type) {
	case term.Atom:
		n, ok := timeUnits[u.Name()]
		return n, ok
	case int:
		return u, u > 0
	}
	return 0, false
}

// floorScale is n*to/from rounded down.
func floorScale(n *big.Int, from, to int) term.Term {
	product := new(big.Int).Mul(n, big.NewInt(int64(to)))
	quotient, rest := new(big.Int), new(big.Int)
	quotient.DivMod(product, big.NewInt(int64(from)), rest)
	return term.Big(quotient)
}

// inUnit is a duration in parts per second.
func inUnit(d time.Duration, unit int) term.Term {
	if unit == 1e9 {
		return term.Int(int(d))
	}
	if unit <= 1e9 && 1e9%unit == 0 {
		per := 1e9 / unit
		n := int(d) / per
		if int(d)%per < 0 {
			n--
		}
		return term.Int(n)
	}
	return floorScale(big.NewInt(int64(d)), 1e9, unit)
}

// clockNative reads a clock, in the native unit or in one that is given.
func clockNative(read func(w *kernel.World) time.Duration) vm.Native {
	return func(m *vm.Machine, a []term.Term) (term.Term, error) {
		unit := int(1e9)
		if len(a) == 1 {
			var ok bool
			if unit, ok = timeUnit(a[0]); !ok {
				return nil, vm.BadArg(1, notTimeUnit)
			}
		}
		m.Account()
		return inUnit(read(m.World()), unit), nil
	}
}

func timeOffset(w *kernel.World) time.Duration { return w.SystemTime() - w.Now() }

var (
	monotonicNative  = clockNative((*kernel.World).Now)
	systemTimeNative = clockNative((*kernel.World).SystemTime)
	offsetNative     = clockNative(timeOffset)
)

// firstUnique is where integers that need not be positive begin, as on the
// BEAM.
const firstUnique = -1 << 59

// erlangTimeNatives are for the module :erlang, and osTimeNatives for :os.
var erlangTimeNatives = vm.Natives{
	"monotonic_time/0": monotonicNative,
	"monotonic_time/1": monotonicNative,
	"system_time/0":    systemTimeNative,
	"system_time/1":    systemTimeNative,
	"time_offset/0":    offsetNative,
	"time_offset/1":    offsetNative,
	"timestamp/0":      timestampNative,
	"now/0":            timestampNative,
	"convert_time_unit/3": func(_ *vm.Machine, a []term.Term) (term.Term, error) {
		n, isInt := asBig(a[0])
		from, ok1 := timeUnit(a[1])
		to, ok2 := timeUnit(a[2])
		info := wrong{}
		info.unless(isInt, 1, notInteger)
		info.unless(ok1, 2, notTimeUnit)
		info.unless(ok2, 3, notTimeUnit)
		if len(info) > 0 {
			return nil, vm.BadArg(info...)
		}
		return floorScale(n, from, to), nil
	},

	"unique_integer/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		return term.Int(firstUnique + m.World().UniqueInteger()), nil
	},
	"unique_integer/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		positive := false
		opts, ok := term.Slice(a[0])
		if !ok {
			return nil, vm.BadArg(1, notList)
		}
		for _, o := range opts {
			positive = positive || isOption(o, "positive")
			if !isOption(o, "positive") && !isOption(o, "monotonic") {
				return nil, vm.BadArg(1, "invalid modifier")
			}
		}
		n := m.World().UniqueInteger()
		if !positive {
			n += firstUnique
		}
		return term.Int(n), nil
	},

	"send_after/3":   func(m *vm.Machine, a []term.Term) (term.Term, error) { return startTimer(m, a, term.Empty, false) },
	"send_after/4":   func(m *vm.Machine, a []term.Term) (term.Term, error) { return startTimer(m, a, a[3], false) },
	"start_timer/3":  func(m *vm.Machine, a []term.Term) (term.Term, error) { return startTimer(m, a, term.Empty, true) },
	"start_timer/4":  func(m *vm.Machine, a []term.Term) (term.Term, error) { return startTimer(m, a, a[3], true) },
	"cancel_timer/1": func(m *vm.Machine, a []term.Term) (term.Term, error) { return cancelTimer(m, a, term.Empty) },
	"cancel_timer/2": func(m *vm.Machine, a []term.Term) (term.Term, error) { return cancelTimer(m, a, a[1]) },
	"read_timer/1":   func(m *vm.Machine, a []term.Term) (term.Term, error) { return readTimer(m, a, term.Empty) },
	"read_timer/2":   func(m *vm.Machine, a []term.Term) (term.Term, error) { return readTimer(m, a, a[1]) },
}

var osTimeNatives = vm.Natives{
	"system_time/0":  systemTimeNative,
	"system_time/1":  systemTimeNative,
	"perf_counter/0": monotonicNative,
	"perf_counter/1": monotonicNative,
	"timestamp/0":    timestampNative,
}

// erlangDateNatives are :erlang's dates of the calendar.
var erlangDateNatives = vm.Natives{
	"universaltime/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		d, t := dateAndTime(wallTime(m).UTC())
		return term.Tuple2(d, t), nil
	},
	"localtime/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		d, t := dateAndTime(wallTime(m))
		return term.Tuple2(d, t), nil
	},
	"date/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		d, _ := dateAndTime(wallTime(m))
		return d, nil
	},
	"time/0": func(m *vm.Machine, _ []term.Term) (term.Term, error) {
		_, t := dateAndTime(wallTime(m))
		return t, nil
	},
	"universaltime_to_localtime/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return convertDate(a[0], time.UTC, wallTime(m).Location())
	},
	"localtime_to_universaltime/1": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return convertDate(a[0], wallTime(m).Location(), time.UTC)
	},
	"localtime_to_universaltime/2": func(m *vm.Machine, a []term.Term) (term.Term, error) {
		return convertDate(a[0], wallTime(m).Location(), time.UTC)
	},
}

// wallTime is the time of day at the world's place; a simulated world lives
// in UTC.
func wallTime(m *vm.Machine) time.Time {
	m.Account()
	if m.World().Simulated() {
		return time.Unix(0, int64(m.World().SystemTime())).UTC()
	}
	return m.World().Host().Wall().Local()
}

func dateAndTime(t time.Time) (date, clock term.Term) {
	return term.NewTuple(term.Int(t.Year()), term.Int(int(t.Month())), term.Int(t.Day())),
		term.NewTuple(term.Int(t.Hour()), term.Int(t.Minute()), term.Int(t.Second()))
}

// convertDate reads {{y, m, d}, {h, m, s}} of one place in another.
func convertDate(t term.Term, from, to *time.Location) (term.Term, error) {
	var n [6]int
	pair, ok := t.(*term.Tuple)
	ok = ok && len(pair.Elems) == 2
	for i := 0; ok && i < 6; i++ {
		var part *term.Tuple
		if part, ok = pair.Elems[i/3].(*term.Tuple); ok && len(part.Elems) == 3 {
			n[i], ok = part.Elems[i%3].(int)
		}
	}
	if !ok {
		return nil, vm.BadArg(1, "not a valid date and time")
	}
	d, c := dateAndTime(time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, from).In(to))
	return term.Tuple2(d, c), nil
}

func timestampNative(m *vm.Machine, _ []term.Term) (term.Term, error) {
	m.Account()
	return timestampTerm(m.World().SystemTime()), nil
}

// timestampTerm is a system time as {megaseconds, seconds, microseconds}.
func timestampTerm(t time.Duration) term.Term {
	us := int(t / time.Microsecond)
	return term.NewTuple(term.Int(us/1e12), term.Int(us/1e6%1e6), term.Int(us%1e6))
}

// maxTimer is the longest timer: more than a century.
const maxTimer = 1 << 42

func startTimer(m *vm.Machine, a []term.Term, list term.Term, wrap bool) (term.Term, error) {
	absolute := false
	// The BEAM counts the options, its fourth argument, as the third.
	err := eachOption(list, 3, func(o term.Term) bool {
		v, ok := optionValue(o, "abs")
		b, isBool := asBool(v)
		absolute = b
		return ok && isBool
	})
	if err != nil {
		return nil, err
	}
	info := wrong{}
	ms, isSmall := a[0].(int)
	switch {
	case !isInteger(a[0]):
		info.unless(false, 1, notInteger)
	case !isSmall || ms > maxTimer:
		info.unless(false, 1, "exceeds the maximum supported time value")
	case ms < 0 && !absolute:
		info.unless(false, 1, outOfRange)
	}
	switch a[1].(type) {
	case term.PID, term.Atom:
	default:
		info.unless(false, 2, "not a pid or an atom")
	}
	if len(info) > 0 {
		return nil, vm.BadArg(info...)
	}
	m.Account()
	w := m.World()
	at := time.Duration(ms) * time.Millisecond
	if !absolute {
		at += w.Now()
	}
	return w.StartTimerAt(at, a[1], a[2], wrap), nil
}

// milliseconds is the time that a timer has left, in whole milliseconds, or
// false when there is no such timer.
func milliseconds(left time.Duration, ok bool) term.Term {
	if !ok {
		return term.False
	}
	return term.Int(int((left + time.Millisecond - 1) / time.Millisecond))
}

// timerOptions reads async and info of a list at a position.
func timerOptions(list term.Term) (async, info bool, err error) {
	info = true
	err = eachOption(list, 2, func(o term.Term) bool {
		if v, ok := optionValue(o, "async"); ok {
			async, ok = asBool(v)
			return ok
		}
		v, ok := optionValue(o, "info")
		if ok {
			info, ok = asBool(v)
		}
		return ok
	})
	return async, info, err
}

func cancelTimer(m *vm.Machine, a []term.Term, list term.Term) (term.Term, error) {
	ref, ok := a[0].(*term.Ref)
	if !ok {
		return nil, vm.BadArg(1, notRef)
	}
	async, info, err := timerOptions(list)
	if err != nil {
		return nil, err
	}
	m.Account()
	left := milliseconds(m.World().CancelTimer(ref))
	return timerAnswer(m, "cancel_timer", ref, left, async, info)
}

func readTimer(m *vm.Machine, a []term.Term, list term.Term) (term.Term, error) {
	ref, ok := a[0].(*term.Ref)
	if !ok {
		return nil, vm.BadArg(1, notRef)
	}
	async, _, err := timerOptions(list)
	if err != nil {
		return nil, err
	}
	m.Account()
	left := milliseconds(m.World().ReadTimer(ref))
	return timerAnswer(m, "read_timer", ref, left, async, true)
}

// timerAnswer gives the answer at once, as a message, or not at all.
func timerAnswer(m *vm.Machine, tag string, ref *term.Ref, left term.Term, async, info bool) (term.Term, error) {
	switch {
	case !async && info:
		return left, nil
	case async && info:
		p := m.Process()
		p.Send(p.Self(), term.NewTuple(term.Intern(tag), ref, left))
	}
	return term.Ok, nil
}
