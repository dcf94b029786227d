/*
 * Somebody who listens where a desk might be: takes every connection, says TEXT
 * with a line feed, and nothing more until the other side hangs up. Without
 * TEXT it takes none: the kernel does, and nobody ever answers.
 *
 * usage: speaker [TEXT]
 * Prints "listens on 127.0.0.1:PORT".
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int
listener(void)
{
	struct sockaddr_in a = {.sin_family = AF_INET};
	socklen_t len = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof(a)) != 0 ||
	    listen(fd, 16) != 0 ||
	    getsockname(fd, (struct sockaddr *)&a, &len) != 0) {
		perror("speaker");
		return -1;
	}
	printf("listens on 127.0.0.1:%d\n", ntohs(a.sin_port));
	fflush(stdout);
	return fd;
}

int
main(int argc, char **argv)
{
	int fd = listener(), one;
	char chunk[4096];

	if (fd < 0)
		return 1;
	while (argc == 2 && (one = accept(fd, NULL, NULL)) >= 0) {
		dprintf(one, "%s\r\n", argv[1]);
		while (read(one, chunk, sizeof(chunk)) > 0)
			;
		close(one);
	}
	pause();
	return 0;
}
