#include <stdlib.h>
#include <string.h>

#include "agent/receipt.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

#define SIG_BEGIN "-----BEGIN SSH SIGNATURE-----"
#define SIG_MAX 8192

void
receipt_init(struct receipt *r)
{
	memset(r, 0, sizeof(*r));
	buf_init(&r->text, RECEIPT_MAX);
	buf_init(&r->sig, SIG_MAX);
}

void
receipt_fini(struct receipt *r)
{
	buf_fini(&r->text);
	buf_fini(&r->sig);
	free(r->path);
}

void
receipt_line(struct receipt *r, const char *line)
{
	size_t len = strlen(line);
	struct buf *to;
	uint32_t cp = 0;

	r->in_sig = r->in_sig || strcmp(line, SIG_BEGIN) == 0;
	to = r->in_sig ? &r->sig : &r->text;
	if (buf_room(to) <= len)
		return;
	for (int n; len > 0; line += n, len -= (size_t)n) {
		n = utf8_decode(line, len, &cp);
		n = MAX_OF(n, 1); /* 0: it is cut */
		if (utf8_is_plain(cp) && (n > 1 || cp < 0x80))
			buf_add(to, line, (size_t)n);
		else
			buf_addc(to, '?');
	}
	buf_addc(to, '\n');
}

bool
receipt_save(struct receipt *r, const char *dir, int64_t ticket, int64_t utc_s)
{
	char day[16];
	char *folder, *name, *sig;
	bool ok;

	if (dir == NULL)
		return err_set(&r->why, _("there is no home folder"));
	clock_local(day, sizeof(day), "%Y-%m-%d", utc_s);
	folder = path_join(dir, "receipts");
	name = str_fmt("%s/%s-%lld.txt", folder, day, (long long)ticket);
	sig = str_fmt("%s.sig", name);
	ok = path_make_dir(folder, &r->why) &&
	    path_write_atomic(
		sig, buf_data(&r->sig), r->sig.len, 0600, &r->why) &&
	    path_write_atomic(
		name, buf_data(&r->text), r->text.len, 0600, &r->why);
	free(folder);
	free(sig);
	if (ok)
		r->path = name;
	else
		free(name);
	return ok;
}
