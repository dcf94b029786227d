#include "console/cmd/cmd_rules.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"

void
cmd_given_add(struct cmd_given *g, const char *name)
{
	for (int i = 0; i < g->n; i++)
		if (str_eq(g->name[i], name))
			return;
	g->name[g->n++] = name;
}

/* "--option", or the first word. */
static bool
is_given(const struct cmd_args *a, const struct cmd_given *g, const char *what)
{
	if (strncmp(what, "--", 2) != 0)
		return a->words > 0 && str_eq(a->word[0], what);
	for (int i = 0; i < g->n; i++)
		if (str_eq(g->name[i], what + 2))
			return true;
	return false;
}

static bool
keeps_rule(
    struct cmd_args *a, const struct cmd_given *g, const struct cmd_rule *rule)
{
	char with[100], *save = NULL;

	if (rule->with[0] == '!')
		return !is_given(a, g, rule->with + 1) ||
		    cmd_usage(a, _("--%s does not go with %s"), rule->option,
			rule->with + 1);
	str_copy(with, sizeof(with), rule->with);
	for (char *w = strtok_r(with, " ", &save); w != NULL;
	     w = strtok_r(NULL, " ", &save))
		if (is_given(a, g, w))
			return true;
	return cmd_usage(
	    a, _("--%s goes only with: %s"), rule->option, rule->with);
}

bool
cmd_rules_keep(struct cmd_args *a, const struct cmd_given *g)
{
	char option[40];

	for (const struct cmd_rule *r = a->cmd->rule; r->option != NULL; r++) {
		snprintf(option, sizeof(option), "--%s", r->option);
		if (is_given(a, g, option) && !keeps_rule(a, g, r))
			return false;
	}
	return true;
}
