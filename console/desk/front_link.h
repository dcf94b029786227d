/*
 * One SSH link in the front: an agent or a technician, from accept to its end.
 *
 * An agent's only way to speak is the channel "control" that the front opens to
 * it after its forward request; a technician's is the subsystem "pomoc". Lines
 * of either are checked against the message table and passed to the brain. A
 * twin (front_tunnel.h) says nothing, and the brain does not know of it.
 */
#pragma once

#include "console/desk/front.h"
#include "shared/core/alive.h"
#include "shared/net/chan.h"
#include "shared/net/link.h"
#include "shared/net/sock.h"
#include "shared/wire/peer.h"

enum front_role { FRONT_NOBODY, FRONT_AGENT, FRONT_TECH, FRONT_TWIN };

struct front_link {
	int64_t id;
	struct front *front;
	struct front_link *next; /* in its bucket */
	struct link *link;
	enum front_role role; /* FRONT_NOBODY until logged in */
	bool embedded; /* came over the connector: no limits per address */
	bool surplus; /* logged in, and there is no place for it */
	bool early; /* control is being opened before his forward */
	bool forward; /* an agent's, asked for */
	bool opened; /* he has taken control */
	bool announced; /* the brain knows it */
	bool spoke; /* said or asked for something */
	bool astray; /* asked for a shell: gets a hint, and its end */
	bool unlisted; /* a technician's key that is not listed was logged */
	struct loop_timer *hello;
	struct chan *control;
	struct alive alive;
	struct peer peer;
	int64_t since_ms;
	struct admission_caller caller;
	char addr[SOCK_ADDR_SIZE];
};

/* A caller that has its place, or one over the connector (NULL). */
void front_link_accept(struct front *f, int fd, const char *addr,
    const struct admission_caller *caller);
/* Ends the one that has not logged in for the longest time, of that net or of
 * all (NULL); false when none has been trying for old_ms. */
bool front_link_evict(struct front *f, const char *net, int64_t old_ms);
/* NULL when there is none such any more. */
struct front_link *front_link_find(const struct front *f, int64_t id);
/* Passes a line of the brain on. */
void front_link_send(struct front_link *l, const char *line, size_t len);
/* Ends it; what is queued for it still goes out. The brain is told. l is gone
 * when this returns. */
void front_link_drop(struct front_link *l, const char *why);
/* Ends all links of that technician's key, which is not listed any more. */
void front_link_drop_key(struct front *f, const char *key);
/* The cable has room again: takes what links had to keep back. */
void front_link_resume_all(struct front *f);
/* For the end of the process. */
void front_link_drop_all(struct front *f);
