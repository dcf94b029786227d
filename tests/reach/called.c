/* Starts a program whose command line names another one: called FILE WORD...,
 * where the words are all that it is told, the first one too. Its exit code. */
#include <stdio.h>
#include <wchar.h>
#include <windows.h>
/* below it */
#include <shellapi.h>

#define LINE_LETTERS 4000

int
main(void)
{
	int n;
	wchar_t line[LINE_LETTERS] = L"";
	wchar_t **word = CommandLineToArgvW(GetCommandLineW(), &n);
	STARTUPINFOW start = {.cb = sizeof(start)};
	PROCESS_INFORMATION made;
	DWORD code = 1;

	for (int i = 2; i < n; i++) {
		wcscat(line, L"\"");
		wcscat(line, word[i]);
		wcscat(line, L"\" ");
	}
	if (n < 3 ||
	    !CreateProcessW(word[1], line, NULL, NULL, TRUE, 0, NULL, NULL,
		&start, &made)) {
		fputs("called: it does not start\n", stderr);
		return 125;
	}
	WaitForSingleObject(made.hProcess, INFINITE);
	GetExitCodeProcess(made.hProcess, &code);
	return (int)code;
}
