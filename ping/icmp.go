package ping

import "strconv"

// Types of ICMP messages (linux/icmp.h, linux/icmpv6.h).
const (
	icmpReply        = 0
	icmpUnreachable  = 3
	icmpSourceQuench = 4
	icmpRedirect     = 5
	icmpEcho         = 8
	icmpTimeExceeded = 11
	icmpParameter    = 12

	icmp6Unreachable  = 1
	icmp6TooBig       = 2
	icmp6TimeExceeded = 3
	icmp6Parameter    = 4
	icmp6Echo         = 128
	icmp6Reply        = 129
)

var unreachable = [...]string{
	"Destination Net Unreachable", "Destination Host Unreachable", "Destination Protocol Unreachable",
	"Destination Port Unreachable", "", "Source Route Failed", "Destination Net Unknown",
	"Destination Host Unknown", "Source Host Isolated", "Destination Net Prohibited",
	"Destination Host Prohibited", "Destination Net Unreachable for Type of Service",
	"Destination Host Unreachable for Type of Service", "Packet filtered", "Precedence Violation",
	"Precedence Cutoff",
}

var redirected = [...]string{
	"Redirect Network", "Redirect Host", "Redirect Type of Service and Network",
	"Redirect Type of Service and Host",
}

func num(n uint32) string { return strconv.FormatUint(uint64(n), 10) }

// message4 is the words for an ICMP message. gateway is for redirections.
func message4(typ, code uint8, info uint32, gateway func() string) string {
	switch typ {
	case icmpReply:
		return "Echo Reply"
	case icmpUnreachable:
		if code == 4 {
			return "Frag needed and DF set (mtu = " + num(info) + ")"
		}
		if int(code) < len(unreachable) {
			return unreachable[code]
		}
		return "Dest Unreachable, Bad Code: " + num(uint32(code))
	case icmpSourceQuench:
		return "Source Quench"
	case icmpRedirect:
		s := "Redirect, Bad Code: " + num(uint32(code))
		if int(code) < len(redirected) {
			s = redirected[code]
		}
		return s + "(New nexthop: " + gateway() + ")"
	case icmpEcho:
		return "Echo Request"
	case icmpTimeExceeded:
		switch code {
		case 0:
			return "Time to live exceeded"
		case 1:
			return "Frag reassembly time exceeded"
		}
		return "Time exceeded, Bad Code: " + num(uint32(code))
	case icmpParameter:
		return "Parameter problem: pointer = " + num(info)
	case 13:
		return "Timestamp"
	case 14:
		return "Timestamp Reply"
	case 15:
		return "Information Request"
	case 16:
		return "Information Reply"
	case 17:
		return "Address Mask Request"
	case 18:
		return "Address Mask Reply"
	}
	return "Bad ICMP type: " + num(uint32(typ))
}

var unreachable6 = [...]string{
	"No route", "Administratively prohibited", "Beyond scope of source address", "Address unreachable",
	"Port unreachable",
}

// message6 is the words for an ICMPv6 message.
func message6(typ, code uint8, info uint32) string {
	switch typ {
	case icmp6Unreachable:
		if int(code) < len(unreachable6) {
			return "Destination unreachable: " + unreachable6[code]
		}
		return "Destination unreachable: Unknown code " + num(uint32(code))
	case icmp6TooBig:
		s := "Packet too big: mtu=" + num(info)
		if code != 0 {
			s += ", code=" + num(uint32(code))
		}
		return s
	case icmp6TimeExceeded:
		switch code {
		case 0:
			return "Time exceeded: Hop limit"
		case 1:
			return "Time exceeded: Defragmentation failure"
		}
		return "Time exceeded: code " + num(uint32(code))
	case icmp6Parameter:
		s := "code " + num(uint32(code))
		switch code {
		case 0:
			s = "Wrong header field"
		case 1:
			s = "Unknown header"
		case 2:
			s = "Unknown option"
		}
		return "Parameter problem: " + s + " at " + num(info)
	case icmp6Echo:
		return "Echo request"
	case icmp6Reply:
		return "Echo reply"
	case 130:
		return "MLD Query"
	case 131:
		return "MLD Report"
	case 132:
		return "MLD Reduction"
	}
	return "unknown icmp type: " + num(uint32(typ))
}

// checksum is the Internet checksum of b.
func checksum(b []byte) uint16 {
	sum := uint32(0)
	for ; len(b) >= 2; b = b[2:] {
		sum += uint32(b[0])<<8 | uint32(b[1])
		sum = sum&0xffff + sum>>16
	}
	if len(b) == 1 {
		sum += uint32(b[0]) << 8
		sum = sum&0xffff + sum>>16
	}
	return ^uint16(sum)
}
