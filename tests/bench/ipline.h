/*
 * A far line that loses packets, with the kernel's own TCP at both ends: two
 * network namespaces, a tun device in each, and a relay process that delays
 * each IP packet, limits the rate, and loses some of them. far.h ends TCP and
 * cannot show what a loss does to it.
 *
 * Near are we and all we start; far is what is started after ipline_far(true).
 * Names of the file system (sockets too) are the same on both sides.
 *
 * It needs root and /dev/net/tun.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define IPLINE_NEAR "10.213.0.1"
#define IPLINE_FAR "10.213.0.2"

struct ipline {
	int delay_ms; /* each way */
	int lost_up; /* of a hundred packets from the far side */
	int lost_down; /* and to it */
	const char *congestion; /* "cubic", ...; NULL: as the system has it */
	unsigned seed; /* which ones */
};

/* Once, before anything is started; the line ends with us. False: it is not
 * permitted here (said on stderr), and nothing has changed. */
bool ipline_begin(const struct ipline *line);
/* Is there a line? */
bool ipline_up(void);
/* What is started from now on is far, or near. */
void ipline_far(bool on);
