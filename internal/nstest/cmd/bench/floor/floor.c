/*
 * The floor that scripts/bench measures against: it moves the netlink messages of a
 * job and does nothing with them. What it takes, nobody can save.
 *   floor exit                    a process that starts and ends
 *   floor dev NAME | up NAME      one link is asked for | set up
 *   floor exec NS COMMAND ...     run in a network namespace
 *   floor in NS dump link         a dump in a network namespace
 *   floor names                   the named namespaces and their ids
 *   floor dump WHAT ...           route4 route6 link stats addr neigh fdb
 *   floor adds N | adds64 N       N routes 10.a.b.c/32, one acknowledged at a time |
 *                                 64 of them in a packet, errors alone coming back
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/net_namespace.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef NETLINK_GET_STRICT_CHK
#define NETLINK_GET_STRICT_CHK 12
#endif
#define SKIP_STATS 8 /* RTEXT_FILTER_SKIP_STATS */

static char buf[256 << 10];
static int fd = -1;
static unsigned seq;

struct req {
	struct nlmsghdr n;
	char body[256];
};

static void die(const char *what)
{
	fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void dial(void)
{
	int one = 1, room = 1 << 20;

	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (fd < 0)
		die("socket");
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &one, sizeof(one));
}

static void begin(struct req *r, int type, int flags, const void *hdr, int len)
{
	memset(r, 0, sizeof(*r));
	r->n.nlmsg_type = type;
	r->n.nlmsg_flags = NLM_F_REQUEST | flags;
	r->n.nlmsg_seq = ++seq;
	r->n.nlmsg_len = NLMSG_LENGTH(len);
	memcpy(NLMSG_DATA(&r->n), hdr, len);
}

static void put(struct req *r, int type, const void *v, int len)
{
	struct rtattr *a = (struct rtattr *)((char *)r + NLMSG_ALIGN(r->n.nlmsg_len));

	a->rta_type = type;
	a->rta_len = RTA_LENGTH(len);
	memcpy(RTA_DATA(a), v, len);
	r->n.nlmsg_len = NLMSG_ALIGN(r->n.nlmsg_len) + RTA_ALIGN(a->rta_len);
}

static void talk(const void *b, size_t len)
{
	if (send(fd, b, len, 0) < 0)
		die("send");
}

/* answer reads until what ends the last request: an acknowledgement or DONE. */
static void answer(int single)
{
	for (;;) {
		int n = recv(fd, buf, sizeof(buf), MSG_TRUNC);

		if (n < 0)
			die("recv");
		for (struct nlmsghdr *h = (void *)buf; NLMSG_OK(h, n); h = NLMSG_NEXT(h, n)) {
			if (h->nlmsg_type == NLMSG_DONE || h->nlmsg_type == NLMSG_ERROR) {
				int e = *(int *)NLMSG_DATA(h);

				if (e) {
					errno = -e;
					die("kernel");
				}
				return;
			}
		}
		if (single)
			return;
	}
}

static void dump(const char *what)
{
	struct req r;

	if (!strncmp(what, "route", 5)) {
		struct rtmsg m = { .rtm_family = what[5] == '6' ? AF_INET6 : AF_INET };
		unsigned table = RT_TABLE_MAIN;

		begin(&r, RTM_GETROUTE, NLM_F_DUMP, &m, sizeof(m));
		put(&r, RTA_TABLE, &table, 4);
	} else if (!strcmp(what, "link") || !strcmp(what, "stats")) {
		struct ifinfomsg m = { 0 };
		unsigned mask = RTEXT_FILTER_VF | (*what == 'l' ? SKIP_STATS : 0);

		begin(&r, RTM_GETLINK, NLM_F_DUMP, &m, sizeof(m));
		put(&r, IFLA_EXT_MASK, &mask, 4);
	} else if (!strcmp(what, "addr")) {
		struct ifaddrmsg m = { 0 };

		begin(&r, RTM_GETADDR, NLM_F_DUMP, &m, sizeof(m));
	} else {
		struct ndmsg m = { .ndm_family = *what == 'f' ? AF_BRIDGE : AF_UNSPEC };

		begin(&r, RTM_GETNEIGH, NLM_F_DUMP, &m, sizeof(m));
	}
	talk(&r, r.n.nlmsg_len);
	answer(0);
}

