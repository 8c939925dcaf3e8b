package netstat

// What the kernel's counters are called in the tool's words: on each line a counter, how
// it is shown, and the words, with the number in place of the %. The tool looks a counter
// up as if these were sorted, which they are not, and so does not find some: the order is
// part of what it prints. How it is shown:
//
//	n  always
//	o  unless it is zero
//	i  unless it is zero, below a title of ICMP's input
//	u  likewise, of its output
//	-  never
const (
	ipWords = `DefaultTTL -
Forwarding -
ForwDatagrams n % forwarded
FragCreates o % fragments created
FragFails o % outgoing packets failed fragmentation
FragOKs o % outgoing packets fragmented ok
InAddrErrors o % with invalid addresses
InDelivers n % incoming packets delivered
InDiscards n % incoming packets discarded
InHdrErrors o % with invalid headers
InReceives n % total packets received
InUnknownProtos o % with unknown protocol
OutDiscards o % outgoing packets dropped
OutNoRoutes o % dropped because of missing route
OutRequests n % requests sent out
ReasmFails o % packet reassemblies failed
ReasmOKs o % packets reassembled ok
ReasmReqds o % reassemblies required
ReasmTimeout o % fragments dropped after timeout`
	ip6Words = `Ip6FragCreates o % fragments created
Ip6FragFails o % outgoing packets failed fragmentation
Ip6FragOKs o % outgoing packets fragmented ok
Ip6InAddrErrors o % with invalid addresses
Ip6InDelivers n % incoming packets delivered
Ip6InDiscards n % incoming packets discarded
Ip6InHdrErrors o % with invalid headers
Ip6InMcastPkts o % incoming multicast packets
Ip6InNoRoutes o % incoming packets with no route
Ip6InReceives n % total packets received
Ip6InTooBigErrors o % with packets too big
Ip6InTruncatedPkts o % with truncated packets
Ip6InUnknownProtos o % with unknown protocol
Ip6OutDiscards o % outgoing packets dropped
Ip6OutForwDatagrams n % forwarded
Ip6OutMcastPkts o % outgoing multicast packets
Ip6OutNoRoutes o % dropped because of missing route
Ip6OutRequests n % requests sent out
Ip6ReasmFails o % packet reassemblies failed
Ip6ReasmOKs o % packets reassembled ok
Ip6ReasmReqds o % reassemblies required
Ip6ReasmTimeout o % fragments dropped after timeout`
	icmpWords = `InAddrMaskReps i address mask replies: %
InAddrMasks i address mask request: %
InDestUnreachs i destination unreachable: %
InEchoReps i echo replies: %
InEchos i echo requests: %
InErrors n % input ICMP message failed
InMsgs n % ICMP messages received
InParmProbs i wrong parameters: %
InRedirects i redirects: %
InSrcQuenchs i source quenches: %
InTimeExcds i timeout in transit: %
InTimestampReps i timestamp reply: %
InTimestamps i timestamp request: %
OutAddrMaskReps u address mask replies: %
OutAddrMasks u address mask requests: %
OutDestUnreachs u destination unreachable: %
OutEchoReps u echo replies: %
OutEchos u echo requests: %
OutErrors n % ICMP messages failed
OutMsgs n % ICMP messages sent
OutParmProbs u wrong parameters: %
OutRedirects u redirect: %
OutSrcQuenchs u source quench: %
OutTimeExcds u time exceeded: %
OutTimestampReps u timestamp replies: %
OutTimestamps u timestamp requests: %`
	icmp6Words = `Icmp6InDestUnreachs i destination unreachable: %
Icmp6InEchoReplies i echo replies: %
Icmp6InEchos i echo requests: %
Icmp6InErrors n % input ICMP message failed
Icmp6InGroupMembQueries i group member queries: %
Icmp6InGroupMembReductions i group member reductions: %
Icmp6InGroupMembResponses i group member responses: %
Icmp6InMsgs n % ICMP messages received
Icmp6InNeighborAdvertisements i neighbour advertisement: %
Icmp6InNeighborSolicits i neighbour solicits: %
Icmp6InParmProblems i parameter problem: %
Icmp6InPktTooBigs i packets too big: %
Icmp6InRedirects i redirects: %
Icmp6InRouterAdvertisements i router advertisement: %
Icmp6InRouterSolicits i router solicits: %
Icmp6InTimeExcds i received ICMPv6 time exceeded: %
Icmp6OutDestUnreachs u destination unreachable: %
Icmp6OutEchoReplies u echo replies: %
Icmp6OutEchos u echo requests: %
Icmp6OutGroupMembQueries u group member queries: %
Icmp6OutGroupMembReductions u group member reductions: %
Icmp6OutGroupMembResponses u group member responses: %
Icmp6OutMsgs n % ICMP messages sent
Icmp6OutNeighborAdvertisements u neighbor advertisements: %
Icmp6OutNeighborSolicits u neighbor solicits: %
Icmp6OutParmProblems u parameter problem: %
Icmp6OutPktTooBigs u packets too big: %
Icmp6OutRedirects u redirects: %
Icmp6OutRouterAdvertisements_ u router advertisement: %
Icmp6OutRouterSolicits u router solicits: %
Icmp6OutTimeExcds u sent ICMPv6 time exceeded: %`
	tcpWords = `ActiveOpens n % active connection openings
AttemptFails n % failed connection attempts
CurrEstab n % connections established
EstabResets n % connection resets received
InErrs n % bad segments received
InSegs n % segments received
MaxConn -
OutRsts n % resets sent
OutSegs n % segments sent out
PassiveOpens n % passive connection openings
RetransSegs n % segments retransmitted
RtoAlgorithm -
RtoMax -
RtoMin -`
	udpWords = `InDatagrams n % packets received
InErrors n % packet receive errors
NoPorts n % packets to unknown port received
OutDatagrams n % packets sent
RcvbufErrors n % receive buffer errors
SndbufErrors n % send buffer errors`
	udp6Words = `Udp6InDatagrams n % packets received
Udp6InErrors n % packet receive errors
Udp6NoPorts n % packets to unknown port received
Udp6OutDatagrams n % packets sent`
	tcpextWords = `DelayedACKLocked o % delayed acks further delayed because of locked socket
DelayedACKLost o Quick ack mode was activated % times
DelayedACKs o % delayed acks sent
EmbryonicRsts o % resets received for embryonic SYN_RECV sockets
ListenDrops o % SYNs to LISTEN sockets dropped
ListenOverflows o % times the listen queue of a socket overflowed
LockDroppedIcmps o % ICMP packets dropped because socket was locked
OfoPruned o % packets dropped from out-of-order queue because of socket buffer overrun
OutOfWindowIcmps o % ICMP packets dropped because they were out-of-window
PAWSActive o % active connections rejected because of time stamp
PAWSEstab o % packets rejected in established connections because of timestamp
PAWSPassive o % passive connections rejected because of time stamp
PruneCalled o % packets pruned from receive queue because of socket buffer overrun
RcvPruned o % packets pruned from receive queue
SockMallocOOM o Ran % times out of system memory during packet sending
SyncookiesFailed o % invalid SYN cookies received
SyncookiesRecv o % SYN cookies received
SyncookiesSent o % SYN cookies sent
TCPAbortFailed o % times unable to send RST due to no memory
TCPAbortOnClose o % connections reset due to early user close
TCPAbortOnData o % connections reset due to unexpected data
TCPAbortOnLinger o % connections aborted after user close in linger timeout
TCPAbortOnMemory o % connections aborted due to memory pressure
TCPAbortOnSyn o % connections reset due to unexpected SYN
TCPAbortOnTimeout o % connections aborted due to timeout
TCPDirectCopyFromBacklog o % bytes directly in process context from backlog
TCPDirectCopyFromPrequeue o % bytes directly received in process context from prequeue
TCPDSACKOfoRecv o % DSACKs for out of order packets received
TCPDSACKOfoSent o % DSACKs sent for out of order packets
TCPDSACKOldSent o % DSACKs sent for old packets
TCPDSACKRecv o % DSACKs received
TCPDSackUndo o % congestion window recovered without slow start using DSACK
TCPDSACKUndo o % congestion windows recovered without slow start by DSACK
TCPFACKReorder o Detected reordering % times using FACK
TCPFastRetrans o % fast retransmits
TCPForwardRetrans o % forward retransmits
TCPFullUndo o % congestion windows fully recovered without slow start
TCPHPAcks o % predicted acknowledgments
TCPHPHits n % packet headers predicted
TCPHPHitsToUser o % packet headers predicted and directly queued to user
TCPLossFailures o % timeouts in loss state
TCPLoss o % TCP data loss events
TCPLossUndo o % congestion windows recovered without slow start after partial ack
TCPLostRetransmits o % retransmits lost
TCPMemoryPressures o TCP ran low on memory % times
TCPPartialUndo o % congestion windows partially recovered using Hoe heuristic
TCPPrequeued o % packets directly queued to recvmsg prequeue
TCPPrequeueDropped o % packets dropped from prequeue
TCPPureAcks o % acknowledgments not containing data payload received
TCPRcvCollapsed o % packets collapsed in receive queue due to low socket buffer
TCPRenoFailures o % timeouts after reno fast retransmit
TCPRenoRecoveryFailed o % reno fast retransmits failed
TCPRenoRecoveryFail o % classic Reno fast retransmits failed
TCPRenoRecovery o % times recovered from packet loss due to fast retransmit
TCPRenoReorder o Detected reordering % times using reno fast retransmit
TCPSackFailures o % timeouts after SACK recovery
TCPSackRecoveryFail o % SACK retransmits failed
TCPSackRecovery o % times recovered from packet loss by selective acknowledgements
TCPSACKReneging o % bad SACK blocks received
TCPSACKReorder o Detected reordering % times using SACK
TCPSchedulerFailed o % times receiver scheduled too late for direct processing
TCPSlowStartRetrans o % retransmits in slow start
TCPTimeouts o % other TCP timeouts
TCPTSReorder o Detected reordering % times using time stamp
TWKilled o % TCP sockets finished time wait in slow timer
TW o % TCP sockets finished time wait in fast timer
TWRecycled o % time wait sockets recycled by time stamp`
	sctpWords = `SctpAborteds n % Number of Aborteds 
SctpActiveEstabs n % Active Associations
SctpChecksumErrors n % Number of Packets with invalid Checksum
SctpCurrEstab n % Current Associations
SctpFragUsrMsgs n % Number of messages fragmented
SctpInCtrlChunks n % Number of control chunks received
SctpInOrderChunks n % Number of ordered chunks received
SctpInSCTPPacks n % Number of SCTP packets received
SctpInUnorderChunks n % Number of Unordered chunks received
SctpOutCtrlChunks n % Number of control chunks sent
SctpOutOfBlues n % Number of Out of Blue packets
SctpOutOrderChunks n % Number of ordered chunks sent
SctpOutSCTPPacks n % Number of SCTP packets sent
SctpOutUnorderChunks n % Number of Unordered chunks sent
SctpPassiveEstabs n % Passive Associations
SctpReasmUsrMsgs n % Number of messages reassembled 
SctpShutdowns n % Number of Graceful Terminations`
)
