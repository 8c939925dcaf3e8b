package macsec

import (
	"strconv"

	"gip/internal/nl"
	"gip/internal/uapi"
)

// A counter is one of a nest of counters, in the order of their attributes.
type counter struct {
	attr uint8
	name string
}

var secyCounters = [...]counter{
	{uapi.MACSEC_SECY_STATS_ATTR_OUT_PKTS_UNTAGGED, "OutPktsUntagged"},
	{uapi.MACSEC_SECY_STATS_ATTR_IN_PKTS_UNTAGGED, "InPktsUntagged"},
	{uapi.MACSEC_SECY_STATS_ATTR_OUT_PKTS_TOO_LONG, "OutPktsTooLong"},
	{uapi.MACSEC_SECY_STATS_ATTR_IN_PKTS_NO_TAG, "InPktsNoTag"},
	{uapi.MACSEC_SECY_STATS_ATTR_IN_PKTS_BAD_TAG, "InPktsBadTag"},
	{uapi.MACSEC_SECY_STATS_ATTR_IN_PKTS_UNKNOWN_SCI, "InPktsUnknownSCI"},
	{uapi.MACSEC_SECY_STATS_ATTR_IN_PKTS_NO_SCI, "InPktsNoSCI"},
	{uapi.MACSEC_SECY_STATS_ATTR_IN_PKTS_OVERRUN, "InPktsOverrun"},
}

var txSCCounters = [...]counter{
	{uapi.MACSEC_TXSC_STATS_ATTR_OUT_PKTS_PROTECTED, "OutPktsProtected"},
	{uapi.MACSEC_TXSC_STATS_ATTR_OUT_PKTS_ENCRYPTED, "OutPktsEncrypted"},
	{uapi.MACSEC_TXSC_STATS_ATTR_OUT_OCTETS_PROTECTED, "OutOctetsProtected"},
	{uapi.MACSEC_TXSC_STATS_ATTR_OUT_OCTETS_ENCRYPTED, "OutOctetsEncrypted"},
}

var txSACounters = [...]counter{
	{uapi.MACSEC_SA_STATS_ATTR_OUT_PKTS_PROTECTED, "OutPktsProtected"},
	{uapi.MACSEC_SA_STATS_ATTR_OUT_PKTS_ENCRYPTED, "OutPktsEncrypted"},
}

var rxSCCounters = [...]counter{
	{uapi.MACSEC_RXSC_STATS_ATTR_IN_OCTETS_VALIDATED, "InOctetsValidated"},
	{uapi.MACSEC_RXSC_STATS_ATTR_IN_OCTETS_DECRYPTED, "InOctetsDecrypted"},
	{uapi.MACSEC_RXSC_STATS_ATTR_IN_PKTS_UNCHECKED, "InPktsUnchecked"},
	{uapi.MACSEC_RXSC_STATS_ATTR_IN_PKTS_DELAYED, "InPktsDelayed"},
	{uapi.MACSEC_RXSC_STATS_ATTR_IN_PKTS_OK, "InPktsOK"},
	{uapi.MACSEC_RXSC_STATS_ATTR_IN_PKTS_INVALID, "InPktsInvalid"},
	{uapi.MACSEC_RXSC_STATS_ATTR_IN_PKTS_LATE, "InPktsLate"},
	{uapi.MACSEC_RXSC_STATS_ATTR_IN_PKTS_NOT_VALID, "InPktsNotValid"},
	{uapi.MACSEC_RXSC_STATS_ATTR_IN_PKTS_NOT_USING_SA, "InPktsNotUsingSA"},
	{uapi.MACSEC_RXSC_STATS_ATTR_IN_PKTS_UNUSED_SA, "InPktsUnusedSA"},
}

var rxSACounters = [...]counter{
	{uapi.MACSEC_SA_STATS_ATTR_IN_PKTS_OK, "InPktsOK"},
	{uapi.MACSEC_SA_STATS_ATTR_IN_PKTS_INVALID, "InPktsInvalid"},
	{uapi.MACSEC_SA_STATS_ATTR_IN_PKTS_NOT_VALID, "InPktsNotValid"},
	{uapi.MACSEC_SA_STATS_ATTR_IN_PKTS_NOT_USING_SA, "InPktsNotUsingSA"},
	{uapi.MACSEC_SA_STATS_ATTR_IN_PKTS_UNUSED_SA, "InPktsUnusedSA"},
}

// counters prints those of list in v, with -s: their names in a line, and below each
// its number.
func (p *printer) counters(v nl.Value, list []counter) {
	e := p.e
	if v == nil || e.Stats == 0 {
		return
	}
	t := nl.Table(p.st[:]).Index(v)
	if e.JSON {
		for i := range list {
			if v := t[list[i].attr]; v != nil {
				e.Uint(list[i].name, "", v.Uint())
			}
		}
		return
	}
	e.Text("    stats:")
	for i := range list {
		e.Text(" ")
		e.Text(list[i].name)
	}
	e.Text("\n          ")
	for i := range list {
		var s [20]byte
		b := append(s[:0], '-')
		if v := t[list[i].attr]; v != nil {
			b = strconv.AppendUint(s[:0], v.Uint(), 10)
		}
		e.Right(len(list[i].name)+1).Bytes("", "%", b)
	}
	e.Text("\n")
}
