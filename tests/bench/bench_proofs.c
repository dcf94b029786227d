/*
 * bench_proofs [TICKETS [DIR]]
 *
 * The log of bench_log with the signed receipt of each of its 100,000 tickets
 * (or so many), made as the desk makes them: how long all that `pomoc verify`
 * does takes. With DIR it is made there, or the one that is there measured.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "console/desk/brain_receipt.h"
#include "console/desk/proofs.h"
#include "console/store/db.h"
#include "console/store/receipt.h"
#include "console/store/verify.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/net/keys.h"
#include "tests/bench/biglog.h"

#define TICKETS 100000

static struct err err;

static double
clock_of(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "bench_proofs: %s: %s\n", what, err.text);
	exit(1);
}

/* As `pomoc-desk` does on its first start with that log. */
static void
make_receipts(const char *dir)
{
	struct config *config = mem_alloc(sizeof(*config));
	struct db *db = db_open(dir, DB_READ, &err);
	char *path = path_join(dir, "receipt_key"), *sig;
	struct buf text = BUF_INIT;
	struct key *key;
	int64_t below = INT64_MAX, ticket;
	bool made, kept;

	must(db != NULL, "open");
	str_copy(config->firm, sizeof(config->firm), "Serwis");
	key = key_load_or_make(path, "receipts", &made, &err);
	must(key != NULL, path);
	while (below != 0) {
		ticket = receipt_missing(db, &below);
		if (ticket == 0)
			continue;
		buf_clear(&text);
		sig = brain_receipt_issue(
		    db, ticket, config, key, &text, &kept, &err);
		must(sig != NULL && kept, "receipt");
		free(sig);
	}
	key_free(key);
	db_close(db);
	buf_fini(&text);
	free(path);
	free(config);
}

static void
measure(const char *dir)
{
	struct db *db = db_open(dir, DB_READ, &err);
	struct verify_result v;
	struct proofs p;
	struct proofs_run *run;
	double wall = clock_of(CLOCK_MONOTONIC);
	double cpu = clock_of(CLOCK_PROCESS_CPUTIME_ID);

	must(db != NULL, "open");
	run = proofs_begin(dir);
	must(verify_log(db, &v, &err) && v.sound, v.why);
	must(proofs_end(run, NULL, NULL, &p, &err) && p.why[0] == '\0', p.why);
	wall = clock_of(CLOCK_MONOTONIC) - wall;
	cpu = clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	printf("%-34s %8.2f s, %.2f s of CPU  (%lld tickets, %lld receipts)\n",
	    "verify", wall, cpu, (long long)v.tickets, (long long)p.receipts);
	db_close(db);
}

int
main(int argc, char **argv)
{
	char temp[] = "/tmp/pomoc-bench-XXXXXX", *dir = temp, *cmd, *file;
	int64_t tickets = TICKETS;

	if (argc > 1 && !str_int(argv[1], 100, 10000000, &tickets))
		return 2;
	if (argc > 2)
		dir = argv[2];
	else if (mkdtemp(temp) == NULL)
		return 1;
	file = path_join(dir, "desk.db");
	if (!path_exists(file))
		biglog_make(dir, tickets);
	make_receipts(dir);
	measure(dir);
	if (argc <= 2) {
		cmd = str_fmt("rm -rf '%s'", dir);
		(void)!system(cmd);
		free(cmd);
	}
	free(file);
	return 0;
}
