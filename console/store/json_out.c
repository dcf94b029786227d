#include "console/store/json_out.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/base/utf8.h"

static void
put(struct json_out *j, json_t *o)
{
	char *text = json_dumps(o, JSON_PRESERVE_ORDER);

	fputs(text != NULL ? text : "null", j->out);
	free(text);
	json_decref(o);
}

void
json_out_open(struct json_out *j, FILE *out, const char *command, json_t *head)
{
	*j = (struct json_out){.out = out};
	fprintf(out, "{\"version\": %d, \"command\": \"%s\"", JSON_OUT_VERSION,
	    command);
	if (head != NULL) {
		fputs(", \"head\": ", out);
		put(j, head);
	}
	fputs(", \"rows\": [", out);
}

void
json_out_row(struct json_out *j, json_t *row)
{
	fputs(j->rows++ > 0 ? ",\n" : "\n", j->out);
	put(j, row);
}

void
json_out_close(struct json_out *j, json_t *sum)
{
	fputs("\n]", j->out);
	if (sum != NULL) {
		fputs(", \"sum\": ", j->out);
		put(j, sum);
	}
	fputs("}\n", j->out);
}

void
json_out_text(json_t *o, const char *key, const char *text)
{
	size_t size = 4 * strlen(text) + 8;
	char *clean = mem_alloc(size);

	utf8_clean(clean, size, text, 0);
	json_object_set_new(o, key, json_string(clean));
	free(clean);
}

void
json_out_int(json_t *o, const char *key, int64_t v)
{
	json_object_set_new(o, key, json_integer(v));
}

void
json_out_time(json_t *o, const char *key, int64_t utc_s)
{
	json_object_set_new(o, key,
	    utc_s > 0 ? json_string(clock_iso(CLOCK_TEXT, utc_s))
		      : json_null());
}

void
json_out_amount(json_t *o, const char *key, int64_t gr)
{
	char key_gr[32];

	snprintf(key_gr, sizeof(key_gr), "%s_gr", key);
	json_object_set_new(o, key, json_string(MONEY_PLAIN(gr)));
	json_out_int(o, key_gr, gr);
}

json_t *
json_out_sum(int64_t tickets, int64_t worked_s, int64_t billed_s,
    const struct money_sum *money)
{
	int64_t net = money_sum_net(money), vat = money_sum_vat(money);
	json_t *o = json_object(), *rates = json_array();

	json_out_int(o, "tickets", tickets);
	json_out_int(o, "worked_s", worked_s);
	json_out_int(o, "billed_s", billed_s);
	json_out_amount(o, "net", net);
	json_out_amount(o, "vat", vat);
	json_out_amount(o, "gross", net + vat);
	for (int i = 0; i < money->n; i++) {
		const struct money_rate *r = &money->rate[i];
		json_t *rate = json_object();

		json_out_int(rate, "vat_bp", r->vat_bp);
		json_out_amount(rate, "net", r->net_gr);
		json_out_amount(rate, "vat", money_vat(r->net_gr, r->vat_bp));
		json_array_append_new(rates, rate);
	}
	json_object_set_new(o, "rates", rates);
	return o;
}
