package nstest

import "encoding/binary"

// Stamp is a message that says in a file of ip monitor what time it is (NLMSG_TSTAMP of
// the reference's own): "Timestamp: " and more is printed of it, which separates what is
// printed of the messages around it.
func Stamp(i int) []byte {
	b := make([]byte, 24)
	binary.NativeEndian.PutUint32(b, 24)
	binary.NativeEndian.PutUint16(b[4:], 15)
	binary.NativeEndian.PutUint32(b[16:], uint32(i))
	return b
}
