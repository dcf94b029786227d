/*
 * A shell behind a pseudo console: see pty.h.
 *
 * The console's two ends are pipes that no loop can watch. So three threads
 * serve one program: the reader and the writer move bytes between the pipes and
 * a socket, the waiter waits for the end, of the program or by pty_hangup(),
 * and closes the console: that waits until all of it is read, before Windows 11
 * 24H2, and so must happen beside the loop. What they share (struct work) goes
 * with the last of those who hold it.
 */
#include "shared/sys/pty_windows.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <winsock2.h>
#include <windows.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/os.h"
#include "shared/base/os_windows.h"
#include "shared/base/util.h"
#include "shared/sys/pty.h"

#define MOVE_BYTES 4096
#define KEY_BYTES 256 /* so many at once cannot be dropped any more */
#define LAST_MS 2000 /* for what an ended program has left */

struct work {
	volatile LONG holders;
	HANDLE job, program, hangup;
	HANDLE reader; /* the thread */
	HPCON console;
	HANDLE keys, screen; /* our ends of its pipes */
	SOCKET moved, ends; /* ours of the two pairs */
	CRITICAL_SECTION lock; /* of what follows */
	uint64_t done; /* of the keys, those that were taken or dropped */
	uint64_t drop; /* up to here they are not wanted */
	DWORD code;
	volatile LONG closed; /* the console */
};

struct pty {
	int fd, end_fd; /* -1 = closed */
	uint64_t put; /* keys that were written */
	struct work *work; /* NULL = no program */
	struct pty_held *held; /* by pty_stop() */
	bool reaped;
};

/* --- what is shared --- */

static void
close_handle(HANDLE h)
{
	if (h != NULL && h != INVALID_HANDLE_VALUE)
		CloseHandle(h);
}

static void
close_socket(SOCKET s)
{
	if (s != INVALID_SOCKET)
		closesocket(s);
}

static struct work *
new_work(void)
{
	struct work *w = mem_alloc(sizeof(*w));

	w->holders = 1;
	w->moved = w->ends = INVALID_SOCKET;
	InitializeCriticalSection(&w->lock);
	return w;
}

static void
let_go(struct work *w)
{
	if (InterlockedDecrement(&w->holders) > 0)
		return;
	/* closing the job ends whatever is left in it */
	close_handle(w->job);
	close_handle(w->program);
	close_handle(w->hangup);
	close_handle(w->reader);
	close_handle(w->keys);
	close_handle(w->screen);
	close_socket(w->moved);
	close_socket(w->ends);
	DeleteCriticalSection(&w->lock);
	free(w);
}

/* --- the threads --- */

static DWORD WINAPI
read_screen(void *ctx)
{
	struct work *w = ctx;
	char bytes[MOVE_BYTES];
	bool wanted = true;
	DWORD n;

	/* to the end, or the console would not close */
	while (ReadFile(w->screen, bytes, sizeof(bytes), &n, NULL) && n > 0)
		for (int at = 0, sent; wanted && at < (int)n; at += sent) {
			sent = send(w->moved, bytes + at, (int)n - at, 0);
			wanted = sent > 0;
		}
	shutdown(w->moved, SD_SEND);
	let_go(w);
	return 0;
}

/* How many of the next n keys nobody wants. */
static int
unwanted(struct work *w, int n)
{
	int drop = 0;

	EnterCriticalSection(&w->lock);
	if (w->drop > w->done)
		drop = (int)MIN_OF(w->drop - w->done, (uint64_t)n);
	LeaveCriticalSection(&w->lock);
	return drop;
}

static void
count_done(struct work *w, int n)
{
	EnterCriticalSection(&w->lock);
	w->done += (uint64_t)n;
	LeaveCriticalSection(&w->lock);
}

static DWORD WINAPI
write_keys(void *ctx)
{
	struct work *w = ctx;
	char keys[KEY_BYTES];
	bool taken = true;
	int n;

	while ((n = recv(w->moved, keys, sizeof(keys), 0)) > 0) {
		int skip = unwanted(w, n);

		for (DWORD put; taken && skip < n; skip += (int)put)
			taken = WriteFile(w->keys, keys + skip,
			    (DWORD)(n - skip), &put, NULL);
		count_done(w, n);
	}
	let_go(w);
	return 0;
}

