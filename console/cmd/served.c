#include "console/cmd/served.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console/cmd/cmd_base.h"
#include "console/desk/brain_command.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/str.h"

#define INPUT_MAX 8192
#define WORDS_MAX 64
#define NICE 10 /* who is being helped goes first */

enum { LINE_NAME, LINE_KEY, LINE_LANG, LINE_COLS, LINE_WORDS };

/* Cuts the text into lines; false when it is not such a text. */
static bool
cut(char *text, char **line, int *lines)
{
	char *end;

	for (*lines = 0; (end = strchr(text, '\n')) != NULL; text = end + 1) {
		if (*lines == LINE_WORDS + WORDS_MAX)
			return false;
		*end = '\0';
		line[(*lines)++] = text;
	}
	line[*lines] = NULL;
	return *lines > LINE_WORDS && *text == '\0';
}

int
served_main(int argc, char **argv)
{
	static char text[INPUT_MAX];
	char *line[LINE_WORDS + WORDS_MAX + 1];
	const struct cmd *cmd;
	struct cmd_served whom = {0};
	int lines;

	if (argc < 3 || !str_eq(argv[1], BRAIN_COMMAND_WORD))
		return -1;
	text[fread(text, 1, sizeof(text) - 1, stdin)] = '\0';
	i18n_init();
	if (!cut(text, line, &lines) || sodium_init() < 0)
		return CMD_USAGE;
	i18n_speak(line[LINE_LANG]);
	setenv("COLUMNS", line[LINE_COLS], 1);
	log_init("pomoc", LOG_WARN);
	(void)!nice(NICE);
	whom.data = argv[2];
	whom.config = argc > 3 ? argv[3] : NULL;
	whom.name = line[LINE_NAME];
	whom.key = line[LINE_KEY];
	cmd_serve(&whom);
	cmd = cmd_find(line[LINE_WORDS]);
	if (cmd != NULL)
		return cmd_run(cmd, lines - LINE_WORDS, line + LINE_WORDS);
	fputs(_("pomoc: the desk has no such command\n"), stderr);
	return CMD_USAGE;
}
