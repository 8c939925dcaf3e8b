// Programs with maps (one pinned by name), variables and a function that is shared.
#include "bpf.h"

struct {
	INT(type, MAP_ARRAY);
	TYPE(key, u32);
	TYPE(value, u64);
	INT(max_entries, 4);
	INT(pinning, PIN_BY_NAME);
} counts SEC(".maps");

struct {
	INT(type, MAP_HASH);
	TYPE(key, u32);
	TYPE(value, u32);
	INT(max_entries, 8);
} last SEC(".maps");

const volatile int verdict = XDP_PASS;
int seen;

static __attribute__((noinline)) int count(u32 key)
{
	u64 *n = map_lookup(&counts, &key);

	if (n)
		*n += 1;
	seen++;
	return verdict;
}

SEC("prog") int xdp_count(void *ctx) { return count(1); }
SEC("other") int xdp_other(void *ctx)
{
	u32 key = 0, *v = map_lookup(&last, &key);

	return v ? *v : count(2);
}
