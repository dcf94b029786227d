/*
 * Hears what a service says to the one who started it: usage: notified NAME,
 * a path or @ABSTRACT. Prints a line for each datagram, its lines joined by
 * blanks; the first is "hears USEC", by the monotonic clock. Until it is
 * killed.
 */
#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

int
main(int argc, char **argv)
{
	struct sockaddr_un me = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct timespec now;
	char text[4096];
	ssize_t n;

	if (argc != 2 || strlen(argv[1]) >= sizeof(me.sun_path))
		return 2;
	memcpy(me.sun_path, argv[1], strlen(argv[1]));
	if (me.sun_path[0] == '@')
		me.sun_path[0] = '\0';
	if (bind(fd, (const struct sockaddr *)&me,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) +
		    strlen(argv[1]))) < 0) {
		perror(argv[1]);
		return 1;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	clock_gettime(CLOCK_MONOTONIC, &now);
	printf("hears %" PRId64 "\n",
	    (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000);
	while (
	    (n = recv(fd, text, sizeof(text) - 1, 0)) >= 0 || errno == EINTR) {
		if (n < 0)
			continue;
		text[n] = '\0';
		for (char *c = text; (c = strchr(c, '\n')) != NULL;)
			*c = ' ';
		puts(text);
	}
	perror("recv");
	return 1;
}
