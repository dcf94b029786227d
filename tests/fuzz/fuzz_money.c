/*
 * What people and files write: amounts, price lists, lists of rights, check
 * codes. Whatever is accepted prints and reads back as the same value.
 */
#include <stdlib.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/core/bill.h"
#include "shared/core/grant.h"
#include "shared/core/money.h"
#include "shared/core/prices.h"
#include "shared/core/sas.h"

#define MUST(x)                  \
	do {                     \
		if (!(x))        \
			abort(); \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
amount(const char *text)
{
	char out[MONEY_TEXT_SIZE];
	int64_t gr = -1, again = -1;

	if (!money_parse(text, &gr, NULL)) {
		MUST(gr == -1);
		return;
	}
	MUST(gr >= 0 && gr <= MONEY_MAX_GR);
	MUST(money_parse(money_format(out, sizeof(out), gr), &again, NULL));
	MUST(again == gr);
	money_format_plain(out, sizeof(out), gr);
	MUST(money_parse(out, &again, NULL) && again == gr);
}

static void
list(const char *text)
{
	static struct prices p, again;
	struct buf out = BUF_INIT;
	struct err err = {0};

	memset(&p, 0, sizeof(p));
	if (!prices_parse(&p, text, "f", &err)) {
		MUST(strncmp(err.text, "f:", 2) == 0 && p.n == 0);
		return;
	}
	MUST(p.n > 0 && p.n <= PRICES_MAX);
	for (int i = 0; i < p.n; i++) {
		MUST(p.line[i].quantum_s > 0 && p.line[i].vat_bp <= 10000);
		for (int64_t s = 0; s < 100000; s += 4999) {
			int64_t b = price_billed_s(&p.line[i], s);

			MUST(b >= s && (s > 0 || b == 0));
			MUST(b < s + p.line[i].quantum_s ||
			    b == p.line[i].minimum_s);
			MUST(money_for_time(p.line[i].net_gr, b) >= 0);
		}
	}
	prices_print(&p, &out);
	MUST(prices_parse(&again, buf_str(&out), "again", &err));
	MUST(memcmp(&p, &again, sizeof(p)) == 0);
	buf_fini(&out);
}

static void
rights(const char *text)
{
	char out[GRANT_LIST_SIZE];
	unsigned mask = 0, again = 0;

	if (!grant_parse_list(text, &mask, NULL))
		return;
	MUST((mask & ~(unsigned)GRANT_ALL) == 0);
	MUST(grant_parse_list(grant_print(out, mask), &again, NULL));
	MUST(mask == again);
}

static void
numbers(const uint8_t *data, size_t size)
{
	int64_t net, vat;
	uint16_t bp;

	if (size < sizeof(net) + sizeof(bp))
		return;
	memcpy(&net, data, sizeof(net));
	memcpy(&bp, data + sizeof(net), sizeof(bp));
	vat = money_vat(net, bp % 10001);
	MUST(net >= 0 ? vat >= 0 && vat <= net : vat <= 0 && vat >= net);
	MUST(money_for_time(net & INT64_MAX, bp) >= 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	uint32_t code = 0;

	MUST(text != NULL);
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	amount(text);
	list(text);
	rights(text);
	MUST(!sas_parse(text, &code) || code < 1000000);
	numbers(data, size);
	free(text);
	return 0;
}
