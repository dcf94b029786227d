/*
 * The share: the shell in its pty and the one emulator that both sides see.
 *
 * The pty is always drained at full speed, whoever watches. Who may type is not
 * judged here: share_keys() takes what has passed the gate. Viewers are the
 * owner's, told by `changed`.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "agent/pasting.h"
#include "shared/base/err.h"
#include "shared/net/loop.h"
#include "shared/term/vt.h"

struct share;

struct share_events {
	/* The screen may look different. */
	void (*changed)(void *ctx);
	/* The command has ended by itself; everything it wrote was taken. So
	 * has a shell that ended at once. */
	void (*ended)(int status, void *ctx);
	/* The user's shell had ended, and the next one is there: the screen
	 * says so. Keys that were on their way to the last one are lost. */
	void (*again)(void *ctx);
	/* The shell has read on: share_keys() has room again. */
	void (*room)(void *ctx);
};

/* command, the caller's, outlives it; NULL = the user's shell, which is started
 * again as often as it ends, unless it lived less than two seconds. NULL with
 * err when it cannot be started. */
struct share *share_new(struct loop *loop, char *const *command, int cols,
    int rows, const struct share_events *events, void *ctx, struct err *err);
/* Ends the shell and all that came of it, whatever it did to get away: a moment
 * later, and the loop goes on until none is left (or cannot be killed). */
void share_free(struct share *s);
/* Bytes for the shell, of that person: within the other's paste they are no
 * part of it. False: they were taken, but no more should come before room() is
 * called; the bound is soft, a caller that goes on is cut off at twice of it
 * (dropped, false). */
bool share_keys(
    struct share *s, enum pasting_who who, const void *keys, size_t len);
/* Those that are not for the shell: the end of a paste may be among them. */
void share_lost_keys(
    struct share *s, enum pasting_who who, const void *keys, size_t len);
/* He is gone; his paste ends here. */
void share_left(struct share *s, enum pasting_who who);
size_t share_queued(const struct share *s);
/* No program has read them all yet, as far as the kernel tells. */
bool share_unread(const struct share *s);
/* Forgets what was queued, here or in the kernel, and that no program has read
 * yet. A paste of which the program has read a part ends here. */
void share_drop_keys(struct share *s);
/* While on, all that runs in it stands still. */
void share_hold(struct share *s, bool on);
void share_resize(struct share *s, int cols, int rows);
/* False while a password is read. */
bool share_echo(const struct share *s);
struct vt *share_vt(struct share *s);