static DWORD WINAPI
wait_for_end(void *ctx)
{
	struct work *w = ctx;
	HANDLE either[] = {w->program, w->hangup};

	if (WaitForMultipleObjects(2, either, FALSE, INFINITE) ==
	    WAIT_OBJECT_0) {
		GetExitCodeProcess(w->program, &w->code);
		/* what it started ends with it */
		TerminateJobObject(w->job, w->code);
	}
	pty_console()->close(w->console);
	WaitForSingleObject(w->reader, LAST_MS);
	InterlockedExchange(&w->closed, 1);
	shutdown(w->ends, SD_SEND);
	let_go(w);
	return 0;
}

static HANDLE
start_thread(struct work *w, LPTHREAD_START_ROUTINE run)
{
	HANDLE h;

	InterlockedIncrement(&w->holders);
	h = CreateThread(
	    NULL, 64 * 1024, run, w, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
	if (h == NULL)
		InterlockedDecrement(&w->holders);
	return h;
}

/* --- the start --- */

struct pty *
pty_new(void)
{
	struct pty *p = mem_alloc(sizeof(*p));

	p->fd = p->end_fd = -1;
	return p;
}

/* Our end of such a pair waits in a thread; the other one is for the loop. */
static bool
make_pair(int *fd, SOCKET *ours, struct err *err)
{
	int fds[2];
	u_long wait = 0;

	if (!os_pair(fds))
		return err_errno(err, "socketpair");
	*fd = fds[0];
	*ours = (SOCKET)fds[1];
	ioctlsocket(*ours, FIONBIO, &wait);
	return true;
}

static bool
make_console(struct work *w, int cols, int rows, struct err *err)
{
	COORD size = {(SHORT)cols, (SHORT)rows};
	HANDLE in = NULL, out = NULL;
	HRESULT rc = E_FAIL;

	if (pty_console() == NULL)
		return err_set(err,
		    _("this Windows is too old: Windows 10 of 2018 (version "
		      "1809) or a later one is needed"));
	if (CreatePipe(&in, &w->keys, NULL, 0) &&
	    CreatePipe(&w->screen, &out, NULL, 0))
		rc = pty_console()->open(size, in, out, 0, &w->console);
	/* it has its own now */
	close_handle(in);
	close_handle(out);
	if (FAILED(rc))
		return err_set(err, "no pseudo console (%lx)", rc);
	return true;
}

static bool
make_job(struct work *w, struct err *err)
{
	JOBOBJECT_EXTENDED_LIMIT_INFORMATION limit = {0};

	limit.BasicLimitInformation
	    .LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE |
	    JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION;
	w->job = CreateJobObjectW(NULL, NULL);
	w->hangup = CreateEventW(NULL, TRUE, FALSE, NULL);
	if (w->job != NULL && w->hangup != NULL &&
	    SetInformationJobObject(w->job, JobObjectExtendedLimitInformation,
		&limit, sizeof(limit)))
		return true;
	os_failed();
	return err_errno(err, "no job object");
}

static bool
make_threads(struct work *w, struct err *err)
{
	HANDLE writer, waiter;

	w->reader = start_thread(w, read_screen);
	writer = start_thread(w, write_keys);
	waiter = start_thread(w, wait_for_end);
	if (w->reader == NULL || writer == NULL || waiter == NULL)
		err_set(err, "no thread");
	close_handle(writer);
	close_handle(waiter);
	return w->reader != NULL && writer != NULL && waiter != NULL;
}

/* It is in the job before it has done anything. */
static bool
start_program(struct work *w, char *const argv[], struct err *err)
{
	HANDLE thread;

	if (!pty_spawn(w->console, argv, &w->program, &thread, err))
		return false;
	if (AssignProcessToJobObject(w->job, w->program) &&
	    make_threads(w, err)) {
		ResumeThread(thread);
		CloseHandle(thread);
		return true;
	}
	TerminateProcess(w->program, 1);
	CloseHandle(thread);
	return err_set(err, "the program cannot be kept in a job");
}

static void
close_fd(int *fd)
{
	close_socket(*fd >= 0 ? (SOCKET)*fd : INVALID_SOCKET);
	*fd = -1;
}

bool
pty_open(struct pty *p, char *const argv[], int cols, int rows, struct err *err)
{
	struct work *w = new_work();

	*p = (struct pty){.fd = -1, .end_fd = -1};
	if (make_pair(&p->fd, &w->moved, err) &&
	    make_pair(&p->end_fd, &w->ends, err) && make_job(w, err) &&
	    make_console(w, cols, rows, err) && start_program(w, argv, err)) {
		p->work = w;
		return true;
	}
	close_fd(&p->fd);
	close_fd(&p->end_fd);
	if (w->program == NULL && w->console != NULL) {
		/* nobody reads it, and nobody has written */
		close_handle(w->screen);
		w->screen = NULL;
		pty_console()->close(w->console);
	}
	let_go(w);
	return false;
}

void
pty_free(struct pty *p)
{
	if (p == NULL)
		return;
	close_fd(&p->fd);
	close_fd(&p->end_fd);
	if (p->work != NULL)
		let_go(p->work);
	pty_held_free(p->held);
	free(p);
}

/* --- bytes --- */

int
pty_fd(const struct pty *p)
{
	return p->fd;
}

int
pty_end_fd(const struct pty *p)
{
	return p->end_fd;
}

static enum io
moved(int n, size_t *count)
{
	if (n > 0) {
		*count = (size_t)n;
		return IO_OK;
	}
	if (n == 0)
		return IO_CLOSED;
	return WSAGetLastError() == WSAEWOULDBLOCK ? IO_AGAIN : IO_CLOSED;
}

enum io
pty_read(struct pty *p, void *dst, size_t size, size_t *got)
{
	*got = 0;
	if (p->fd < 0)
		return IO_CLOSED;
	return moved(recv((SOCKET)p->fd, dst, (int)size, 0), got);
}

enum io
pty_write(struct pty *p, const void *src, size_t len, size_t *put)
{
	enum io io;

	*put = 0;
	if (p->fd < 0)
		return IO_CLOSED;
	if (len == 0)
		return IO_OK;
	io = moved(send((SOCKET)p->fd, src, (int)len, 0), put);
	p->put += *put;
	return io;
}

/* What the console has already is out of reach: its input is a queue of keys
 * that belongs to the programs. */
void
pty_drop(struct pty *p)
{
	if (p->work == NULL)
		return;
	EnterCriticalSection(&p->work->lock);
	p->work->drop = p->put;
	LeaveCriticalSection(&p->work->lock);
}

size_t
pty_unread(const struct pty *p)
{
	uint64_t done;

	if (p->work == NULL)
		return 0;
	EnterCriticalSection(&p->work->lock);
	done = MAX_OF(p->work->done, p->work->drop);
	LeaveCriticalSection(&p->work->lock);
	return (size_t)(p->put - done);
}

bool
pty_resize(struct pty *p, int cols, int rows)
{
	COORD size = {(SHORT)cols, (SHORT)rows};

	return p->work != NULL && p->fd >= 0 && !p->work->closed &&
	    SUCCEEDED(pty_console()->resize(p->work->console, size));
}

bool
pty_echo(const struct pty *p)
{
	return true;
}

/* --- the end --- */

bool
pty_reap(struct pty *p)
{
	if (p->work == NULL || p->reaped)
		return true;
	return p->reaped = p->work->closed != 0;
}

int
pty_exit_code(const struct pty *p)
{
	return p->work != NULL ? (int)p->work->code : 0;
}

void
pty_stop(struct pty *p)
{
	if (p->work != NULL)
		pty_held_add(&p->held, p->work->job);
}

void
pty_continue(struct pty *p)
{
	pty_held_free(p->held);
	p->held = NULL;
}

/* The programs are told as by a window that is closed. */
void
pty_hangup(struct pty *p)
{
	close_fd(&p->fd);
	if (p->work != NULL)
		SetEvent(p->work->hangup);
}

void
pty_kill(struct pty *p)
{
	if (p->work != NULL)
		TerminateJobObject(p->work->job, 1);
	pty_continue(p);
}

static bool
is_empty(HANDLE job)
{
	JOBOBJECT_BASIC_ACCOUNTING_INFORMATION info = {0};

	return !QueryInformationJobObject(job,
		   JobObjectBasicAccountingInformation, &info, sizeof(info),
		   NULL) ||
	    info.ActiveProcesses == 0;
}

bool
pty_gone(struct pty *p, bool late)
{
	if (p->work == NULL)
		return true;
	if (late)
		TerminateJobObject(p->work->job, 1);
	if (!p->work->closed || !is_empty(p->work->job))
		return false;
	close_fd(&p->fd);
	close_fd(&p->end_fd);
	let_go(p->work);
	p->work = NULL;
	return true;
}

void
pty_kill_now(struct pty *p)
{
	if (p->work != NULL)
		TerminateJobObject(p->work->job, 1);
}
