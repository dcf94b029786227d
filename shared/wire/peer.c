#include "shared/wire/peer.h"

#include <string.h>

void
peer_init(
    struct peer *p, enum msg_route route, int rate, int burst, int64_t now_ms)
{
	memset(p, 0, sizeof(*p));
	line_reader_init(&p->lines, MSG_MAX);
	p->route = route;
	p->stage = MSG_NEW;
	p->rate = rate;
	p->burst = burst;
	p->may = (struct bucket){burst, now_ms};
}

void
peer_fini(struct peer *p)
{
	line_reader_fini(&p->lines);
}

struct msg *
peer_accept(struct peer *p, const char *line, size_t len, int64_t now_ms,
    struct err *err)
{
	const struct msg_spec *spec;
	struct msg *m;

	if (p->rate > 0 &&
	    !bucket_take(&p->may, p->burst, p->rate * 60, now_ms)) {
		err_set(err, "too many messages");
		return NULL;
	}
	m = msg_parse(line, len, err);
	if (m == NULL)
		return NULL;
	spec = msg_spec(msg_kind(m));
	if ((spec->routes & p->route) == 0)
		err_set(err, "%s may not be sent by this side", spec->name);
	else if ((spec->stages & p->stage) == 0)
		err_set(err, "%s is out of turn", spec->name);
	else
		return m;
	msg_free(m);
	return NULL;
}

bool
peer_feed(struct peer *p, const void *data, size_t len, int64_t now_ms,
    peer_fn *fn, void *ctx, struct err *err)
{
	const char *line;
	size_t line_len;
	enum io io;

	if (!line_reader_feed(&p->lines, data, len, err))
		return false;
	while ((io = line_reader_next(&p->lines, &line, &line_len, err)) ==
	    IO_OK) {
		struct msg *m = peer_accept(p, line, line_len, now_ms, err);
		bool ok;

		if (m == NULL)
			return false;
		ok = fn(m, ctx, err);
		msg_free(m);
		if (!ok)
			return false;
	}
	return io == IO_AGAIN;
}
