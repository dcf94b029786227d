#include "console/cmd/cmd_rules.h"

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
keeps_rule(const struct cmd_args *a, const struct cmd_given *g,
    const struct cmd_rule *rule, int *code)
{
	char with[100], *save = NULL;

	if (rule->with[0] == '!') {
		if (!is_given(a, g, rule->with + 1))
			return true;
		*code = cmd_usage(a, _("--%s does not go with %s"),
		    rule->option, rule->with + 1);
		return false;
	}
	str_copy(with, sizeof(with), rule->with);
	for (char *w = strtok_r(with, " ", &save); w != NULL;
	     w = strtok_r(NULL, " ", &save))
		if (is_given(a, g, w))
			return true;
	*code = cmd_usage(
	    a, _("--%s goes only with: %s"), rule->option, rule->with);
	return false;
}

bool
cmd_rules_keep(const struct cmd_args *a, const struct cmd_given *g, int *code)
{
	for (const struct cmd_rule *r = a->rule; r != NULL && r->option != NULL;
	     r++)
		for (int i = 0; i < g->n; i++)
			if (str_eq(g->name[i], r->option) &&
			    !keeps_rule(a, g, r, code))
				return false;
	return true;
}
