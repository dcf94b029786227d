/*
 * One guest's view of the share: the frame encoder and the pacing over one SSH
 * channel. Our console gets records and acknowledges them; a stock client gets
 * the bare bytes and is paced by its channel.
 *
 * Nothing at all leaves before screen_allow(true).
 */
#ifndef AGENT_SCREEN_H
#define AGENT_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/net/chan.h"
#include "shared/net/loop.h"
#include "shared/term/vt.h"

struct screen;

enum screen_kind { SCREEN_CONSOLE, SCREEN_STOCK };

/* The chan and the vt stay the owner's. cols and rows matter for a stock
 * client only: what it can show. */
struct screen *screen_new(struct loop *loop, enum screen_kind kind,
    struct chan *chan, struct vt *vt, int cols, int rows);
void screen_free(struct screen *s);
/* The right to see, given or taken. */
void screen_allow(struct screen *s, bool on);
/* Hide my screen: what others see stands still. */
void screen_freeze(struct screen *s, bool on);
/* Cheap: after every change of the vt, also of its size. */
void screen_dirty(struct screen *s);
/* The guest typed: his echo is wanted soon. */
void screen_key(struct screen *s);
/* The guest's terminal has another size (stock client). */
void screen_resize(struct screen *s, int cols, int rows);
/* The chan has room again. */
void screen_writable(struct screen *s);
/* False: that frame was never sent. */
bool screen_acked(struct screen *s, uint32_t seq);
/* Lines of the scrollback, newest = 0, and the record that ends them. */
void screen_lines(struct screen *s, uint32_t first, int count);

#endif
