package mptcp

// What linux/mptcp_pm.h and linux/mptcp.h number.
const (
	version = 1

	cmdAddAddr    = 1
	cmdDelAddr    = 2
	cmdGetAddr    = 3
	cmdFlushAddrs = 4
	cmdSetLimits  = 5
	cmdGetLimits  = 6
	cmdSetFlags   = 7

	// MPTCP_PM_ATTR_
	attrAddr        = 1
	attrRcvAddAddrs = 2
	attrSubflows    = 3
	attrMax         = 6

	// MPTCP_PM_ADDR_ATTR_
	addrFamily = 1
	addrID     = 2
	addrV4     = 3
	addrV6     = 4
	addrPort   = 5
	addrFlags  = 6
	addrIndex  = 7
	addrMax    = 7

	// MPTCP_PM_ADDR_FLAG_
	flagSignal   = 1 << 0
	flagSubflow  = 1 << 1
	flagBackup   = 1 << 2
	flagFullmesh = 1 << 3
	flagImplicit = 1 << 4
	flagLaminar  = 1 << 5

	// MPTCP_ATTR_, of events
	evToken       = 1
	evLocID       = 3
	evRemID       = 4
	evSaddr4      = 5
	evSaddr6      = 6
	evDaddr4      = 7
	evDaddr6      = 8
	evSport       = 9
	evDport       = 10
	evBackup      = 11
	evError       = 12
	evFlags       = 13
	evTimeout     = 14
	evIndex       = 15
	evResetReason = 16
	evResetFlags  = 17
	evServerSide  = 18
	evMax         = 18

	// MPTCP_PM_EV_FLAG_
	evFlagDenyJoin   = 1 << 0
	evFlagServerSide = 1 << 1
)
