/*
 * Agents under the name of a desk (shared/net/filename.h), as clients download
 * them: copies of the programs for each system.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"

enum invite_system { INVITE_WINDOWS, INVITE_LINUX, INVITE_SYSTEMS };

enum invite_put {
	INVITE_PUT_DONE,
	INVITE_PUT_NONE, /* there is no agent for that system */
	INVITE_PUT_FAILED
};

/* As a name of its own, not translated. */
const char *invite_system_name(enum invite_system s);
/* What is behind the name of a file there: ".exe" or "". */
const char *invite_system_ends(enum invite_system s);
/* The agent's file in a folder of agents, as it was built. */
const char *invite_system_agent(enum invite_system s);
/* Where those are that were installed with this program: ../lib/pomoc/agents
 * beside its folder. free() it; NULL where nobody knows. */
char *invite_agents_installed(void);
/*
 * Copies the agent for s from the folder of agents to path: the whole file, or
 * what was there before. *bound: it is no static program, and may want
 * libraries that other machines do not have.
 */
enum invite_put invite_put(enum invite_system s, const char *from,
    const char *path, bool *bound, struct err *err);
