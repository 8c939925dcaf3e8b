package route

import "gip/internal/cli"

func usage() error { return cli.Usage(help) }

const help = `Usage: ip route { list | flush | save } SELECTOR
       ip route { add | del | change | append | replace } ROUTE
       ip route { prepend | test } ROUTE
       ip route get [ ROUTE_GET_FLAGS ] [ to ] ADDRESS [ from ADDRESS iif STRING ]
                    [ oif STRING ] [ tos TOS ] [ mark NUMBER ] [ vrf NAME ]
                    [ uid NUMBER ] [ ipproto PROTOCOL ] [ sport NUMBER ]
                    [ dport NUMBER ] [ as ADDRESS ] [ flowlabel FLOWLABEL ]
       ip route { restore | showdump }
ROUTE := NODE_SPEC [ INFO_SPEC ]
NODE_SPEC := [ TYPE ] PREFIX [ tos TOS ] [ table TABLE_ID ] [ vrf NAME ]
             [ proto RTPROTO ] [ scope SCOPE ] [ metric METRIC ]
             [ ttl-propagate { enabled | disabled } ]
INFO_SPEC := { NH | nhid ID } OPTIONS FLAGS [ nexthop NH ]...
NH := [ encap ENCAPTYPE ENCAPHDR ] [ via [ FAMILY ] ADDRESS ] [ dev STRING ]
      [ weight NUMBER ] NHFLAGS
NHFLAGS := [ onlink | pervasive ]
FAMILY := [ inet | inet6 | mpls | bridge | link ]
TYPE := { unicast | local | broadcast | anycast | multicast | throw |
          unreachable | prohibit | blackhole | nat }
OPTIONS := [ src ADDRESS ] [ as [ to ] ADDRESS ] [ realms REALM ]
           [ pref PREF ] [ expires TIME ] [ mtu NUMBER ] [ advmss NUMBER ]
           [ rtt TIME ] [ rttvar TIME ] [ rto_min TIME ] [ reordering NUMBER ]
           [ window NUMBER ] [ cwnd NUMBER ] [ initcwnd NUMBER ]
           [ initrwnd NUMBER ] [ ssthresh NUMBER ] [ hoplimit NUMBER ]
           [ features FEATURES ] [ quickack BOOL ] [ congctl NAME ]
           [ fastopen_no_cookie BOOL ]
SELECTOR := [ root PREFIX ] [ match PREFIX ] [ exact PREFIX ]
            [ table TABLE_ID ] [ vrf NAME ] [ proto RTPROTO ]
            [ type TYPE ] [ scope SCOPE ]
TABLE_ID := [ local | main | default | all | NUMBER ]
SCOPE := [ host | link | global | NUMBER ]
RTPROTO := [ kernel | boot | static | NUMBER ]
PREF := [ low | medium | high ]
TIME := NUMBER[s|ms]
BOOL := [1|0]
FEATURES := { ecn | tcp_usec_ts }
ENCAPTYPE := [ mpls | ip | ip6 | seg6 | seg6local | rpl | ioam6 | ila | bpf | xfrm ]
ENCAPHDR := [ MPLSLABEL | SEG6HDR | SEG6LOCAL | IOAM6HDR | XFRMINFO ]
SEG6HDR := [ mode SEGMODE ] segs ADDR1,ADDRi,ADDRn [hmac HMACKEYID] [cleanup]
           [ tunsrc ADDRESS ] [ lookup TABLEID ]
SEGMODE := [ encap | encap.red | inline | l2encap | l2encap.red ]
SEG6LOCAL := action ACTION [ OPTION ]... [ count ]
ACTION := { End | End.X | End.T | End.DX2 | End.DX6 | End.DX4 | End.DT6 | End.DT4 |
            End.DT46 | End.B6 | End.B6.Encaps | End.BM | End.S | End.AS | End.AM |
            End.BPF }
OPTION := { flavors FLAVORS | srh SEG6HDR | nh4 ADDR | nh6 ADDR | iif DEV | oif DEV |
            table TABLEID | vrftable TABLEID | endpoint PROGNAME }
FLAVORS := { FLAVOR[,FLAVOR] }
FLAVOR := { psp | usp | usd | next-csid }
IOAM6HDR := trace prealloc type IOAM6_TRACE_TYPE ns IOAM6_NAMESPACE size IOAM6_TRACE_SIZE
XFRMINFO := if_id IF_ID [ link_dev LINK ]
ROUTE_GET_FLAGS := ROUTE_GET_FLAG [ ROUTE_GET_FLAGS ]
ROUTE_GET_FLAG := [ connected | fibmatch | notify ]
`
