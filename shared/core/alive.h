/*
 * When a silent peer is asked for a sign of life, and when it is given up: the
 * one rule for all who ask. It is asked after `ping`, and at least three times
 * before `dead` is over; it is given up after `dead` when two questions in a
 * row had their time for an answer. So a healthy peer that has nothing to say
 * is never given up, whatever the two are, and a machine that has slept asks
 * before it judges. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct alive {
	int64_t ask_ms; /* silence before a question, and between two */
	int64_t dead_ms;
	int64_t heard_ms;
	int64_t asked_ms; /* the last time */
	int asks; /* since something was heard */
};

enum alive_step {
	ALIVE_WAIT,
	ALIVE_ASK, /* send a ping now */
	ALIVE_DEAD
};

/* From now on, with these settings; ping less than dead. */
void alive_start(
    struct alive *a, int64_t ping_s, int64_t dead_s, int64_t now_ms);
/* Something came from it. */
void alive_heard(struct alive *a, int64_t now_ms);
/* Something is sent to it anyway: is a question to ride along? It is asked
 * then, a little before its time, so that the peer wakes once for both. */
bool alive_seize(struct alive *a, int64_t now_ms);
/* What is to be done now; *next_ms is when to look again, from now. */
enum alive_step alive_look(struct alive *a, int64_t now_ms, int64_t *next_ms);
