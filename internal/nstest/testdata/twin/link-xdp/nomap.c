// A map that no kernel makes.
#include "bpf.h"

struct {
	INT(type, MAP_ARRAY);
	TYPE(key, u64);
	TYPE(value, u32);
	INT(max_entries, 0);
} odd SEC(".maps");

SEC("prog") int xdp_odd(void *ctx)
{
	u64 key = 1;
	u32 *v = map_lookup(&odd, &key);

	return v ? *v : XDP_PASS;
}
