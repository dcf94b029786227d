/*
 * Writes a stream, as fast as it is taken: the file given, again and again;
 * what stands before a 0xff in it comes once, behind a screen full of coloured
 * text. The files are those of tests/fuzz/corpus/cost. For ever, or so many
 * megabytes and then words on a screen that was reset: with `answered` when the
 * terminal has answered all that the stream asked it, and nothing of that comes
 * behind the words. usage: flood FILE [MEGABYTES [answered]]
 */
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
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

/* As write(), and takes the answers meanwhile: what nobody reads is dropped. */
static bool
write_and_read(const char *block, size_t len)
{
	struct pollfd fd[] = {{.fd = STDIN_FILENO, .events = POLLIN},
	    {.fd = STDOUT_FILENO, .events = POLLOUT}};
	char answers[4096];

	while (len > 0) {
		ssize_t n = 0;

		if (poll(fd, 2, -1) < 0)
			return false;
		if (fd[0].revents != 0 &&
		    read(STDIN_FILENO, answers, sizeof(answers)) <= 0)
			return false;
		if (fd[1].revents != 0)
			n = write(
			    STDOUT_FILENO, block, len < 1024 ? len : 1024);
		if (n < 0)
			return false;
		block += n;
		len -= (size_t)n;
	}
	return true;
}

/* Asks for the state of the terminal, and reads until that is said: it is the
 * last answer. A terminal that has too many to give may drop it. */
static void
read_answers(void)
{
	static const char ask[] = "\033\\\033[5n", last[] = "\033[0n";
	struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
	size_t have = 0;
	char c;

	while (have + 1 < sizeof(last)) {
		if (poll(&in, 1, 200) == 0)
			dprintf(STDOUT_FILENO, ask);
		else if (read(STDIN_FILENO, &c, 1) == 1)
			have = c == last[have] ? have + 1 : c == last[0];
		else
			return;
	}
}

int
main(int argc, char **argv)
{
	static char file[BLOCK], block[2 * BLOCK];
	FILE *f = argc >= 2 && argc <= 4 ? fopen(argv[1], "rb") : NULL;
	size_t len = f != NULL ? fread(file, 1, sizeof(file), f) : 0;
	size_t used = 0;
	struct termios tty = {0}, quiet;
	long left;
	char *unit = file, *cut = memchr(file, 0xff, len);

	if (f == NULL || len == 0) {
		fprintf(stderr, "usage: flood FILE [MEGABYTES [answered]]\n");
		return 2;
	}
	fclose(f);
	tcgetattr(STDIN_FILENO, &tty);
	quiet = tty;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
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
	left = argc >= 3 ? atol(argv[2]) * 1000000 : LONG_MAX;
	while (used > 0 && left > 0 &&
	    (argc == 4 ? write_and_read(block, used)
		       : write(STDOUT_FILENO, block, used) > 0))
		left -= argc >= 3 ? (long)used : 0;
	if (argc == 4)
		read_answers();
	tcflush(STDIN_FILENO, TCIFLUSH);
	tcsetattr(STDIN_FILENO, TCSANOW, &tty);
	printf("\033cEnd of %s.\r\n", basename(argv[1]));
	return 0;
}
