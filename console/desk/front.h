/*
 * The front: the process that owns every socket. It speaks SSH with strangers,
 * limits and authenticates them, cuts and checks their lines, passes these to
 * the brain, and couples technicians' channels with agents' tunnels. It knows
 * no tickets, keeps no state worth saving, and may be killed at any moment: the
 * brain starts the next one and the callers come back.
 *
 * front_main.c is its life and what the brain tells it, front_link.c a caller.
 * Its files stand on floors: tests/lint/floors.txt.
 */
#pragma once

#include "console/desk/admission.h"
#include "console/desk/cable.h"
#include "console/desk/front_page.h"
#include "shared/net/keys.h"
#include "shared/net/loop.h"

#define FRONT_EXIT_ORPHAN 3 /* the console closed its connector */

/* The descriptors that the brain gives it. */
enum {
	FRONT_FD_CABLE = 3,
	FRONT_FD_PAGE,
	FRONT_FD_LISTEN,
	FRONT_FD_CONNECTOR, /* embedded desk only */
	FRONT_FDS
};

#define FRONT_BUCKETS 512

struct front_link;
struct front_porch;
struct front_tunnel;

struct front {
	struct loop *loop;
	struct cable *cable;
	struct front_page *page;
	const struct limits *limits; /* in the page */
	struct key *host_key;
	struct admission *admission;
	struct sock_listener *listener;
	struct loop_watch *connector; /* NULL = standalone */
	struct loop_timer *sweep; /* who is silent */
	struct front_porch *porch; /* who waits for a place */
	struct front_link *bucket[FRONT_BUCKETS]; /* by id */
	struct front_tunnel *tunnels;
	int64_t links; /* given out so far */
	int64_t wants;
	char (*technicians)[KEY_FP_SIZE]; /* who may log in */
	size_t technician_count;
	int exit_code;
};

/* argv: "__front", path of the host key, "1" when there is a connector,
 * the level of its log as a number. */
int front_main(int argc, char **argv);

/* --- who may log in as a technician: front.c --- */

bool front_is_technician(const struct front *f, const char *key);
void front_allow(struct front *f, const char *key);
void front_forbid(struct front *f, const char *key);
