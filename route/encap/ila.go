package encap

import "slices"

// Addr64 reads up to four numbers in hex with colons between them.
func Addr64(s string) (b [8]byte, ok bool) { return addr64(s) }

// ILAChecksum is the way of correcting checksums (ILA_CSUM_) that word names, or -1.
func ILAChecksum(word string) int { return slices.Index(ilaCsum[:], word) }

// ILAChecksumName and ILAIdentName are the names of ILA_CSUM_ and ILA_ATYPE_ numbers.
func ILAChecksumName(v uint8) string { return pick(ilaCsum[:], int(v), "unknown") }
func ILAIdentName(v uint8) string    { return pick(ilaIdent[:], int(v), "unknown") }
