// What the programs need of linux/bpf.h and of libbpf's headers.
typedef unsigned int u32;
typedef unsigned long long u64;

#define SEC(name) __attribute__((section(name), used))
#define INT(name, value) int (*name)[value]
#define TYPE(name, t) t *name

enum { XDP_ABORTED, XDP_DROP, XDP_PASS, XDP_TX };
enum { MAP_HASH = 1, MAP_ARRAY = 2 };
enum { PIN_BY_NAME = 1 };

static void *(*map_lookup)(void *map, const void *key) = (void *)1;

char _license[] SEC("license") = "GPL";
