/* `pomoc invite`: what a client types to connect here, or the agents named so
 * that he types nothing. Asks the desk that runs on the folder where it
 * listens; without one the configuration says it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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
#include "shared/base/utf8.h"
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
	struct json_out j;
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
	json_out_open(&j, stdout, "invite", NULL);
	json_out_row(&j, o);
	json_out_close(&j, NULL);
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

/* One system's agent; *put counts. */
static bool
put_one(enum invite_system s, const char *from, const char *name, int *put,
    struct err *err)
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

/* The named agents, for a web server to give out. */
static bool
put_agents(
    struct cmd_args *a, const char *address, const char *key, struct err *err)
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
		ok = put_one(i, from, buf_str(&name), &put, err);
	if (from == NULL || (ok && put == 0))
		ok = cmd_fail(a,
		    _("there are no agents to put there: give --agents FOLDER, "
		      "with pomoc-agent.exe, pomoc-agent or both in it"));
	buf_fini(&name);
	free(from);
	return ok;
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
is_url(const char *text)
{
	return (str_starts(text, "https://") || str_starts(text, "http://")) &&
	    utf8_is_line(text) && strpbrk(text, " \"<>") == NULL;
}

static bool
tell(struct cmd_args *a, const char *address, const char *key, struct err *err)
{
	struct buf hint = BUF_INIT;
	bool ok = true;

	if (to != NULL)
		ok = put_agents(a, address, key, err);
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

	if (url != NULL && !is_url(url))
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
	return tell(a, config.address[0] != '\0' ? config.address : listen,
	    key, err);
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
