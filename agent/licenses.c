#include "agent/licenses.h"

#include <stddef.h>
#include <stdio.h>

#include "shared/base/util.h"

#define MIT "MIT"
#define ISC "ISC"
#define APACHE "Apache-2.0"
#define LGPL "LGPL-2.1 or later"

static const struct part {
	const char *name;
	const char *whose;
	const char *terms;
} parts[] = {
    {"libssh", "2003-2025 Aris Adamantiadis, Andreas Schneider and others",
	LGPL},
#ifdef POMOC_MBEDTLS
    {"mbedtls", "The Mbed TLS Contributors", APACHE},
    {"musl", "2005-2020 Rich Felker and others", MIT},
#else
    {"OpenSSL", "1998-2025 The OpenSSL Project Authors", APACHE},
    {"the C library of this system", "its authors", "its own terms"},
#endif
    {"libuv", "2015-present libuv project contributors", MIT},
    {"jansson", "2009-2020 Petri Lehtinen", MIT},
    {"libsodium", "2013-2019 Frank Denis", ISC},
    {"libvterm", "2008 Paul Evans", MIT},
    {"utf8proc",
	"2014-2021 Steven G. Johnson, Jiahao Chen, Tony Kelman,\n"
	"    Jonas Fonseca and others; 2009, 2013 Public Software Group e. V.;\n"
	"    its data 1991-2007 Unicode, Inc.",
	MIT " and Unicode"},
};

static const char mit[] =
    "MIT (the notice of utf8proc's data says the same):\n"
    "Permission is hereby granted, free of charge, to any person obtaining\n"
    "a copy of this software and associated documentation files (the\n"
    "\"Software\"), to deal in the Software without restriction, including\n"
    "without limitation the rights to use, copy, modify, merge, publish,\n"
    "distribute, sublicense, and/or sell copies of the Software, and to\n"
    "permit persons to whom the Software is furnished to do so, subject to\n"
    "the following conditions: The above copyright notice and this\n"
    "permission notice shall be included in all copies or substantial\n"
    "portions of the Software. THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT\n"
    "WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO\n"
    "THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND\n"
    "NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE\n"
    "LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION\n"
    "OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION\n"
    "WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.\n";

static const char isc[] =
    "ISC:\n"
    "Permission to use, copy, modify, and/or distribute this software for\n"
    "any purpose with or without fee is hereby granted, provided that the\n"
    "above copyright notice and this permission notice appear in all copies.\n"
    "THE SOFTWARE IS PROVIDED \"AS IS\" AND THE AUTHOR DISCLAIMS ALL\n"
    "WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED\n"
    "WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR\n"
    "BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR\n"
    "ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS,\n"
    "WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION,\n"
    "ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS\n"
    "SOFTWARE.\n";

static const char others[] =
    "LGPL-2.1: https://www.gnu.org/licenses/old-licenses/lgpl-2.1.html\n"
    "Apache-2.0: https://www.apache.org/licenses/LICENSE-2.0\n"
#ifdef POMOC_MBEDTLS
    "\n"
    "Whoever gives you this file has these two as texts as well, and the\n"
    "sources of all of it with what builds it anew, with another libssh if\n"
    "you like: the folder that `make dist-reach` makes. Some files in these\n"
    "libraries have other authors; their notices are in those sources.\n"
#endif
    ;

void
licenses_print(void)
{
	puts("pomoc-agent " POMOC_VERSION ": ISC\n");
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		printf("%s: %s\n    Copyright %s\n", parts[i].name,
		    parts[i].terms, parts[i].whose);
	printf("\n%s\n%s\n%s", mit, isc, others);
}
