package info

import "gip/internal/uapi"

// TypeName is the name of a link's hardware (ARPHRD_ETHER, ...), "" where it has none.
func TypeName(typ uint16) string {
	for i := range typeNames {
		if typeNames[i].typ == typ {
			return typeNames[i].name
		}
	}
	return ""
}

func (p *Printer) linkType(typ uint16) {
	e := p.e
	if !e.Numeric {
		if s := TypeName(typ); s != "" {
			e.Str("link_type", "    link/% ", s)
			return
		}
	}
	var s [16]byte
	b := append(appendUint(append(s[:0], '['), uint64(typ)), ']')
	e.Bytes("link_type", "    link/% ", b)
}

// The common ones stand first.
var typeNames = [...]struct {
	typ  uint16
	name string
}{
	{uapi.ARPHRD_ETHER, "ether"},
	{uapi.ARPHRD_LOOPBACK, "loopback"},
	{uapi.ARPHRD_NONE, "none"},
	{uapi.ARPHRD_PPP, "ppp"},
	{uapi.ARPHRD_NETROM, "netrom"},
	{uapi.ARPHRD_EETHER, "eether"},
	{uapi.ARPHRD_AX25, "ax25"},
	{uapi.ARPHRD_PRONET, "pronet"},
	{uapi.ARPHRD_CHAOS, "chaos"},
	{uapi.ARPHRD_IEEE802, "ieee802"},
	{uapi.ARPHRD_ARCNET, "arcnet"},
	{uapi.ARPHRD_APPLETLK, "atalk"},
	{uapi.ARPHRD_DLCI, "dlci"},
	{uapi.ARPHRD_ATM, "atm"},
	{uapi.ARPHRD_METRICOM, "metricom"},
	{uapi.ARPHRD_IEEE1394, "ieee1394"},
	{uapi.ARPHRD_INFINIBAND, "infiniband"},
	{uapi.ARPHRD_SLIP, "slip"},
	{uapi.ARPHRD_CSLIP, "cslip"},
	{uapi.ARPHRD_SLIP6, "slip6"},
	{uapi.ARPHRD_CSLIP6, "cslip6"},
	{uapi.ARPHRD_RSRVD, "rsrvd"},
	{uapi.ARPHRD_ADAPT, "adapt"},
	{uapi.ARPHRD_ROSE, "rose"},
	{uapi.ARPHRD_X25, "x25"},
	{uapi.ARPHRD_HWX25, "hwx25"},
	{uapi.ARPHRD_CAN, "can"},
	{uapi.ARPHRD_HDLC, "hdlc"},
	{uapi.ARPHRD_LAPB, "lapb"},
	{uapi.ARPHRD_DDCMP, "ddcmp"},
	{uapi.ARPHRD_RAWHDLC, "rawhdlc"},
	{uapi.ARPHRD_TUNNEL, "ipip"},
	{uapi.ARPHRD_TUNNEL6, "tunnel6"},
	{uapi.ARPHRD_FRAD, "frad"},
	{uapi.ARPHRD_SKIP, "skip"},
	{uapi.ARPHRD_LOCALTLK, "ltalk"},
	{uapi.ARPHRD_FDDI, "fddi"},
	{uapi.ARPHRD_BIF, "bif"},
	{uapi.ARPHRD_SIT, "sit"},
	{uapi.ARPHRD_IPDDP, "ip/ddp"},
	{uapi.ARPHRD_IPGRE, "gre"},
	{uapi.ARPHRD_PIMREG, "pimreg"},
	{uapi.ARPHRD_HIPPI, "hippi"},
	{uapi.ARPHRD_ASH, "ash"},
	{uapi.ARPHRD_ECONET, "econet"},
	{uapi.ARPHRD_IRDA, "irda"},
	{uapi.ARPHRD_FCPP, "fcpp"},
	{uapi.ARPHRD_FCAL, "fcal"},
	{uapi.ARPHRD_FCPL, "fcpl"},
	{uapi.ARPHRD_FCFABRIC, "fcfb0"},
	{uapi.ARPHRD_FCFABRIC + 1, "fcfb1"},
	{uapi.ARPHRD_FCFABRIC + 2, "fcfb2"},
	{uapi.ARPHRD_FCFABRIC + 3, "fcfb3"},
	{uapi.ARPHRD_FCFABRIC + 4, "fcfb4"},
	{uapi.ARPHRD_FCFABRIC + 5, "fcfb5"},
	{uapi.ARPHRD_FCFABRIC + 6, "fcfb6"},
	{uapi.ARPHRD_FCFABRIC + 7, "fcfb7"},
	{uapi.ARPHRD_FCFABRIC + 8, "fcfb8"},
	{uapi.ARPHRD_FCFABRIC + 9, "fcfb9"},
	{uapi.ARPHRD_FCFABRIC + 10, "fcfb10"},
	{uapi.ARPHRD_FCFABRIC + 11, "fcfb11"},
	{uapi.ARPHRD_FCFABRIC + 12, "fcfb12"},
	{uapi.ARPHRD_IEEE802_TR, "tr"},
	{uapi.ARPHRD_IEEE80211, "ieee802.11"},
	{uapi.ARPHRD_IEEE80211_PRISM, "ieee802.11/prism"},
	{uapi.ARPHRD_IEEE80211_RADIOTAP, "ieee802.11/radiotap"},
	{uapi.ARPHRD_IEEE802154, "ieee802.15.4"},
	{uapi.ARPHRD_IEEE802154_MONITOR, "ieee802.15.4/monitor"},
	{uapi.ARPHRD_PHONET, "phonet"},
	{uapi.ARPHRD_PHONET_PIPE, "phonet_pipe"},
	{uapi.ARPHRD_CAIF, "caif"},
	{uapi.ARPHRD_IP6GRE, "gre6"},
	{uapi.ARPHRD_NETLINK, "netlink"},
	{uapi.ARPHRD_6LOWPAN, "6lowpan"},
	{uapi.ARPHRD_VOID, "void"},
}
