#include "console/desk/brain_head.h"

#include <stdlib.h>

#include "console/store/head.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/net/sshsig.h"

#define DAY_S 86400

struct brain_head {
	int64_t day; /* UTC */
};

void
brain_head_note(struct brain *b)
{
	int64_t now_s = clock_utc_s();
	struct buf line = BUF_INIT;
	struct err err = {0, ""};
	struct head h;
	char *sig = NULL;

	if (b->head == NULL)
		b->head = mem_alloc(sizeof(*b->head));
	if (now_s / DAY_S == b->head->day || store_kept(b->store) > 0)
		return;
	if (head_now(store_db(b->store), now_s, &h, &err) && h.rows > 0) {
		head_print(&h, &line);
		sig = sshsig_make_line(b->receipt_key, HEAD_NAMESPACE,
		    buf_data(&line), line.len, &err);
	}
	if (sig != NULL) {
		buf_printf(&line, " %s\n", sig);
		if (head_append(b->data, &line, &err))
			b->head->day = now_s / DAY_S;
	}
	if (err.text[0] != '\0')
		log_error("the head of the log is not noted: %s", err.text);
	free(sig);
	buf_fini(&line);
}
