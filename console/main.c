#include <stdio.h>

#include "console/cmd.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"

int
main(int argc, char **argv)
{
	const struct cmd *cmd = argc > 1 ? cmd_find(argv[1]) : NULL;

	i18n_init();
	clock_zone_init();
	if (cmd != NULL)
		return cmd->run(argc - 1, argv + 1);
	fputs(_("usage: pomoc COMMAND [OPTION...]\n"), stderr);
	for (size_t i = 0; cmd_at(i) != NULL; i++)
		fprintf(stderr, "  %-12s %s\n", cmd_at(i)->name,
		    _(cmd_at(i)->help));
	return CMD_USAGE;
}
