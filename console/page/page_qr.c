#include "console/page/page_qr.h"

#include <qrencode.h>

#include "console/page/page_fill.h"

#define QUIET 4 /* modules around it, by the standard */

/* A run of black modules in a row is one rectangle. */
static void
put_row(struct buf *out, const QRcode *qr, int row)
{
	const unsigned char *black = qr->data + (ptrdiff_t)row * qr->width;

	for (int at = 0, end; at < qr->width; at = end + 1) {
		for (end = at; end < qr->width && (black[end] & 1) != 0; end++)
			;
		if (end > at)
			buf_printf(out, "M%d %dh%dv1h-%dz", at + QUIET,
			    row + QUIET, end - at, end - at);
	}
}

void
page_qr(struct buf *out, const char *text, const char *label)
{
	QRcode *qr = NULL;
	int side;

	if (text[0] != '\0')
		qr = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (qr == NULL)
		return;
	side = qr->width + 2 * QUIET;
	buf_adds(out, "<svg role=\"img\" aria-label=\"");
	page_fill_text(out, label);
	buf_printf(out,
	    "\" viewBox=\"0 0 %d %d\">"
	    "<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/>"
	    "<path fill=\"#000\" d=\"",
	    side, side, side, side);
	for (int row = 0; row < qr->width; row++)
		put_row(out, qr, row);
	buf_adds(out, "\"/></svg>");
	QRcode_free(qr);
}
