#include "console/store/head.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "console/store/journal.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

#define NUMBER_FILE "number"
#define NUMBER_LEN 20 /* with its line feed: one sector, written whole */

/* Which makes a branch of its own of all that is written behind it. */
static bool
last_restore(struct db *db, struct head *out, struct err *err)
{
	uint8_t hash[JOURNAL_HASH_SIZE];

	out->restore = rows_number(db, 0,
	    "SELECT max(id) FROM main.desk_event WHERE kind = 'restore'", "");
	if (out->restore == 0)
		return true;
	if (journal_hash_of(db, "desk_event", out->restore, hash, err) != 1)
		return false;
	str_hex(out->restore_hash, hash, sizeof(hash));
	out->at_utc_s = MAX_OF(out->at_utc_s,
	    rows_number(db, 0,
		"SELECT max(at_utc) + 1 FROM main.desk_event"
		" WHERE kind = 'restore'",
		""));
	return true;
}

bool
head_now(struct db *db, int64_t now_utc_s, struct head *out, struct err *err)
{
	uint8_t hash[JOURNAL_HASH_SIZE];

	memset(out, 0, sizeof(*out));
	out->at_utc_s = now_utc_s;
	if (!journal_head(db, "event", &out->rows, hash, err))
		return false;
	str_hex(out->hash, hash, sizeof(hash));
	if (!journal_head(db, "desk_event", &out->desk_rows, hash, err))
		return false;
	str_hex(out->desk_hash, hash, sizeof(hash));
	out->ticket = rows_number(db, 0, "SELECT max(id) FROM ticket", "");
	return last_restore(db, out, err);
}

void
head_print(const struct head *h, struct buf *out)
{
	buf_printf(out,
	    HEAD_BEGINS "%" PRId64 " rows %" PRId64 " %s desk %" PRId64
			" %s ticket %" PRId64,
	    h->at_utc_s, h->rows, h->hash, h->desk_rows, h->desk_hash,
	    h->ticket);
	if (h->restore != 0)
		buf_printf(out, " restored %" PRId64 " %s", h->restore,
		    h->restore_hash);
}

bool
head_parse(const char *line, struct head *out)
{
	int n;

	memset(out, 0, sizeof(*out));
	n = sscanf(line,
	    HEAD_BEGINS "%" SCNd64 " rows %" SCNd64 " %64[0-9a-f] desk %" SCNd64
			" %64[0-9a-f] ticket %" SCNd64 " restored %" SCNd64
			" %64[0-9a-f]",
	    &out->at_utc_s, &out->rows, out->hash, &out->desk_rows,
	    out->desk_hash, &out->ticket, &out->restore, out->restore_hash);
	return n == 6 || n == 8;
}

/* 1, 0, or -1 with err; there is no row 0. */
static int
holds(struct db *db, const char *table, int64_t id, const char *hex,
    struct err *err)
{
	uint8_t hash[JOURNAL_HASH_SIZE];
	char is[HEAD_HEX];
	int found = id == 0 ? 1 : journal_hash_of(db, table, id, hash, err);

	if (id == 0 || found != 1)
		return found;
	str_hex(is, hash, sizeof(hash));
	return str_eq(is, hex);
}

/* A copy was brought back after that moment. Either one that was made before
 * it, on the same branch: of both journals it can lack no more than the copy
 * did. Or one of another branch, which never had the copy that this one was
 * noted behind. */
static bool
was_left(
    struct db *db, const struct head *h, bool row, bool desk_row, bool branch)
{
	return rows_number(db, 0,
		   "SELECT 1 FROM main.desk_event WHERE kind = 'restore'"
		   " AND at_utc >= ? AND (NOT ? OR (id > ?"
		   " AND (? OR event < ?) AND (? OR id <= ?)))",
		   "iiiiiii", h->at_utc_s, (int64_t)branch, h->restore,
		   (int64_t)row, h->rows, (int64_t)desk_row, h->desk_rows) != 0;
}

bool
head_check(struct db *db, const struct head *h, char *why, size_t size,
    bool *gone, struct err *err)
{
	int row = holds(db, "event", h->rows, h->hash, err);
	int desk = holds(db, "desk_event", h->desk_rows, h->desk_hash, err);
	int branch = holds(db, "desk_event", h->restore, h->restore_hash, err);

	why[0] = '\0';
	if (row < 0 || desk < 0 || branch < 0)
		return false;
	if (row && desk)
		return true;
	if (was_left(db, h, row != 0, desk != 0, branch != 0))
		*gone = true;
	else
		snprintf(why, size,
		    _("row %lld of the journal is not the one that was noted "
		      "outside: its end was cut off, or it was written anew"),
		    (long long)h->rows);
	return true;
}

