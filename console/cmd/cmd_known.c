#include "console/cmd/cmd_known.h"

#include <stdlib.h>

#include "console/config/config_prices.h"
#include "console/desk/brain_watch.h"
#include "console/store/report_filter.h"
#include "console/store/report_sums.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/core/fold.h"
#include "shared/net/trust.h"

/* *is: some ticket passes. */
static bool
in_log(
    struct db *db, const struct report_filter *one, bool *is, struct err *err)
{
	int64_t count, net_gr;

	if (!report_count(db, one, &count, &net_gr, err))
		return false;
	*is = count > 0;
	return true;
}

static bool
is_listed(const char *data, const char *name)
{
	char *file = path_join(data, BRAIN_TECHNICIANS);
	struct trust *t = trust_new(file);
	struct err err = {0};
	bool is = false;

	(void)trust_reload(t, NULL, &err); /* the desk tells what is wrong */
	for (size_t i = 0; i < trust_count(t) && !is; i++)
		is = fold_same(trust_at(t, i)->name, name);
	trust_free(t);
	free(file);
	return is;
}

const char *
cmd_known_product(const char *config, const char *product)
{
	static char one[PRICE_PRODUCT_SIZE];
	struct prices prices;
	struct err err = {0};

	if (config_read_prices(&prices, config, &err))
		for (int i = 0; prices_product(&prices, i, one); i++)
			if (fold_same(one, product))
				return one;
	return "";
}

bool
cmd_known(struct db *db, const char *data, const char *config,
    const struct report_filter *filter, struct err *err)
{
	const struct report_filter client = {.client = filter->client},
				   technician =
				       {.technician = filter->technician},
				   product = {.product = filter->product};
	bool is = true;

	if (client.client != NULL && !in_log(db, &client, &is, err))
		return false;
	if (!is)
		return err_set(err, _("there is no client \"%s\" in the log"),
		    client.client);
	if (technician.technician != NULL && !in_log(db, &technician, &is, err))
		return false;
	if (!is && !is_listed(data, technician.technician))
		return err_set(err, _("there is no technician \"%s\""),
		    technician.technician);
	is = true;
	if (product.product != NULL && !in_log(db, &product, &is, err))
		return false;
	return is || cmd_known_product(config, product.product)[0] != '\0' ||
	    err_set(err, _("there is no product \"%s\""), product.product);
}
