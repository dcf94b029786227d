/* Messages and records: what is accepted can be written and read again. */
#include <stdlib.h>
#include <string.h>

#include "shared/wire/peer.h"
#include "shared/wire/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
again(struct msg *m, void *ctx, struct err *err)
{
	struct buf out = BUF_INIT;
	struct msg *copy;

	(void)ctx;
	if (!msg_write(m, &out, err))
		abort();
	copy = msg_parse(buf_str(&out), out.len - 1, err);
	if (copy == NULL || msg_kind(copy) != msg_kind(m))
		abort();
	msg_free(copy);
	buf_fini(&out);
	return true;
}

static void
feed_peer(const uint8_t *data, size_t size, size_t step)
{
	struct peer p;
	struct err err;

	peer_init(&p, (enum msg_route)(1 << data[0] % 8), 0, 0, 0);
	p.stage = (enum msg_stage)(1 << data[1] % 5);
	for (size_t at = 2; at < size; at += step) {
		size_t n = size - at < step ? size - at : step;

		if (!peer_feed(&p, data + at, n, 0, again, NULL, &err))
			break;
	}
	peer_fini(&p);
}

static void
feed_records(const uint8_t *data, size_t size)
{
	struct record_reader r;
	struct record rec;
	struct err err;
	unsigned sum = 0;

	record_reader_init(&r, data[0] & 1);
	record_reader_feed(&r, data + 2, size - 2);
	while (record_reader_next(&r, &rec, &err) == IO_OK)
		for (size_t i = 0; i < rec.len; i++)
			sum += rec.data[i];
	record_reader_fini(&r);
	(void)sum;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 3)
		return 0;
	feed_peer(data, size, 1 + data[2] % 64);
	feed_peer(data, size, size);
	feed_records(data, size);
	return 0;
}
