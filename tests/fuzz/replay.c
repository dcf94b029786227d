/*
 * Runs one fuzz target over the files and folders given: the stored corpus as
 * an ordinary test, without libFuzzer. An empty input comes first.
 */
#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static unsigned files;

static void
run_file(const char *path, size_t len)
{
	FILE *f = fopen(path, "rb");
	/* exactly len bytes on the heap, so that ASan sees one too many */
	uint8_t *data = malloc(len > 0 ? len : 1);

	if (f == NULL || data == NULL || fread(data, 1, len, f) != len) {
		perror(path);
		exit(1);
	}
	fclose(f);
	(void)LLVMFuzzerTestOneInput(data, len);
	free(data);
	files++;
}

static void
run_path(const char *path)
{
	struct stat st;
	struct dirent *e;
	DIR *dir;
	char sub[PATH_MAX];

	if (stat(path, &st) != 0) {
		perror(path);
		exit(1);
	}
	if (!S_ISDIR(st.st_mode)) {
		run_file(path, (size_t)st.st_size);
		return;
	}
	dir = opendir(path);
	if (dir == NULL) {
		perror(path);
		exit(1);
	}
	while ((e = readdir(dir)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(sub, sizeof(sub), "%s/%s", path, e->d_name);
		run_path(sub);
	}
	closedir(dir);
}

int
main(int argc, char **argv)
{
	(void)LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	for (int i = 1; i < argc; i++)
		run_path(argv[i]);
	printf("%u inputs replayed\n", files);
	return files > 0 ? 0 : 1;
}
