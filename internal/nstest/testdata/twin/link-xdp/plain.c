// Programs without maps; the section prog, which is the default, has two.
#include "bpf.h"

SEC("prog") int xdp_pass(void *ctx) { return XDP_PASS; }
SEC("prog") int xdp_two(void *ctx) { return XDP_TX; }
SEC("drop") int xdp_drop(void *ctx) { return XDP_DROP; }
SEC("xdp") int xdp_section(void *ctx) { return XDP_ABORTED; }
SEC("xdp.frags") int xdp_frags(void *ctx) { return XDP_PASS; }
SEC("tc") int of_tc(void *ctx) { return XDP_PASS; }

// The verifier says no to these.
SEC("bad") int xdp_bad(void *ctx) { return *(volatile int *)0; }
SEC("context") int xdp_context(char *ctx) { return ctx[200]; }
