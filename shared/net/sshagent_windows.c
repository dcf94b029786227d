/* See sshagent.h: there is no agent that pomoc-agent would ask, it has a key of
 * its own. */
#include "shared/net/sshagent.h"

bool
sshagent_sign(const struct key *k, const void *data, size_t len,
    struct buf *sig, struct err *err)
{
	return err_set(err, "no ssh-agent on this system");
}
