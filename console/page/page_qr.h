/*
 * A QR code as SVG, to stand in a page: black on white in the dark too, with
 * its quiet zone, for a camera to read.
 */
#pragma once

#include "shared/base/buf.h"

/* text is what it holds, label what it is called. Nothing where the text is
 * empty, or too long for one. */
void page_qr(struct buf *out, const char *text, const char *label);
