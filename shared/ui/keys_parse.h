/*
 * One sequence of a terminal's bytes, as far as it has come: what it means and
 * how much of it that took. Private to keys.c.
 */
#pragma once

#include "shared/ui/keys.h"

#define ESC 0x1b

/* keys.state */
enum {
	KEYS_READ,
	KEYS_SKIP, /* the rest of an overlong sequence */
	KEYS_STRING /* an answer of the terminal, up to its end */
};

/* Tries to make an event of what is in k->seq. Returns the bytes used, 0 = more
 * is needed. Sets k->paste for the beginning of one, k->state for a string. */
size_t keys_parse(struct keys *k, struct keys_event *ev, int64_t now_ms);
/* A character behind ESC; returns bytes used, 0 = more is needed. */
size_t keys_parse_alt(const char *s, size_t len, struct keys_event *ev);
/* Behind ESC: OSC, DCS, APC, PM, SOS. */
bool keys_begins_string(char c);