static void link_request(const char *name, int up)
{
	struct ifinfomsg m = { 0 };
	unsigned mask = RTEXT_FILTER_VF | SKIP_STATS;
	struct req r;

	if (up)
		m.ifi_flags = m.ifi_change = IFF_UP;
	begin(&r, up ? RTM_NEWLINK : RTM_GETLINK, up ? NLM_F_ACK : 0, &m, sizeof(m));
	put(&r, IFLA_IFNAME, name, strlen(name) + 1);
	if (!up)
		put(&r, IFLA_EXT_MASK, &mask, 4);
	talk(&r, r.n.nlmsg_len);
	answer(1);
}

static int netns(const char *name)
{
	char path[256];
	int ns;

	snprintf(path, sizeof(path), "/run/netns/%s", name);
	ns = open(path, O_RDONLY | O_CLOEXEC);
	if (ns < 0)
		die(path);
	return ns;
}

static void enter(const char *name)
{
	if (setns(netns(name), CLONE_NEWNET))
		die("setns");
}

static void names(void)
{
	DIR *d = opendir("/run/netns");
	struct dirent *e;

	dial();
	while (d && (e = readdir(d))) {
		struct rtgenmsg m = { .rtgen_family = AF_UNSPEC };
		struct req r;
		int ns;

		if (e->d_name[0] == '.')
			continue;
		ns = netns(e->d_name);
		begin(&r, RTM_GETNSID, 0, &m, sizeof(m));
		put(&r, NETNSA_FD, &ns, 4);
		talk(&r, r.n.nlmsg_len);
		answer(1);
		close(ns);
	}
}

static void adds(int n, int pack)
{
	static char out[64 * sizeof(struct req)];
	size_t len = 0;
	unsigned dev = if_nametoindex("v0"), via = inet_addr("192.168.0.2");

	dial();
	for (int i = 0; i < n; i++) {
		struct rtmsg m = { .rtm_family = AF_INET, .rtm_dst_len = 32, .rtm_table = RT_TABLE_MAIN,
				   .rtm_protocol = RTPROT_BOOT, .rtm_type = RTN_UNICAST };
		unsigned dst = htonl(0x0a000000 + i);
		struct req r;

		begin(&r, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL | (pack == 1 ? NLM_F_ACK : 0), &m, sizeof(m));
		put(&r, RTA_DST, &dst, 4);
		put(&r, RTA_GATEWAY, &via, 4);
		put(&r, RTA_OIF, &dev, 4);
		memcpy(out + len, &r, r.n.nlmsg_len);
		len += NLMSG_ALIGN(r.n.nlmsg_len);
		if ((i + 1) % pack && i + 1 < n)
			continue;
		talk(out, len);
		len = 0;
		if (pack == 1)
			answer(1);
	}
	if (pack > 1 && recv(fd, buf, sizeof(buf), MSG_DONTWAIT) > 0)
		die("a route was refused");
}

int main(int argc, char **argv)
{
	const char *job = argc > 1 ? argv[1] : "exit";

	if (!strcmp(job, "in") && argc > 3) {
		enter(argv[2]);
		argv += 2, argc -= 2, job = argv[1];
	}
	if (!strcmp(job, "dump")) {
		dial();
		for (int i = 2; i < argc; i++)
			dump(argv[i]);
	} else if (!strcmp(job, "dev") || !strcmp(job, "up")) {
		dial();
		link_request(argv[2], *job == 'u');
	} else if (!strcmp(job, "names")) {
		names();
	} else if (!strcmp(job, "exec")) {
		enter(argv[2]);
		if (unshare(CLONE_NEWNS) || mount("", "/", "none", MS_SLAVE | MS_REC, NULL))
			die("mount namespace");
		umount2("/sys", MNT_DETACH);
		mount(argv[2], "/sys", "sysfs", 0, NULL);
		execvp(argv[3], argv + 3);
		die(argv[3]);
	} else if (!strncmp(job, "adds", 4)) {
		adds(atoi(argv[2]), job[4] ? 64 : 1);
	}
	return 0;
}
