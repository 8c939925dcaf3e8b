// The pinned map of maps.c, with other values: the two do not go together.
#include "bpf.h"

struct {
	INT(type, MAP_ARRAY);
	TYPE(key, u32);
	TYPE(value, u32);
	INT(max_entries, 64);
	INT(pinning, PIN_BY_NAME);
} counts SEC(".maps");

SEC("prog") int xdp_wide(void *ctx)
{
	u32 key = 1, *v = map_lookup(&counts, &key);

	return v ? *v : XDP_PASS;
}
