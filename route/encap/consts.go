package encap

// Constants of headers that uapi does not have yet.
const (
	lwtXfrmIfID = 1 // LWT_XFRM_IF_ID
	lwtXfrmLink = 2 // LWT_XFRM_LINK

	lwtBPFIn       = 1 // LWT_BPF_IN
	lwtBPFOut      = 2 // LWT_BPF_OUT
	lwtBPFXmit     = 3 // LWT_BPF_XMIT
	lwtBPFHeadroom = 4 // LWT_BPF_XMIT_HEADROOM
	lwtBPFProgFD   = 1 // LWT_BPF_PROG_FD
	lwtBPFProgName = 2 // LWT_BPF_PROG_NAME

	seg6Table = 3 // SEG6_IPTUNNEL_TABLE

	srHMACFlag = 1 << 3 // SR6_FLAG1_HMAC
	srHMACTLV  = 5      // SR6_TLV_HMAC
	srHMACLen  = 40     // struct sr6_tlv_hmac

	ioam6SizeMax = 244 // IOAM6_TRACE_DATA_SIZE_MAX

	// In network order, as the attributes have them.
	tunnelCsum = 1 // TUNNEL_CSUM
	tunnelKey  = 4 // TUNNEL_KEY
	tunnelSeq  = 8 // TUNNEL_SEQ
)
