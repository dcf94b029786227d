#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console/desk/brain_head.h"
#include "console/store/head.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/path.h"
#include "shared/net/sshsig.h"

#define DAY_S 86400

static bool
append(const struct brain *b, const struct buf *line, struct err *err)
{
	char *file = path_join(b->data, HEAD_FILE);
	int fd = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	bool ok = fd >= 0 &&
	    write(fd, buf_data(line), line->len) == (ssize_t)line->len &&
	    fsync(fd) == 0;

	if (!ok)
		err_errno(err, "%s", file);
	if (fd >= 0)
		close(fd);
	free(file);
	return ok;
}

void
brain_head_note(struct brain *b)
{
	int64_t now_s = clock_utc_s();
	struct buf line = BUF_INIT;
	struct err err = {0, ""};
	struct head h;
	char *sig = NULL;

	if (now_s / DAY_S == b->head_day || store_kept(b->store) > 0)
		return;
	if (head_now(store_db(b->store), now_s, &h, &err) && h.rows > 0) {
		head_print(&h, &line);
		sig = sshsig_make_line(b->receipt_key, HEAD_NAMESPACE,
		    buf_data(&line), line.len, &err);
	}
	if (sig != NULL) {
		buf_printf(&line, " %s\n", sig);
		if (append(b, &line, &err))
			b->head_day = now_s / DAY_S;
	}
	if (err.text[0] != '\0')
		log_error("the head of the log is not noted: %s", err.text);
	free(sig);
	buf_fini(&line);
}
