package route

// Constants of linux/nexthop.h that uapi does not have.
const (
	nhaID            = 1
	nhaGroup         = 2
	nhaGroupType     = 3
	nhaBlackhole     = 4
	nhaOIF           = 5
	nhaGateway       = 6
	nhaEncapType     = 7
	nhaEncap         = 8
	nhaGroups        = 9
	nhaMaster        = 10
	nhaFDB           = 11
	nhaResGroup      = 12
	nhaResBucket     = 13
	nhaOpFlags       = 14
	nhaGroupStats    = 15
	nhaHWStatsEnable = 16
	nhaHWStatsUsed   = 17
	nhaDstPort       = 18
	nhaMax           = 18

	nhaResBuckets         = 1
	nhaResIdleTimer       = 2
	nhaResUnbalancedTimer = 3
	nhaResUnbalancedTime  = 4
	nhaResMax             = 4

	nhaBucketIndex    = 1
	nhaBucketIdleTime = 2
	nhaBucketID       = 3
	nhaBucketMax      = 3

	nhaStatsID        = 1
	nhaStatsPackets   = 2
	nhaStatsPacketsHW = 3
	nhaStatsMax       = 3

	nhaFlagStats    = 1 << 0
	nhaFlagHWStats  = 1 << 1
	nhaFlagWideness = 1 << 31 // NHA_OP_FLAG_RESP_GRP_RESVD_0

	nhGroupMultipath = 0
	nhGroupResilient = 1
)
