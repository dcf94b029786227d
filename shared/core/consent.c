#include "shared/core/consent.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/str.h"

void
consent_set_price(struct consent *c, const struct price *p, int vat_bp)
{
	str_copy(c->price, sizeof(c->price), p->name);
	c->kind = p->kind;
	c->net_gr = p->net_gr;
	c->minimum_s = p->minimum_s;
	c->quantum_s = p->quantum_s;
	c->vat_bp = vat_bp;
}

static void
add_head(const struct consent *c, const char *label, struct buf *out)
{
	buf_printf(out,
	    "%s\nticket %" PRId64 "\nvisit %" PRId64 "\ntechnician %s\n", label,
	    c->ticket, c->visit, c->technician);
}

static void
add_rights(const struct consent *c, struct buf *out)
{
	char list[GRANT_LIST_SIZE];

	buf_printf(out, "rights %s\n", grant_print(list, c->rights));
}

void
consent_text(const struct consent *c, struct buf *out)
{
	add_head(c, "pomoc-consent-1", out);
	buf_printf(out, "answer %s\n", c->yes ? "yes" : "no");
	add_rights(c, out);
	buf_printf(out,
	    "price %s\nkind %s\nnet %" PRId64 "\nminimum %" PRId64
	    "\nquantum %" PRId64 "\nvat %d\n",
	    c->price, price_kind_name(c->kind), c->net_gr, c->minimum_s,
	    c->quantum_s, c->vat_bp);
}

void
consent_rights_text(const struct consent *c, struct buf *out)
{
	add_head(c, "pomoc-rights-1", out);
	add_rights(c, out);
}

void
consent_row_print(
    char dst[CONSENT_ROW_SIZE], const struct consent *c, const char *sig)
{
	snprintf(dst, CONSENT_ROW_SIZE, "%" PRId64 " %s %d %s", c->visit,
	    c->technician, c->vat_bp, sig);
}

void
consent_rights_row_print(
    char dst[CONSENT_ROW_SIZE], const struct consent *c, const char *sig)
{
	snprintf(dst, CONSENT_ROW_SIZE, "%" PRId64 " %s %s", c->visit,
	    c->technician, sig);
}

/* The next word of *at; false when there is none or it does not fit. */
static bool
word(const char **at, char *dst, size_t size)
{
	size_t len = strcspn(*at, " ");

	if (len == 0 || len >= size)
		return false;
	memcpy(dst, *at, len);
	dst[len] = '\0';
	*at += len;
	*at += **at == ' ';
	return true;
}

static bool
parse_head(const char **at, struct consent *c)
{
	char number[24];

	return word(at, number, sizeof(number)) &&
	    str_int(number, 1, INT64_MAX, &c->visit) &&
	    word(at, c->technician, sizeof(c->technician));
}

bool
consent_rights_row_parse(
    const char *text2, struct consent *c, char sig[PROOF_SIG_SIZE])
{
	return parse_head(&text2, c) && word(&text2, sig, PROOF_SIG_SIZE) &&
	    *text2 == '\0';
}

bool
consent_row_parse(
    const char *text2, struct consent *c, char sig[PROOF_SIG_SIZE])
{
	char number[24];
	int64_t vat;

	if (!parse_head(&text2, c) || !word(&text2, number, sizeof(number)) ||
	    !str_int(number, 0, 10000, &vat))
		return false;
	c->vat_bp = (int)vat;
	return word(&text2, sig, PROOF_SIG_SIZE) && *text2 == '\0';
}
