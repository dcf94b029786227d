/*
 * One guest's view of the share: the frame encoder and the pacing over one SSH
 * channel. Our console gets records and acknowledges them; a stock client gets
 * the bare bytes and is paced by its channel.
 *
 * Nothing at all leaves before guest_screen_allow(true).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/net/chan.h"
#include "shared/net/loop.h"
#include "shared/term/vt.h"

struct guest_screen;

enum guest_screen_kind { GUEST_SCREEN_CONSOLE, GUEST_SCREEN_STOCK };

struct guest_screen_conf {
	enum guest_screen_kind kind;
	struct chan *chan; /* this and the vt stay the owner's */
	struct vt *vt;
	int cols; /* stock client: what it can show */
	int rows;
	/* False while a password is read: the console is told. */
	bool (*echo)(void *ctx);
	void *ctx;
};

struct guest_screen *guest_screen_new(
    struct loop *loop, const struct guest_screen_conf *conf);
void guest_screen_free(struct guest_screen *s);
/* The right to see, given or taken. */
void guest_screen_allow(struct guest_screen *s, bool on);
/* Hide my screen: what others see stands still. */
void guest_screen_freeze(struct guest_screen *s, bool on);
/* Cheap: after every change of the vt, also of its size. */
void guest_screen_dirty(struct guest_screen *s);
/* Somebody typed: the echo is wanted soon. */
void guest_screen_key(struct guest_screen *s);
/* keys: records of keys that were taken from the guest so far; our console is
 * told of them with the next frame, or by themselves a moment later. */
void guest_screen_taken(struct guest_screen *s, uint32_t keys);
/* The guest's terminal has another size (stock client). */
void guest_screen_resize(struct guest_screen *s, int cols, int rows);
/* The chan has room again. */
void guest_screen_writable(struct guest_screen *s);
/* False: that frame was never sent. */
bool guest_screen_acked(struct guest_screen *s, uint32_t seq);
/* Lines of the scrollback, newest = 0, and the record that ends them: at the
 * pace of the channel. A later call ends an earlier one. */
void guest_screen_lines(struct guest_screen *s, uint32_t first, int count);
