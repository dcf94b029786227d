/* The technician's half of the check code: see visit_check.h. */
#include "console/link/visit_check.h"

#include <sodium.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"

void
visit_check_init(struct visit_check *c)
{
	memset(c, 0, sizeof(*c));
	c->left = SAS_MISSES;
}

void
visit_check_again(struct visit_check *c)
{
	c->committed = c->ready = c->fits = false;
}

void
visit_check_anew(struct visit_check *c)
{
	visit_check_again(c);
	c->left = SAS_MISSES;
}

bool
visit_check_commit(struct visit_check *c, const char *commit,
    char hex[VISIT_NONCE_HEX], struct err *err)
{
	if (c->committed || !str_unhex(c->commit, sizeof(c->commit), commit))
		return err_set(err, _("the client's check code is malformed"));
	if (c->exchanges++ >= SAS_EXCHANGES)
		return err_set(err,
		    _("the check code was begun again too often: somebody may "
		      "be in between; the visit was ended"));
	c->committed = true;
	randombytes_buf(c->nonce, sizeof(c->nonce));
	str_hex(hex, c->nonce, sizeof(c->nonce));
	return true;
}

bool
visit_check_reveal(struct visit_check *c, const char *nonce,
    const struct sas_keys *keys, struct err *err)
{
	uint8_t theirs[SAS_NONCE];

	if (!c->committed || c->ready ||
	    !str_unhex(theirs, sizeof(theirs), nonce))
		return err_set(err, _("the client's check code is malformed"));
	if (!sas_commit_ok(c->commit, theirs, keys))
		return err_set(err,
		    _("the check code does not fit its commitment: somebody "
		      "may be listening in; the visit was ended"));
	c->code = sas_code(keys, theirs, c->nonce);
	c->back = sas_back(keys, theirs, c->nonce);
	c->ready = true;
	return true;
}

enum visit_check_result
visit_check_typed(struct visit_check *c, const char *text)
{
	uint32_t code;

	if (!c->ready || c->fits || !sas_parse(text, &code))
		return VISIT_CHECK_FORM;
	if (code == c->code) {
		c->left = SAS_MISSES;
		c->exchanges = 0;
		c->fits = true;
		return VISIT_CHECK_OK;
	}
	c->left--;
	return c->left > 0 ? VISIT_CHECK_WRONG : VISIT_CHECK_LAST;
}

bool
visit_check_back(const struct visit_check *c, char out[SAS_BACK_SIZE])
{
	out[0] = '\0';
	if (c->fits)
		sas_format_back(out, c->back);
	return c->fits;
}
