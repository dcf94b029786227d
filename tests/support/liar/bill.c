#include <stdlib.h>
#include <string.h>

#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/consent.h"
#include "shared/core/slip.h"
#include "shared/net/sshsig.h"
#include "shared/wire/parts.h"
#include "tests/support/liar/liar.h"

#define LINE "standard" /* of its price list */

/* --- what an hour costs --- */

void
bill_clock(struct liar *l, int64_t net_gr)
{
	static const char *const none[] = {
	    "worked_ms", "line_ms", "base_gr", "cap_gr", "fixed_gr", "net_gr"};
	json_t *o = json_pack("{ss sI sb ss ss ss sI si si si}", "t", "clock",
	    "ticket", (json_int_t)l->ticket, "running", 0, "why", "", "line",
	    LINE, "kind", "support", "net_hour_gr", (json_int_t)net_gr,
	    "minimum_s", 3600, "quantum_s", 3600, "vat_bp", 2300);

	for (size_t i = 0; i < ARRAY_LEN(none); i++)
		json_object_set_new(o, none[i], json_integer(0));
	json_object_set_new(o, "quote", json_string(""));
	liar_send(l->agent_control, o);
	l->net_gr = net_gr;
}

void
bill_rate(struct liar *l, int64_t net_gr)
{
	struct rate r = {.ticket = l->ticket,
	    .number = ++l->question,
	    .technician = "anna",
	    .line = "dear",
	    .net_gr = net_gr,
	    .minimum_s = 3600,
	    .quantum_s = 3600,
	    .vat_bp = 2300,
	    .now_line = LINE,
	    .now_net_gr = 20000,
	    .now_vat_bp = 2300};
	char hash[QUOTE_HASH_SIZE];
	struct buf line = BUF_INIT;
	struct msg *m;

	rate_hash(&r, hash);
	m = parts_rate(&r, hash);
	if (msg_write(m, &line, NULL) && l->agent_control != NULL)
		chan_write(l->agent_control, buf_data(&line), line.len);
	msg_free(m);
	buf_fini(&line);
}

/* Under which price a consent is signed: the last one that was told? */
void
bill_consent(struct liar *l, json_t *o)
{
	const char *sig = json_string_value(json_object_get(o, "sig"));
	const char *rights = json_string_value(json_object_get(o, "rights"));
	struct consent c = {.ticket = l->ticket, .visit = l->visit};
	struct price p = {.name = LINE,
	    .net_gr = l->net_gr,
	    .minimum_s = 3600,
	    .quantum_s = 3600};
	struct buf text = BUF_INIT;
	const uint8_t *blob;
	char *key;
	size_t len;

	if (sig == NULL || rights == NULL || l->tech_link == NULL)
		return;
	str_copy(c.technician, sizeof(c.technician),
	    link_peer_fingerprint(l->tech_link));
	c.yes = json_is_true(json_object_get(o, "yes"));
	(void)grant_parse_list(rights, &c.rights, NULL);
	consent_set_price(&c, &p, 2300);
	consent_text(&c, &text);
	blob = link_peer_blob(l->agent_link, &len);
	key = key_blob_to_base64(blob, len);
	liar_note("signed for %lld: %s", (long long)l->net_gr,
	    proof_holds(key, &text, sig) ? "yes" : "no");
	free(key);
	buf_fini(&text);
}

/* --- the end --- */

static void
say_receipt(struct liar *l, char *text)
{
	char *end;

	for (; (end = strchr(text, '\n')) != NULL; text = end + 1) {
		*end = '\0';
		liar_send(l->agent_control,
		    json_pack("{ss sI ss sb}", "t", "receipt", "ticket",
			(json_int_t)l->ticket, "text", text, "last",
			end[1] == '\0'));
	}
}

void
bill_end(struct liar *l, const char *lie)
{
	bool dear = str_eq(lie, "amount"), other = str_eq(lie, "key");
	struct slip slip = {
	    l->ticket, "solved", dear ? 90000 : 20000, 4600, 24600};
	const struct key *k = other ? l->tech_key : l->receipt_key;
	struct buf text = BUF_INIT;
	char *sig, *all;

	liar_send(l->agent_control,
	    json_pack("{ss sI ss si si si si}", "t", "ended", "ticket",
		(json_int_t)l->ticket, "outcome", "solved", "net_gr", 20000,
		"vat_gr", 4600, "gross_gr", 24600, "worked_s", 60));
	buf_adds(&text, "receipt\n");
	slip_print(&slip, &text);
	sig = sshsig_make(
	    k, KEY_RECEIPT_NAMESPACE, buf_data(&text), text.len, NULL);
	all = str_fmt("%s%s%s", str_eq(lie, "text") ? "altered\n" : "",
	    buf_str(&text), sig);
	say_receipt(l, all);
	free(all);
	free(sig);
	buf_fini(&text);
}
