#include "console/cmd/remote.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console/cmd/cmd_pager.h"
#include "console/link/identity.h"
#include "console/link/login.h"
#include "console/link/target.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/path.h"
#include "shared/base/utf8.h"
#include "shared/net/loop.h"
#include "shared/sys/self.h"

#define WORDS_MAX 2000 /* bytes in the message */
#define CHUNK_MAX 3600
#define FILE_MAX ((size_t)256 * 1024 * 1024)

struct remote {
	struct cmd_args *a;
	const char *words;
	struct loop *loop;
	struct desk_link *desk;
	struct buf file; /* for --output */
	struct buf cut[2]; /* the beginning of a character, out and err */
	bool sent; /* the desk was asked */
};

/* false: it was said why; a->code is the exit code. */
static void
finish(struct remote *r, bool ok)
{
	if (ok)
		r->a->code = CMD_OK;
	loop_stop(r->loop);
}

/* --- what the command wrote --- */

/* One character where a terminal could obey it; line feeds are kept. */
static void
show_char(FILE *to, uint32_t cp)
{
	char out[UTF8_MAX];

	if (cp == '\r')
		return;
	if (cp != '\n')
		cp = utf8_clean_char(cp);
	if (cp != 0)
		fwrite(out, 1, (size_t)utf8_encode(out, cp), to);
}

static void
show(struct buf *cut, FILE *to, const uint8_t *data, size_t len)
{
	uint32_t cp;
	int n;

	buf_add(cut, data, len);
	while (cut->len > 0 &&
	    (n = utf8_decode(buf_data(cut), cut->len, &cp)) > 0) {
		show_char(to, cp);
		buf_consume(cut, (size_t)n);
	}
	fflush(to);
}

static bool
write_out(struct remote *r, bool errors, const uint8_t *data, size_t len)
{
	FILE *to = errors ? stderr : stdout;

	if (!errors && r->a->output != NULL)
		return buf_add(&r->file, data, len);
	if (!errors && cmd_pages(r->a))
		cmd_pager(cmd_columns());
	if (errors || cmd_pager_on_terminal())
		show(&r->cut[errors], to, data, len);
	else
		fwrite(data, 1, len, to);
	return fflush(to) == 0 && ferror(to) == 0;
}

static void
on_output(struct remote *r, const struct msg *m)
{
	const char *text = msg_str(m, "data");
	uint8_t data[CHUNK_MAX];
	size_t len;

	if (sodium_base642bin(data, sizeof(data), text, strlen(text), NULL,
		&len, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
		finish(r, cmd_fail(r->a, _("the desk's answer is no answer")));
	else if (!write_out(r, msg_bool(m, "errors"), data, len))
		finish(r, /* of a pipe the end says why */
		    r->a->output == NULL ||
			cmd_fail(r->a, _("that is too much")));
	else if (msg_bool(m, "ask"))
		(void)desk_link_send(r->desk, msg_new(MSG_GOT));
}

static void
on_ran(struct remote *r, const struct msg *m)
{
	struct cmd_args *a = r->a;
	struct err err = {0};

	a->code = (int)msg_int(m, "code");
	if (msg_str(m, "why")[0] != '\0')
		cmd_fail(a, "%s", msg_str(m, "why"));
	else if (a->code == CMD_OK && a->output != NULL &&
	    !cmd_deliver(a, buf_str(&r->file), r->file.len, &err))
		cmd_fail(a, "%s", err.text);
	loop_stop(r->loop);
}

/* --- the desk --- */

static void
on_message(const struct msg *m, void *ctx)
{
	struct remote *r = ctx;

	switch (msg_kind(m)) {
	case MSG_OUTPUT:
		on_output(r, m);
		break;
	case MSG_RAN:
		on_ran(r, m);
		break;
	case MSG_REFUSED:
		finish(r, cmd_fail(r->a, "%s", msg_str(m, "text")));
		break;
	default: /* the queue is not asked for here */
		break;
	}
}

static void
ask(struct remote *r)
{
	struct msg *m = msg_new(MSG_RUN);

	msg_put_str(m, "words", r->words);
	msg_put_str(m, "lang", i18n_lang());
	msg_put_int(m, "cols", cmd_columns());
	r->sent = desk_link_send(r->desk, m);
	if (!r->sent)
		finish(r, cmd_fail(r->a, _("the desk cannot be asked")));
}

static void
refuse(struct remote *r, const char *why)
{
	finish(r, cmd_fail(r->a, "%s", why));
	if (desk_link_wrong_key(r->desk))
		r->a->code = REMOTE_WRONG_KEY;
}

static void
on_state(enum desk_link_state state, void *ctx)
{
	struct remote *r = ctx;
	const char *why = desk_link_why(r->desk);

	if (state == DESK_LINK_UP && !r->sent)
		ask(r);
	else if (state == DESK_LINK_WAITING && r->sent)
		finish(r,
		    cmd_fail(r->a,
			_("the link to the desk was lost (%s); what was to be "
			  "written may be written: the log tells"),
			why));
	else if (state == DESK_LINK_WAITING || state == DESK_LINK_REFUSED)
		refuse(r, why);
}

static void
converse(struct remote *r, const struct target *t, const struct key *key)
{
	static const struct desk_link_events events = {
	    .message = on_message, .state = on_state};

	r->loop = loop_new();
	buf_init(&r->file, FILE_MAX);
	r->desk = login_new(r->loop, key, true, &events, r);
	desk_link_to_host(r->desk, t->host, t->port, t->fingerprint);
	loop_run(r->loop);
	desk_link_free(r->desk);
	loop_free(r->loop);
	buf_fini(&r->file);
	buf_fini(&r->cut[0]);
	buf_fini(&r->cut[1]);
	r->a->code = cmd_done(r->a, r->a->code);
}

/* What can be known before the desk is asked. */
static bool
check(struct cmd_args *a, const char *words, struct target *t)
{
	struct err err = {0};

	if (!target_take(t, a->desk, a->fingerprint, &err))
		return cmd_usage(a, "%s", err.text);
	if (strlen(words) > WORDS_MAX)
		return cmd_usage(a, _("that is too long for the desk"));
	return cmd_may_deliver(a, &err) || cmd_fail(a, "%s", err.text);
}

void
remote_run(struct cmd_args *a, const char *words)
{
	struct remote r = {.a = a, .words = words};
	struct target target;
	struct key *key;
	struct err err = {0};

	if (!check(a, words, &target))
		return;
	self_protect();
	log_init("pomoc", LOG_ERROR); /* what failed is said once */
	key = identity_load_all(a->identity, a->data, &err);
	if (key == NULL) {
		cmd_fail(a, "%s", err.text);
		return;
	}
	if (identity_wants_touch(key) && isatty(STDERR_FILENO))
		fputs(_("Touch the token when it blinks.\n"), stderr);
	a->code = CMD_FAIL; /* until the desk says otherwise */
	converse(&r, &target, key);
	key_free(key);
}
