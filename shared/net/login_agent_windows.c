/* See link_priv.h and sshagent_windows.c: no key is of ssh-agent. */
#include "shared/net/link_priv.h"

int
login_agent_step(struct link *l)
{
	link_fail(l, LINK_END_ERROR, "no ssh-agent on this system");
	return SSH_AUTH_ERROR;
}

bool
login_agent_has_signed(const struct link *l)
{
	return false;
}

void
login_agent_free(struct login_agent *a)
{
}
