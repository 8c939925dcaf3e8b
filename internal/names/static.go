package names

// Names that the kernel's headers give (linux/rtnetlink.h, linux/if_addr.h).
var (
	tables = []Entry{{255, "local"}, {254, "main"}, {253, "default"}}
	protos = []Entry{
		{0, "unspec"}, {1, "redirect"}, {2, "kernel"}, {3, "boot"}, {4, "static"}, {8, "gated"}, {9, "ra"},
		{10, "mrt"}, {11, "zebra"}, {12, "bird"}, {13, "dnrouted"}, {14, "xorp"}, {15, "ntk"}, {16, "dhcp"},
		{18, "keepalived"}, {42, "babel"}, {186, "bgp"}, {187, "isis"}, {188, "ospf"}, {189, "rip"}, {192, "eigrp"},
	}
	scopes     = []Entry{{0, "global"}, {200, "site"}, {253, "link"}, {254, "host"}, {255, "nowhere"}}
	realms     = []Entry{{0, "unknown"}}
	dsfields   = []Entry{{0, "0"}}
	groups     = []Entry{{0, "default"}}
	addrProtos = []Entry{{0, "unspec"}, {1, "kernel_lo"}, {2, "kernel_ra"}, {3, "kernel_ll"}}
	nlProtos   = []Entry{
		{0, "rtnl"}, {1, "unused"}, {2, "usersock"}, {3, "fw"}, {4, "tcpdiag"}, {5, "nflog"}, {6, "xfrm"},
		{7, "selinux"}, {8, "iscsi"}, {9, "audit"}, {10, "fiblookup"}, {11, "connector"}, {12, "nft"},
		{13, "ip6fw"}, {14, "dec-rt"}, {15, "uevent"}, {16, "genl"}, {18, "scsi-trans"}, {19, "ecryptfs"},
		{20, "rdma"}, {21, "crypto"},
	}
)

// Names that the files add which iproute2 installs.
var (
	shippedTables   = []Entry{{0, "unspec"}}
	shippedProtos   = []Entry{{84, "ovn"}, {99, "openr"}}
	shippedRealms   = []Entry{{0, "cosmos"}}
	shippedDSFields = []Entry{
		{0x00, "default"}, {0x20, "CS1"}, {0x28, "AF11"}, {0x30, "AF12"}, {0x38, "AF13"}, {0x40, "CS2"},
		{0x48, "AF21"}, {0x50, "AF22"}, {0x58, "AF23"}, {0x60, "CS3"}, {0x68, "AF31"}, {0x70, "AF32"},
		{0x78, "AF33"}, {0x80, "CS4"}, {0x88, "AF41"}, {0x90, "AF42"}, {0x98, "AF43"}, {0xa0, "CS5"},
		{0xb8, "EF"}, {0xc0, "CS6"}, {0xe0, "CS7"},
	}
)
