#include <stdlib.h>

#include "console/cmd_seller.h"
#include "shared/base/mem.h"

struct config *
cmd_seller(const struct cmd_args *a, struct seller *out, int *code)
{
	struct config *conf = mem_alloc(sizeof(*conf));
	struct err err;

	if (!config_read(conf, a->config, &err)) {
		*code = cmd_config(a, &err);
		free(conf);
		return NULL;
	}
	out->name = conf->seller[0] != '\0' ? conf->seller : conf->firm;
	out->nip = conf->nip;
	out->address = conf->seller_address;
	return conf;
}
