package link

import (
	"gip/internal/attr"
	"gip/internal/cli"
	"gip/internal/nl"
	"gip/internal/uapi"

	"golang.org/x/sys/unix"
)

// A devconf is a setting under /proc/sys/net/ipv4/conf (enum in linux/ip.h).
type devconf struct {
	name string
	id   uint16
	num  bool // a number, not on and off
}

var devconfs = [...]devconf{
	{"forwarding", uapi.IPV4_DEVCONF_FORWARDING, false},
	{"proxy_arp", uapi.IPV4_DEVCONF_PROXY_ARP, false},
	{"accept_redirects", uapi.IPV4_DEVCONF_ACCEPT_REDIRECTS, false},
	{"secure_redirects", uapi.IPV4_DEVCONF_SECURE_REDIRECTS, false},
	{"send_redirects", uapi.IPV4_DEVCONF_SEND_REDIRECTS, false},
	{"shared_media", uapi.IPV4_DEVCONF_SHARED_MEDIA, false},
	{"rp_filter", uapi.IPV4_DEVCONF_RP_FILTER, true},
	{"accept_source_route", uapi.IPV4_DEVCONF_ACCEPT_SOURCE_ROUTE, false},
	{"bootp_relay", uapi.IPV4_DEVCONF_BOOTP_RELAY, false},
	{"log_martians", uapi.IPV4_DEVCONF_LOG_MARTIANS, false},
	{"tag", uapi.IPV4_DEVCONF_TAG, true},
	{"arp_filter", uapi.IPV4_DEVCONF_ARPFILTER, false},
	{"medium_id", uapi.IPV4_DEVCONF_MEDIUM_ID, true},
	{"disable_xfrm", uapi.IPV4_DEVCONF_NOXFRM, false},
	{"disable_policy", uapi.IPV4_DEVCONF_NOPOLICY, false},
	{"force_igmp_version", uapi.IPV4_DEVCONF_FORCE_IGMP_VERSION, true},
	{"arp_announce", uapi.IPV4_DEVCONF_ARP_ANNOUNCE, true},
	{"arp_ignore", uapi.IPV4_DEVCONF_ARP_IGNORE, true},
	{"promote_secondaries", uapi.IPV4_DEVCONF_PROMOTE_SECONDARIES, false},
	{"arp_accept", uapi.IPV4_DEVCONF_ARP_ACCEPT, true},
	{"arp_notify", uapi.IPV4_DEVCONF_ARP_NOTIFY, false},
	{"accept_local", uapi.IPV4_DEVCONF_ACCEPT_LOCAL, false},
	{"src_vmark", uapi.IPV4_DEVCONF_SRC_VMARK, false},
	{"proxy_arp_pvlan", uapi.IPV4_DEVCONF_PROXY_ARP_PVLAN, false},
	{"route_localnet", uapi.IPV4_DEVCONF_ROUTE_LOCALNET, false},
	{"bc_forwarding", uapi.IPV4_DEVCONF_BC_FORWARDING, false},
	{"igmpv2_unsolicited_report_interval", uapi.IPV4_DEVCONF_IGMPV2_UNSOLICITED_REPORT_INTERVAL, true},
	{"igmpv3_unsolicited_report_interval", uapi.IPV4_DEVCONF_IGMPV3_UNSOLICITED_REPORT_INTERVAL, true},
	{"ignore_routes_with_linkdown", uapi.IPV4_DEVCONF_IGNORE_ROUTES_WITH_LINKDOWN, false},
	{"drop_unicast_in_l2_multicast", uapi.IPV4_DEVCONF_DROP_UNICAST_IN_L2_MULTICAST, false},
	{"drop_gratuitous_arp", uapi.IPV4_DEVCONF_DROP_GRATUITOUS_ARP, false},
	{"arp_evict_nocarrier", uapi.IPV4_DEVCONF_ARP_EVICT_NOCARRIER, false},
}

// inet takes the IPv4 settings of a link, as many as follow.
func (r *request) inet(e *cli.Env, a *cli.Args) error {
	r.m.Open(uapi.IFLA_AF_SPEC)
	r.m.Open(unix.AF_INET)
	r.m.Open(uapi.IFLA_INET_CONF | nl.Nested)
	n := 0
	for ; a.More(); n++ {
		d := findDevconf(a.Peek())
		if d == nil {
			break
		}
		a.Skip(1)
		if d.num {
			v, err := a.Next()
			if err != nil {
				return err
			}
			i, ok := cli.Int(v, 0, 32)
			if !ok {
				return cli.Invalid(`Invalid "`+d.name+`" value`+"\n", v)
			}
			nl.Native.PutUint32(r.m.Add(d.id, 4), uint32(i))
			continue
		}
		on, err := attr.ParseOnOff(e, a, d.name)
		if err != nil {
			return err
		}
		v := uint32(0)
		if on {
			v = 1
		}
		nl.Native.PutUint32(r.m.Add(d.id, 4), v)
	}
	if n == 0 {
		return cli.Incomplete()
	}
	r.m.Close()
	r.m.Close()
	r.m.Close()
	return nil
}

func findDevconf(word string) *devconf {
	for i := range devconfs {
		if devconfs[i].name == word {
			return &devconfs[i]
		}
	}
	return nil
}
