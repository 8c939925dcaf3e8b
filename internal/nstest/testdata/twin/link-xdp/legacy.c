// Maps as they were described before BTF, and a program for one of them.
#include "bpf.h"

struct bpf_elf_map {
	u32 type, size_key, size_value, max_elem, flags, id, pinning, inner_id, inner_idx;
};

struct bpf_elf_map SEC("maps") old = {.type = MAP_ARRAY, .size_key = 4, .size_value = 4, .max_elem = 1};

SEC("prog") int xdp_old(void *ctx)
{
	u32 key = 0, *v = map_lookup(&old, &key);

	return v ? *v : XDP_PASS;
}
