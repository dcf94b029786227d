/* `pomoc invite`: what a client types to connect here. Asks the desk that runs
 * on the folder where it listens; without one the configuration says it. */
#include <stdio.h>
#include <stdlib.h>

#include "console/cmd/cmd_args.h"
#include "console/config/config.h"
#include "console/desk/desk.h"
#include "console/link/invite.h"
#include "console/store/lock.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/net/keys.h"
#include "shared/net/sock.h"

#define HOST_KEY "host_key"

static int
print(const struct cmd_args *a, const char *address, const char *fingerprint)
{
	struct buf out = BUF_INIT;

	invite_command(&out, address, fingerprint);
	puts(buf_str(&out));
	buf_fini(&out);
	return cmd_done(a, CMD_OK);
}

/* Where the desk that runs on this folder listens; false when none does. */
static bool
running_address(const char *data, char *address, size_t size)
{
	char *path = path_join(data, DESK_ADDRESS_FILE);
	FILE *f = lock_owner(data) > 0 ? fopen(path, "re") : NULL;
	bool ok = f != NULL && fgets(address, (int)size, f) != NULL;

	if (f != NULL)
		fclose(f);
	free(path);
	return ok;
}

static int
run(int argc, char **argv)
{
	const char *listen = NULL;
	const struct cmd_opt opts[] = {
	    {"listen", CMD_TEXT, &listen, N_("ADDR:PORT"),
		N_("instead of where the running desk listens")},
	    {NULL, CMD_FLAG, NULL, NULL, NULL},
	};
	struct cmd_args a = {.name = "invite",
	    .usage = N_("[OPTION...]"),
	    .about = N_("Prints the command line that a client types to reach "
			"this desk."),
	    .opt = opts,
	    .no_days = true};
	struct config config;
	struct err err = {0};
	struct key *key;
	char *path, found[SOCK_ADDR_SIZE];
	int code;

	if (!cmd_parse(&a, argc, argv, &code))
		return code;
	if (!config_read(&config, a.config, &err))
		return cmd_config(&a, &err);
	path = path_join(a.data, HOST_KEY);
	key = key_load(path, NULL, &err);
	free(path);
	if (key == NULL)
		return cmd_fail(&a,
		    _("the desk has no key yet; it is made when pomoc or "
		      "pomoc-desk is started first (%s)"),
		    err.text);
	if (listen == NULL && running_address(a.data, found, sizeof(found)))
		listen = found;
	if (listen == NULL)
		listen = config.listen[0] != '\0' ? config.listen
						  : CONFIG_LISTEN;
	code = print(&a, config.address[0] != '\0' ? config.address : listen,
	    key_fingerprint(key));
	key_free(key);
	return code;
}

const struct cmd cmd_invite = {
    "invite", N_("print what a client types to connect"), run};
