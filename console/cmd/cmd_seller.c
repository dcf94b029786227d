#include "console/cmd/cmd_seller.h"

#include <stdio.h>
#include <stdlib.h>

#include "console/cmd/cmd_base.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/core/nip.h"

struct config *
cmd_seller(const struct cmd_args *a, struct seller *out, int *code)
{
	struct config *conf = mem_alloc(sizeof(*conf));
	char digits[NIP_SIZE];
	struct err err = {0};
	bool ok = config_read(conf, a->config, &err);

	/* it goes onto paper: better none than a wrong one */
	if (ok && !nip_parse(conf->nip, digits, &err))
		ok = err_wrap(&err, "[seller] nip");
	if (!ok) {
		*code = cmd_config(a, &err);
		free(conf);
		return NULL;
	}
	out->name = conf->seller[0] != '\0' ? conf->seller : conf->firm;
	out->nip = conf->nip;
	out->address = conf->seller_address;
	return conf;
}

void
cmd_seller_note(const struct config *conf)
{
	if (conf->seller[0] == '\0' || conf->nip[0] == '\0' ||
	    conf->seller_address[0] == '\0')
		fprintf(stderr, "%s\n",
		    _("The seller is not complete: name, nip and address "
		      "belong into [seller] of the configuration."));
}
