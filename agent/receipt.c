#include "agent/receipt.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/os.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/net/sshsig.h"

#define SIG_MAX 8192
#define NAMES_MAX 100
#define FOLDER_SIZE 1024

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
receipt_line(struct receipt *r, const char *line, bool more)
{
	size_t len = strlen(line);
	struct buf *to;
	uint32_t cp = 0;

	r->in_sig = r->in_sig || (!r->in_line && str_eq(line, SSHSIG_BEGIN));
	r->in_line = more;
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
	if (!more)
		buf_addc(to, '\n');
}

/* --- judging --- */

void
receipt_judge(struct receipt *r, const struct slip *seen, const char *signer)
{
	char by[KEY_FP_SIZE];
	struct slip says;

	r->words = buf_str(&r->text);
	if (!sshsig_check(buf_str(&r->sig), KEY_RECEIPT_NAMESPACE,
		buf_data(&r->text), r->text.len, by, NULL))
		r->verdict = RECEIPT_UNSIGNED;
	else if (signer[0] != '\0' && !str_eq(by, signer))
		r->verdict = RECEIPT_OTHER_KEY;
	else if (!slip_parse(buf_str(&r->text), r->text.len, &says) ||
	    !slip_equal(&says, seen))
		r->verdict = RECEIPT_OTHER_AMOUNT;
	else
		r->verdict = signer[0] != '\0' ? RECEIPT_GOOD : RECEIPT_ANY_KEY;
}

const char *
receipt_verdict_text(enum receipt_verdict v)
{
	switch (v) {
	case RECEIPT_UNSIGNED:
		return _("CAREFUL: the signature of the receipt is wrong. It "
			 "proves nothing; ask the service point for a copy.");
	case RECEIPT_OTHER_KEY:
		return _("CAREFUL: the receipt is signed with a key that is "
			 "not this service point's.");
	case RECEIPT_OTHER_AMOUNT:
		return _("CAREFUL: the receipt does not say what you see here. "
			 "Ask the service point which of the two is right.");
	case RECEIPT_ANY_KEY:
		return _("CAREFUL: this service point has not said with which "
			 "key it signs: anybody may have made this receipt.");
	case RECEIPT_GOOD:
		break;
	}
	return NULL;
}

/* --- keeping --- */

static bool
holds(const char *path, const struct buf *text)
{
	char *have = mem_alloc(text->len + 1);
	int fd = os_open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
	size_t len = 0;
	ssize_t n = 1;

	while (fd >= 0 && len <= text->len && n > 0) {
		n = read(fd, have + len, text->len + 1 - len);
		len += n > 0 ? (size_t)n : 0;
	}
	if (fd >= 0)
		close(fd);
	n = fd >= 0 && len == text->len &&
	    (len == 0 || memcmp(have, buf_data(text), len) == 0);
	free(have);
	return n != 0;
}

/* A name that is free, or has this very receipt; NULL with err. */
static char *
find_name(const char *folder, const char *day, int64_t ticket,
    const struct buf *text, struct err *err)
{
	char *name, more[16] = "";

	for (int n = 2; n < NAMES_MAX; n++) {
		name = str_fmt(
		    "%s/%s-%lld%s.txt", folder, day, (long long)ticket, more);
		if (os_kind(name) == OS_KIND_NONE || holds(name, text))
			return name;
		free(name);
		snprintf(more, sizeof(more), "-%d", n);
	}
	errno = EEXIST;
	err_errno(err, "%s", folder);
	return NULL;
}

/* The text comes last: what has the name of a receipt is one, with its
 * signature beside it, whenever this is cut off. */
static bool
write_pair(struct receipt *r, const char *name)
{
	char *sig = str_fmt("%s.sig", name);
	bool ok = path_write_atomic(
		      sig, buf_data(&r->sig), r->sig.len, 0600, &r->why) &&
	    path_write_atomic(
		name, buf_data(&r->text), r->text.len, 0600, &r->why);

	if (!ok && os_kind(name) == OS_KIND_NONE)
		(void)os_remove(sig);
	free(sig);
	return ok;
}

/* Agents that run at once take one name each, for the folder is locked. */
static bool
save_in(struct receipt *r, const char *folder, int64_t ticket, int64_t utc_s)
{
	char *name = path_join(folder, ".");
	int lock;

	if (!path_make_dir(folder, &r->why)) {
		free(name);
		return false;
	}
	lock = path_lock_parent(name);
	free(name);
	path_sweep(folder, NULL);
	name = find_name(folder, CLOCK_DAY(utc_s), ticket, &r->text, &r->why);
	if (name != NULL && !write_pair(r, name)) {
		free(name);
		name = NULL;
	}
	if (lock >= 0)
		close(lock);
	r->path = name;
	return name != NULL;
}

/* The user's documents may be closed to programs that the system does not know.
 */
bool
receipt_save(struct receipt *r, const char *dir, int64_t ticket, int64_t utc_s)
{
	char *folder, papers[FOLDER_SIZE];
	bool ok = false;

	if (dir == NULL)
		return err_set(&r->why, _("there is no home folder"));
	if (os_documents(papers, sizeof(papers))) {
		folder = path_join(papers, "pomoc");
		ok = save_in(r, folder, ticket, utc_s);
		free(folder);
	}
	if (ok)
		return true;
	folder = path_join(dir, "receipts");
	ok = save_in(r, folder, ticket, utc_s);
	free(folder);
	return ok;
}
