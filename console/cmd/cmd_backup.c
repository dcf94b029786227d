/* pomoc backup, pomoc restore: the whole log into a file and back. */
#include <stdio.h>
#include <stdlib.h>

#include "console/cmd/cmd_write.h"
#include "console/store/backup.h"
#include "shared/base/i18n.h"

static const struct cmd_opt opts[] = {{NULL, CMD_FLAG, NULL, NULL, NULL}};

static int
backup(int argc, char **argv)
{
	struct cmd_args a = {.name = "backup",
	    .usage = N_("[OPTION...] FILE"),
	    .about = N_("Writes a whole copy of the log to FILE, also while "
			"the desk runs."),
	    .opt = opts,
	    .no_days = true,
	    .min = 1,
	    .max = 1};
	struct err err = {0};
	struct db *db;
	bool ok;
	int code;

	if (!cmd_parse(&a, argc, argv, &code))
		return code;
	db = cmd_read_moving(&a);
	if (db == NULL)
		return CMD_FAIL;
	ok = backup_make(db, a.word[0], &err);
	if (ok)
		printf(_("The log was copied to %s.\n"), a.word[0]);
	return cmd_close(&a, db, ok ? CMD_OK : cmd_fail(&a, "%s", err.text));
}

static int
restore(int argc, char **argv)
{
	struct cmd_args a = {.name = "restore",
	    .usage = N_("[OPTION...] FILE"),
	    .about = N_("Makes a copy the log of a folder that has none. "
			"Nothing is ever overwritten."),
	    .opt = opts,
	    .no_days = true,
	    .min = 1,
	    .max = 1};
	struct err err = {0};
	char *me;
	bool ok;
	int code;

	if (!cmd_parse(&a, argc, argv, &code))
		return code;
	me = cmd_author();
	ok = backup_restore(a.word[0], a.data, me, &err);
	free(me);
	if (!ok)
		return cmd_fail(&a, "%s", err.text);
	printf(_("%s is the log of %s now.\n"), a.word[0], a.data);
	puts(_("pomoc verify tells what was noted since it was made."));
	return cmd_done(&a, CMD_OK);
}

const struct cmd cmd_backup = {
    "backup", N_("copy the log to a file, also while the desk runs"), backup};
const struct cmd cmd_restore = {
    "restore", N_("bring such a copy back"), restore};
