#include "tests/bench/table.h"

#include <stdio.h>
#include <stdlib.h>

#include "shared/base/str.h"

static const char *const names[TABLE_RIVALS] = {
    [TABLE_SSH] = "ssh",
    [TABLE_TMUX] = "tmux/ssh",
    [TABLE_DIY] = "diy",
    [TABLE_POMOC] = "pomoc",
};
static int missed;

int
table_missed(void)
{
	return missed;
}

void
table_head(const char *title)
{
	printf("\n%-38s", title);
	for (int i = 0; i < TABLE_RIVALS; i++)
		printf("%10s", names[i]);
	printf("%8s%8s  must\n", "/ssh", "/diy");
}

static double
times(const double *v, enum table_rival of)
{
	return v[of] > 0 ? v[TABLE_POMOC] / v[of] : 0;
}

/* What is asked, in words; true: it holds. */
static bool
judge(const double *v, const struct table_must *m, char *words, size_t size)
{
	double is = v[TABLE_POMOC];
	size_t n = 0;
	bool ok = true;

	words[0] = '\0';
#define ASK(cond, holds, ...)                                            \
	if (cond) {                                                      \
		n += (size_t)snprintf(words + n, size - n, __VA_ARGS__); \
		ok = ok && (holds);                                      \
	}
	ASK(m->of_ssh > 0 && v[TABLE_SSH] > 0, is <= m->of_ssh * v[TABLE_SSH],
	    " <= %.1fx ssh", m->of_ssh)
	ASK(m->below_diy && v[TABLE_DIY] > 0, is < v[TABLE_DIY], " < diy")
	ASK(m->most > 0, is <= m->most, " <= %g", m->most)
	ASK(m->least > 0, is >= m->least, " >= %g", m->least)
#undef ASK
	return ok;
}

static void
add_json(const char *key, const double *v, const char *words, bool ok)
{
	const char *path = getenv("BENCH_JSON");
	FILE *f = path != NULL ? fopen(path, "a") : NULL;

	if (f == NULL)
		return;
	fprintf(f, "{\"row\":\"%s\"", key);
	for (int i = 0; i < TABLE_RIVALS; i++)
		if (v[i] > 0)
			fprintf(f, ",\"%s\":%.4g", names[i], v[i]);
	if (words[0] != '\0')
		fprintf(f, ",\"must\":\"%s\",\"ok\":%s", words + 1,
		    ok ? "true" : "false");
	fprintf(f, "}\n");
	fclose(f);
}

void
table_row(const char *key, const char *title, int digits, const double *v,
    const struct table_must *must)
{
	char words[80] = "";
	bool ok = v[TABLE_POMOC] == 0 || must == NULL ||
	    judge(v, must, words, sizeof(words));

	printf("%-38s", title);
	for (int i = 0; i < TABLE_RIVALS; i++)
		if (v[i] > 0 || i == TABLE_POMOC)
			printf("%10.*f", digits, v[i]);
		else
			printf("%10s", "-");
	for (int i = TABLE_SSH; i <= TABLE_DIY; i += TABLE_DIY - TABLE_SSH)
		if (times(v, (enum table_rival)i) > 0)
			printf("%8.2f", times(v, (enum table_rival)i));
		else
			printf("%8s", "-");
	printf("  %s%s\n", words[0] == '\0' ? "" : ok ? "ok" : "MISSED", words);
	add_json(key, v, words, ok);
	missed += !ok;
	fflush(stdout);
}
