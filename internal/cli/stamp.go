package cli

import (
	"strconv"
	"time"
)

// Timestamp prints when an event came, as -t and -ts have it: by the local clock, on a
// line of its own or, shorter, before the event.
func (e *Env) Timestamp() {
	var s [64]byte
	now := time.Now()
	if e.StampTS {
		e.Bytes("timestamp_short", "[%] ", now.AppendFormat(s[:0], "2006-01-02T15:04:05.000000"))
		return
	}
	e.Bytes("timestamp", "Timestamp: %\n", append(appendStamp(s[:0], now), " usec"...))
}

// FileTimestamp prints a timestamp that was saved with events: seconds and
// microseconds.
func (e *Env) FileTimestamp(sec, usec uint32) {
	var s [64]byte
	b := appendStamp(s[:0], time.Unix(int64(sec), int64(usec)*1000))
	e.Bytes("", "Timestamp: %\n", append(b, " us"...))
}

// appendStamp writes a time as C's asctime does, and its microseconds.
func appendStamp(b []byte, t time.Time) []byte {
	b = append(t.AppendFormat(b, "Mon Jan _2 15:04:05 2006"), ' ')
	return strconv.AppendInt(b, int64(t.Nanosecond()/1000), 10)
}
