#include "console/cmd/cmd_seller.h"

#include <stdio.h>

#include "console/cmd/cmd_base.h"
#include "console/config/config.h"
#include "shared/base/i18n.h"
#include "shared/core/nip.h"

static struct config conf;

bool
cmd_seller(struct cmd_args *a, struct seller *out)
{
	char digits[NIP_SIZE];
	struct err err = {0};

	if (!config_read(&conf, a->config, &err))
		return cmd_config(a, &err);
	/* it goes onto paper: better none than a wrong one */
	if (!nip_parse(conf.nip, digits, &err)) {
		err_wrap(&err, "[seller] nip");
		return cmd_config(a, &err);
	}
	out->name = conf.seller[0] != '\0' ? conf.seller : conf.firm;
	out->nip = conf.nip;
	out->address = conf.seller_address;
	return true;
}

void
cmd_seller_note(void)
{
	if (conf.seller[0] == '\0' || conf.nip[0] == '\0' ||
	    conf.seller_address[0] == '\0')
		fprintf(stderr, "%s\n",
		    _("The seller is not complete: name, nip and address "
		      "belong into [seller] of the configuration."));
}
