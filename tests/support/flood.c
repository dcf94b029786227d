/*
 * Writes a stream, as fast as it is taken: the file given, again and again;
 * what stands before a 0xff in it comes once, behind a screen full of coloured
 * text. The files are those of tests/fuzz/corpus/cost. For ever, or so many
 * megabytes and then words on a screen that was reset. usage: flood FILE
 * [MEGABYTES]
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h> /* basename */
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define BLOCK 65536

static void
fill_screen(void)
{
	struct winsize ws = {.ws_row = 24, .ws_col = 80};

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws);
	printf("\033[H");
	for (int r = 0; r < ws.ws_row; r++) {
		printf("%s", r > 0 ? "\r\n" : "");
		for (int c = 0; c < ws.ws_col; c++)
			printf("\033[38;5;%d;48;5;%dm%c", (r + c) % 256,
			    c % 200, 'a' + c % 26);
	}
	printf("\033[m\033[H");
}

int
main(int argc, char **argv)
{
	static char file[BLOCK], block[2 * BLOCK];
	FILE *f = argc == 2 || argc == 3 ? fopen(argv[1], "rb") : NULL;
	size_t len = f != NULL ? fread(file, 1, sizeof(file), f) : 0;
	size_t used = 0;
	struct termios tty = {0}, quiet;
	long left;
	char *unit = file, *cut = memchr(file, 0xff, len);

	if (f == NULL || len == 0) {
		fprintf(stderr, "usage: flood FILE [MEGABYTES]\n");
		return 2;
	}
	fclose(f);
	tcgetattr(STDIN_FILENO, &tty);
	quiet = tty;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	quiet.c_oflag &= ~(tcflag_t)OPOST; /* the bytes as they are */
	tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
	fill_screen();
	if (cut != NULL) {
		fwrite(file, 1, (size_t)(cut - file), stdout);
		unit = cut + 1;
		len -= (size_t)(unit - file);
	}
	fflush(stdout);
	while (len > 0 && used < BLOCK) {
		memcpy(block + used, unit, len);
		used += len;
	}
	left = argc == 3 ? atol(argv[2]) * 1000000 : LONG_MAX;
	while (used > 0 && left > 0 && write(STDOUT_FILENO, block, used) > 0)
		left -= argc == 3 ? (long)used : 0;
	tcflush(STDIN_FILENO, TCIFLUSH);
	tcsetattr(STDIN_FILENO, TCSANOW, &tty);
	printf("\033cEnd of %s.\r\n", basename(argv[1]));
	return 0;
}
