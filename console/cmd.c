#include "console/cmd.h"
#include "console/cmd_rows.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

static const struct cmd *const table[] = {
    &cmd_queue,
    &cmd_invite,
    &cmd_log,
    &cmd_show,
    &cmd_price,
    &cmd_prices,
    &cmd_statement,
    &cmd_correct,
    &cmd_invoice,
    &cmd_export,
    &cmd_verify,
    &cmd_backup,
    &cmd_restore,
    &cmd_purge,
    &cmd_forget,
    &cmd_person,
};

const struct cmd *
cmd_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		if (str_eq(table[i]->name, name))
			return table[i];
	return NULL;
}

const struct cmd *
cmd_at(size_t i)
{
	return i < ARRAY_LEN(table) ? table[i] : NULL;
}