int64_t
head_find(struct db *db, const char *hex, struct err *err)
{
	uint8_t hash[JOURNAL_HASH_SIZE];
	int64_t id = 0;

	if (str_unhex(hash, sizeof(hash), hex))
		(void)rows_find(db, &id, err,
		    "SELECT id FROM event WHERE hash = ?", "b",
		    (const void *)hash, sizeof(hash));
	return id;
}

/* --- the file --- */

/* How far it holds whole lines; -1 when that cannot be read. */
static off_t
whole_len(int fd)
{
	off_t len = lseek(fd, 0, SEEK_END), from;
	char part[4096];
	const char *end;
	ssize_t n;

	while (len > 0) {
		from = MAX_OF(len - (off_t)sizeof(part), 0);
		n = pread(fd, part, (size_t)(len - from), from);
		if (n != len - from)
			return -1;
		end = memrchr(part, '\n', (size_t)n);
		if (end != NULL)
			return from + (end - part) + 1;
		len = from;
	}
	return len;
}

/* What does not get there whole is taken back. */
static bool
add_line(int fd, const struct buf *line)
{
	off_t whole = whole_len(fd);
	int why;

	if (whole < 0 || ftruncate(fd, whole) < 0)
		return false;
	errno = ENOSPC; /* of a short write */
	if (write(fd, buf_data(line), line->len) == (ssize_t)line->len &&
	    fsync(fd) == 0)
		return true;
	why = errno;
	if (ftruncate(fd, whole) == 0)
		(void)fsync(fd);
	errno = why;
	return false;
}

bool
head_append(const char *dir, const struct buf *line, struct err *err)
{
	char *file = path_join(dir, HEAD_FILE);
	int fd = open(file, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	bool ok = fd >= 0 && add_line(fd, line);

	if (ok)
		path_sync_parent(file);
	else
		err_errno(err, "%s", file);
	if (fd >= 0)
		close(fd);
	free(file);
	return ok;
}

static int64_t
latest_in(const char *file)
{
	FILE *f = fopen(file, "re");
	char *line = NULL;
	size_t size = 0;
	int64_t latest_s = 0;
	struct head h;

	while (f != NULL && getline(&line, &size, f) > 0)
		if (head_parse(line, &h))
			latest_s = MAX_OF(latest_s, h.at_utc_s);
	if (f != NULL)
		fclose(f);
	free(line);
	return latest_s;
}

int64_t
head_latest_s(const char *dir)
{
	char *receipts = path_join(dir, "receipts");
	char *file = path_join(dir, HEAD_FILE);
	DIR *d = opendir(receipts);
	int64_t latest_s = latest_in(file);
	const struct dirent *e;

	free(file);
	while (d != NULL && (e = readdir(d)) != NULL) {
		file = path_join(receipts, e->d_name);
		latest_s = MAX_OF(latest_s, latest_in(file));
		free(file);
	}
	if (d != NULL)
		closedir(d);
	free(receipts);
	return latest_s;
}

/* --- numbers --- */

static int64_t
highest_receipt(const char *dir)
{
	char *path = path_join(dir, "receipts");
	DIR *d = opendir(path);
	const struct dirent *e;
	int64_t most = 0;

	free(path);
	while (d != NULL && (e = readdir(d)) != NULL)
		most = MAX_OF(most, (int64_t)strtoll(e->d_name, NULL, 10));
	if (d != NULL)
		closedir(d);
	return most;
}

int64_t
head_highest_number(const char *dir)
{
	char *path = path_join(dir, NUMBER_FILE);
	FILE *f = fopen(path, "re");
	long long n = 0;

	free(path);
	if (f != NULL) {
		if (fscanf(f, "%lld", &n) != 1)
			n = 0;
		fclose(f);
	}
	return MAX_OF((int64_t)n, highest_receipt(dir));
}

/* In its place, which costs a tenth of a new file; false: it has none. */
static bool
note_in_place(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	bool ok;

	if (fd < 0)
		return false;
	ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_size == NUMBER_LEN &&
	    pwrite(fd, text, NUMBER_LEN, 0) == NUMBER_LEN && fdatasync(fd) == 0;
	close(fd);
	return ok;
}

bool
head_note_number(const char *dir, int64_t number, struct err *err)
{
	char *path = path_join(dir, NUMBER_FILE), text[32];
	bool ok;

	snprintf(text, sizeof(text), "%-*" PRId64 "\n", NUMBER_LEN - 1, number);
	ok = note_in_place(path, text) ||
	    path_write_atomic(path, text, NUMBER_LEN, 0600, err);
	free(path);
	return ok;
}
