/* Pipes as sockets: see os_windows.h. */
#include <errno.h>
#include <stdlib.h>
#include <winsock2.h>
#include <windows.h>

#include "shared/base/mem.h"
#include "shared/base/os.h"
#include "shared/base/os_windows.h"

#define MOVE_BYTES 4096

struct bridge {
	HANDLE pipe;
	SOCKET socket;
};

static void
end(struct bridge *b)
{
	closesocket(b->socket);
	free(b);
}

static DWORD WINAPI
move_in(void *ctx)
{
	struct bridge *b = ctx;
	char bytes[MOVE_BYTES];
	int sent = 1;
	DWORD n;

	while (sent > 0 && ReadFile(b->pipe, bytes, sizeof(bytes), &n, NULL) &&
	    n > 0)
		for (int at = 0; sent > 0 && at < (int)n; at += sent)
			sent = send(b->socket, bytes + at, (int)n - at, 0);
	end(b);
	return 0;
}

static DWORD WINAPI
move_out(void *ctx)
{
	struct bridge *b = ctx;
	char bytes[MOVE_BYTES];
	bool ok = true;
	int n;

	while (ok && (n = recv(b->socket, bytes, sizeof(bytes), 0)) > 0)
		for (DWORD at = 0, put; ok && at < (DWORD)n; at += put)
			ok = WriteFile(
			    b->pipe, bytes + at, (DWORD)n - at, &put, NULL);
	end(b);
	return 0;
}

/* The thread's end of the pair waits; the other one does not. */
static int
start(HANDLE pipe, LPTHREAD_START_ROUTINE move, HANDLE *thread)
{
	struct bridge *b;
	u_long wait = 0;
	int fds[2];

	if (!os_pair(fds))
		return -1;
	b = mem_alloc(sizeof(*b));
	b->pipe = pipe;
	b->socket = (SOCKET)fds[1];
	ioctlsocket(b->socket, FIONBIO, &wait);
	*thread = CreateThread(
	    NULL, 64 * 1024, move, b, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
	if (*thread != NULL)
		return fds[0];
	os_failed();
	closesocket((SOCKET)fds[0]);
	end(b);
	return -1;
}

int
os_from_pipe(void *handle)
{
	HANDLE thread;
	int fd = start(handle, move_in, &thread);

	if (fd >= 0)
		CloseHandle(thread);
	return fd;
}

int
os_to_pipe(void *handle, void **thread)
{
	return start(handle, move_out, thread);
}
