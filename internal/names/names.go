// Package names turns numbers into names and back: interface indexes by asking the
// kernel, the rest by iproute2's tables. Nothing is asked or read before it is
// needed.
package names

import "strconv"

// Names is what one run of the program knows. New makes one.
type Names struct {
	Links
	Numeric bool // -N: numbers stay numbers

	Tables, Protos, Scopes, Realms, DSFields, Groups, AddrProtos, NLProtos, DownReasons Table

	hosts map[string]string // by the bytes of their addresses
}

// New knows the names that stand in the kernel's headers, and where the others are.
// numbers are ints in the reference: a table's file name is that of iproute2.
func New() *Names {
	return &Names{
		Tables:      Table{file: "rt_tables", subdir: true, eager: true, builtin: tables, shipped: shippedTables},
		Protos:      Table{file: "rt_protos", subdir: true, limit: 255, builtin: protos, shipped: shippedProtos},
		Scopes:      Table{file: "rt_scopes", limit: 255, builtin: scopes},
		Realms:      Table{file: "rt_realms", limit: 255, builtin: realms, shipped: shippedRealms},
		DSFields:    Table{file: "rt_dsfield", limit: 255, builtin: dsfields, shipped: shippedDSFields},
		Groups:      Table{file: "group", eager: true, builtin: groups},
		AddrProtos:  Table{file: "rt_addrprotos", subdir: true, eager: true, limit: 255, builtin: addrProtos},
		NLProtos:    Table{file: "nl_protos", limit: 255, builtin: nlProtos},
		DownReasons: Table{file: "protodown_reasons", subdir: true, dirOnly: true, limit: 31},
	}
}

func (n *Names) dec(t *Table, id uint32) string {
	if !n.Numeric {
		if s, ok := t.Lookup(id); ok {
			return s
		}
	}
	return strconv.FormatUint(uint64(id), 10)
}

// RtTable is the name of a routing table (RT_TABLE_MAIN, ...), or its number.
func (n *Names) RtTable(id uint32) string { return n.dec(&n.Tables, id) }

// RtProto is the name of who made a route (RTPROT_KERNEL, ...), or the number.
func (n *Names) RtProto(id uint32) string { return n.dec(&n.Protos, id) }

// Scope is the name of a scope (RT_SCOPE_LINK, ...), or its number.
func (n *Names) Scope(id uint32) string { return n.dec(&n.Scopes, id) }

// Realm is the name of a routing realm, or its number.
func (n *Names) Realm(id uint32) string { return n.dec(&n.Realms, id) }

// Group is the name of a link group, or its number, which is signed.
func (n *Names) Group(id uint32) string {
	if !n.Numeric {
		if s, ok := n.Groups.Lookup(id); ok {
			return s
		}
	}
	return strconv.FormatInt(int64(int32(id)), 10)
}

// NLProto is the name of a netlink protocol, or its number.
func (n *Names) NLProto(id uint32) string { return n.dec(&n.NLProtos, id) }

// DownReason is the name of a reason (a bit's number) to hold a link down, or its
// number.
func (n *Names) DownReason(bit uint32) string { return n.dec(&n.DownReasons, bit) }

// DSField is the name of a DS field (the TOS byte), or its number in hex.
func (n *Names) DSField(id uint32) string {
	if id > 255 {
		return strconv.FormatUint(uint64(id), 10)
	}
	if !n.Numeric {
		if s, ok := n.DSFields.Lookup(id); ok {
			return s
		}
	}
	const hex = "0123456789abcdef"
	return string([]byte{'0', 'x', hex[id>>4], hex[id&15]})
}

// AddrProto is the name of who made an address (IFAPROT_KERNEL_LO, ...), or the
// number in hex.
func (n *Names) AddrProto(id uint8) string {
	if !n.Numeric {
		if s, ok := n.AddrProtos.Lookup(uint32(id)); ok {
			return s
		}
	}
	if id == 0 {
		return "0"
	}
	return "0x" + strconv.FormatUint(uint64(id), 16)
}

// GroupNumber is the link group that word stands for: a name, or a number.
func (n *Names) GroupNumber(word string) (id uint32, ok bool) {
	if id, ok := n.Groups.Number(word); ok {
		return id, true
	}
	v, err := strconv.ParseInt(word, 0, 64)
	if err != nil || int32(v) < 0 {
		return 0, false
	}
	return uint32(v), true
}
