/* The name of a file, and a fingerprint as pasted: what is taken of them is
 * whole, and gives the same name again. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/utf8.h"
#include "shared/net/filename.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_desk(const struct filename *f)
{
	struct buf name = BUF_INIT;
	struct filename again = {0};

	if (f->port < 1 || f->port > 65535 || f->host[0] == '\0' ||
	    strchr(f->host, '_') != NULL ||
	    !key_fingerprint_valid(f->fingerprint))
		abort();
	if (!filename_make(&name, f->host, f->port, f->fingerprint, NULL) ||
	    filename_read(buf_str(&name), &again, NULL) != FILENAME_DESK)
		abort();
	if (strcmp(again.host, f->host) != 0 || again.port != f->port ||
	    strcmp(again.fingerprint, f->fingerprint) != 0)
		abort();
	buf_fini(&name);
}

static void
check_why(const struct err *err)
{
	if (err->text[0] == '\0' || !utf8_is_line(err->text))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int ready;
	struct filename f = {0};
	struct err err = {0};
	char fingerprint[KEY_FP_SIZE] = "", *text = malloc(size + 1);

	if (!ready++)
		setlocale(LC_ALL, "C.UTF-8");
	if (text == NULL)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	switch (filename_read(text, &f, &err)) {
	case FILENAME_NOTHING:
		break;
	case FILENAME_DESK:
		check_desk(&f);
		break;
	case FILENAME_BROKEN:
		check_why(&err);
	}
	err = (struct err){0};
	if (!key_fingerprint_take(text, fingerprint, &err))
		check_why(&err);
	else if (!key_fingerprint_valid(fingerprint))
		abort();
	free(text);
	return 0;
}
