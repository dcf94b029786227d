/* pomoc backup, pomoc restore: the whole log into a file and back. */
#include <stdio.h>

#include "console/cmd/cmd_read.h"
#include "console/cmd/cmd_write.h"
#include "console/store/backup.h"
#include "shared/base/i18n.h"

static bool
backup(struct cmd_args *a, struct err *err)
{
	if (!cmd_read_moving(a, err) || !backup_make(a->db, a->word[0], err))
		return false;
	printf(_("The log was copied to %s.\n"), a->word[0]);
	return true;
}

static bool
restore(struct cmd_args *a, struct err *err)
{
	if (!backup_restore(a->word[0], a->data, cmd_author(), err))
		return false;
	printf(_("%s is the log of %s now.\n"), a->word[0], a->data);
	puts(_("pomoc verify tells what was noted since it was made."));
	return true;
}

const struct cmd cmd_backup = {
    .name = "backup",
    .help = N_("copy the log to a file, also while the desk runs"),
    .usage = N_("[OPTION...] FILE"),
    .about = N_("Writes a whole copy of the log to FILE, also while the desk "
		"runs."),
    .min = 1,
    .max = 1,
    .no_days = true,
    .run = backup,
};

const struct cmd cmd_restore = {
    .name = "restore",
    .help = N_("bring such a copy back"),
    .usage = N_("[OPTION...] FILE"),
    .about = N_("Makes a copy the log of a folder that has none. Nothing is "
		"ever overwritten."),
    .min = 1,
    .max = 1,
    .no_days = true,
    .run = restore,
};
