#include "console/cmd/cmd_agents.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "console/link/invite.h"
#include "console/link/invite_files.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/str.h"

/* One system's agent; *put counts. */
static bool
put_one(enum invite_system s, const char *from, const char *to,
    const char *name, int *put, struct err *err)
{
	char *file = str_fmt("%s%s", name, invite_system_ends(s));
	char *path = path_join(to, file);
	enum invite_put done;
	bool bound;

	path_sweep(to, file);
	done = invite_put(s, from, path, &bound, err);
	if (done == INVITE_PUT_DONE)
		puts(path);
	else if (done == INVITE_PUT_NONE)
		fprintf(stderr, _("There is no agent for %s: %s has no %s.\n"),
		    invite_system_name(s), from, invite_system_agent(s));
	if (bound)
		fprintf(stderr,
		    _("%s is no static program: other machines may not have "
		      "the libraries that it wants.\n"),
		    path);
	*put += done == INVITE_PUT_DONE;
	free(path);
	free(file);
	return done != INVITE_PUT_FAILED;
}

bool
cmd_agents_put(const char *to, const char *agents, const char *address,
    const char *key, struct err *err)
{
	char *from = agents != NULL ? str_dup(agents)
				    : invite_agents_installed();
	struct buf name = BUF_INIT;
	int put = 0;
	bool ok = from != NULL && invite_filename(&name, address, key, err);

	umask(022);
	if (ok && mkdir(to, 0755) < 0 && !path_exists(to))
		ok = err_errno(err, "%s", to);
	for (int i = 0; ok && i < INVITE_SYSTEMS; i++)
		ok = put_one(i, from, to, buf_str(&name), &put, err);
	if (from == NULL || (ok && put == 0))
		ok = err_set(err,
		    _("there are no agents to put there: give --agents FOLDER, "
		      "with pomoc-agent.exe, pomoc-agent or both in it"));
	buf_fini(&name);
	free(from);
	return ok;
}
