/* `pomoc invite`: what a client types to connect here, or the agents named so
 * that he types nothing. Asks the desk that runs on the folder where it
 * listens; without one the configuration says it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/cmd/cmd_agents.h"
#include "console/cmd/cmd_json.h"
#include "console/cmd/cmd_key.h"
#include "console/config/config.h"
#include "console/desk/desk.h"
#include "console/link/invite.h"
#include "console/link/invite_files.h"
#include "console/store/json_out.h"
#include "console/store/lock.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/net/sock.h"

static const char *listen, *to, *agents, *url;
static bool json;

/* As the desk tells its consoles. */
static bool
is_open(const char *address)
{
	char host[SOCK_ADDR_SIZE];

	sock_addr_only(address, host);
	return !sock_is_loopback(host) && !str_eq(host, "localhost");
}

static void
print_json(const char *command, const char *name, const char *address,
    const char *key, bool open)
{
	json_t *o = json_object();
	struct buf word = BUF_INIT;
	char *exe = str_fmt("%s%s", name, name[0] != '\0' ? ".exe" : "");

	invite_word(&word, address, key);
	json_out_text(o, "line", command);
	json_out_text(o, "word", buf_str(&word));
	json_out_text(o, "windows", exe);
	json_out_text(o, "linux", name);
	free(exe);
	buf_fini(&word);
	json_out_text(o, "address", address);
	json_out_text(o, "key", key);
	json_object_set_new(o, "open", json_boolean(open));
	cmd_json_one("invite", o);
}

/* For each system the name of its file, the link to it and the line to type. */
static void
print_systems(const char *name, const char *address, const char *key)
{
	static const char *const begins[INVITE_SYSTEMS] = {".\\", "./"};
	struct buf word = BUF_INIT;

	invite_word(&word, address, key);
	for (int i = 0; i < INVITE_SYSTEMS; i++) {
		const char *ends = invite_system_ends(i);
		size_t len = url != NULL ? strlen(url) : 0;

		printf("\n%s\n", invite_system_name(i));
		if (name[0] != '\0')
			printf("  %s%s\n", name, ends);
		if (name[0] != '\0' && len > 0)
			printf("  %s%s%s%s\n", url,
			    url[len - 1] == '/' ? "" : "/", name, ends);
		printf("  %s%s %s\n", begins[i], invite_system_agent(i),
		    buf_str(&word));
	}
	buf_fini(&word);
}

static void
print(const char *address, const char *fingerprint)
{
	struct buf out = BUF_INIT, name = BUF_INIT;
	struct err err = {0};

	if (!invite_filename(&name, address, fingerprint, &err))
		fprintf(stderr, _("No file can be named for this desk: %s\n"),
		    err.text);
	invite_command(&out, address, fingerprint);
	if (json) {
		print_json(buf_str(&out), buf_str(&name), address, fingerprint,
		    is_open(listen));
	} else {
		puts(buf_str(&out));
		print_systems(buf_str(&name), address, fingerprint);
	}
	buf_fini(&out);
	buf_fini(&name);
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

static bool
tell(const char *address, const char *key, struct err *err)
{
	struct buf hint = BUF_INIT;
	bool ok = true;

	if (to != NULL)
		ok = cmd_agents_put(to, agents, address, key, err);
	else
		print(address, key);
	invite_hint(&hint, address, is_open(listen));
	if (hint.len > 0)
		fprintf(stderr, "%s\n", buf_str(&hint));
	buf_fini(&hint);
	return ok;
}

static bool
run(struct cmd_args *a, struct err *err)
{
	struct config config;
	char key[KEY_FP_SIZE], found[SOCK_ADDR_SIZE];

	if (url != NULL && !invite_is_url(url))
		return cmd_usage(
		    a, _("%s is not the address of a page: https://..."), url);
	if (!config_read(&config, a->config, err))
		return cmd_config(a, err);
	if (!cmd_key(a, key))
		return false;
	if (listen == NULL && running_address(a->data, found, sizeof(found)))
		listen = found;
	if (listen == NULL)
		listen = config.listen[0] != '\0' ? config.listen
						  : CONFIG_LISTEN;
	return tell(
	    config.address[0] != '\0' ? config.address : listen, key, err);
}

const struct cmd cmd_invite = {
    .name = "invite",
    .help = N_("print what a client types, or name the agents for him"),
    .usage = N_("[OPTION...]"),
    .about = N_("Prints what a client types to reach this desk, and for each "
		"system the name of a file that needs no typing; --to makes "
		"such files."),
    .opt =
	{
	    {"listen", CMD_TEXT, &listen, N_("ADDR:PORT"),
		N_("instead of where the running desk listens")},
	    {"to", CMD_TEXT, &to, N_("FOLDER"),
		N_("put the agents there, under the name of this desk")},
	    {"agents", CMD_TEXT, &agents, N_("FOLDER"),
		N_("where they are, instead of those installed")},
	    {"url", CMD_TEXT, &url, N_("URL"),
		N_("where clients find the files, to print the links")},
	    {"json", CMD_FLAG, &json, NULL, N_("as JSON")},
	},
    .rule =
	{
	    {"agents", "--to"},
	    {"url", "!--to"},
	    {"url", "!--json"},
	    {"json", "!--to"},
	},
    .no_days = true,
    .run = run,
};
