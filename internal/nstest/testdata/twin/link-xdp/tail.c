// Programs whose sections say a place in a map, as those of iproute2's own loader did.
#include "bpf.h"

SEC("prog") int xdp_first(void *ctx) { return XDP_PASS; }
SEC("1/0") int xdp_tail(void *ctx) { return XDP_DROP; }
SEC("0x2/7x") int xdp_hex(void *ctx) { return XDP_DROP; }
