#include "console/link/invite_files.h"

#include <elf.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"

#define SIZE_MAX_BYTES (64u << 20)
#define INSTALLED "../lib/pomoc/agents"

static const struct {
	const char *name, *ends, *agent;
	const char *begins; /* every program there */
} systems[INVITE_SYSTEMS] = {
    [INVITE_WINDOWS] = {"Windows", ".exe", "pomoc-agent.exe", "MZ"},
    [INVITE_LINUX] = {"Linux", "", "pomoc-agent", ELFMAG},
};

const char *
invite_system_name(enum invite_system s)
{
	return systems[s].name;
}

const char *
invite_system_ends(enum invite_system s)
{
	return systems[s].ends;
}

const char *
invite_system_agent(enum invite_system s)
{
	return systems[s].agent;
}

char *
invite_agents_installed(void)
{
	char exe[PATH_MAX], *slash;
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

	if (n <= 0)
		return NULL;
	exe[n] = '\0';
	slash = strrchr(exe, '/');
	if (slash == NULL)
		return NULL;
	*slash = '\0';
	return path_join(exe, INSTALLED);
}

static bool
read_whole(FILE *f, const char *path, struct buf *out, struct err *err)
{
	size_t n;

	do {
		uint8_t *room = buf_reserve(out, BUFSIZ);

		if (room == NULL)
			return err_set(err, _("%s is too large"), path);
		n = fread(room, 1, BUFSIZ, f);
		buf_added(out, n);
	} while (n > 0);
	return !ferror(f) || err_errno(err, "%s", path);
}

/* It names who is to load its libraries. */
static bool
is_bound(const struct buf *b)
{
	Elf64_Ehdr head;
	Elf64_Phdr part;
	const uint8_t *data = buf_data(b);

	if (b->len < sizeof(head) || memcmp(data, ELFMAG, SELFMAG) != 0 ||
	    data[EI_CLASS] != ELFCLASS64)
		return false;
	memcpy(&head, data, sizeof(head));
	for (size_t i = 0; i < head.e_phnum; i++) {
		if (head.e_phoff > b->len ||
		    b->len - head.e_phoff < (i + 1) * sizeof(part))
			return false;
		memcpy(&part, data + head.e_phoff + i * sizeof(part),
		    sizeof(part));
		if (part.p_type == PT_INTERP)
			return true;
	}
	return false;
}

static bool
copy(enum invite_system s, FILE *in, const char *agent, const char *path,
    bool *bound, struct err *err)
{
	const char *begins = systems[s].begins;
	struct buf b;
	bool ok;

	buf_init(&b, SIZE_MAX_BYTES);
	ok = read_whole(in, agent, &b, err);
	if (ok &&
	    (b.len < strlen(begins) ||
		memcmp(buf_data(&b), begins, strlen(begins)) != 0))
		ok = err_set(
		    err, _("%s is no program for %s"), agent, systems[s].name);
	*bound = ok && is_bound(&b);
	ok = ok && path_write_atomic(path, buf_data(&b), b.len, 0755, err);
	buf_fini(&b);
	return ok;
}

enum invite_put
invite_put(enum invite_system s, const char *from, const char *path,
    bool *bound, struct err *err)
{
	char *agent = path_join(from, systems[s].agent);
	enum invite_put done = INVITE_PUT_FAILED;
	FILE *in = path_open_read(agent, err);

	*bound = false;
	if (in == NULL && errno == ENOENT)
		done = INVITE_PUT_NONE;
	else if (in != NULL && copy(s, in, agent, path, bound, err))
		done = INVITE_PUT_DONE;
	if (in != NULL)
		fclose(in);
	free(agent);
	return done;
}
