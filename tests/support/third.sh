#!/bin/sh
# The libraries of an agent that needs nothing of the machine it runs on: built
# from Debian's source packages into build-third/, which is not in git. What
# stands there is kept as long as this script is the same (its hash is the key).
# usage: third.sh fetch          the source packages, into build-third/src
#        third.sh build TARGET   musl or mingw; fetches first where it must
#        third.sh sources        the files of the packages, with which another can
#                                build the agent from THIRD_SRC
# THIRD_SRC names a folder that has the packages, where there is no network.
# functions are called by their names, and flags are words
# shellcheck disable=SC2317,SC2086,SC2046
set -eu
export LC_ALL=C.UTF-8
self=$(realpath "$0")
top=$(realpath "$(dirname "$self")/../..")/build-third
src=${THIRD_SRC-$top/src}
jobs=${JOBS:-$(nproc)}
# Debian 13 has the libssh and mbedtls that get security fixes; shared/term is
# written for Debian 12's libvterm, and the desk's letters are as wide as those
# of Debian 12's utf8proc
new='mbedtls libssh libuv1 jansson libsodium'
old='libvterm utf8proc'
tests='cmocka' # no part of any program

die() {
	echo "third: $*" >&2
	exit 1
}

key() {
	sha256sum <"$self" | cut -c 1-64
}

# --- fetching ---

# The deb-src lines of a suite, from where this machine's own packages come.
suite() { # CODENAME KIND
	uri=$(apt-get indextargets --format '$(REPO_URI) $(LABEL)' 2>/dev/null |
		awk -v want="$2" 'tolower($2) == want { print $1; exit }') || uri=
	case $2 in
	debian) : "${uri:=http://deb.debian.org/debian}" ;;
	*) : "${uri:=http://deb.debian.org/debian-security}" ;;
	esac
	echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]" \
		"$uri $1 main"
}

# apt with lists of its own; paths must be whole, it looks in /etc/apt else
own_apt() {
	apt-get -qq -o Dir::Etc::sourcelist="$apt/list" \
		-o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists="$apt/lists" \
		-o Dir::Cache="$apt/cache" -o APT::Sandbox::User=root \
		-o APT::Get::List-Cleanup=0 -o Acquire::Retries=2 \
		-o Acquire::http::Timeout=30 "$@"
}

fetch() {
	[ -z "${THIRD_SRC-}" ] || return 0
	[ "$(cat "$src/key" 2>/dev/null)" != "$(key)" ] || return 0
	command -v dpkg-source >/dev/null || die "dpkg-dev is missing: make deps-agents"
	apt=$top/apt
	rm -rf "$src" "$apt"
	mkdir -p "$src" "$apt/lists/partial" "$apt/cache/archives/partial"
	{
		suite trixie debian
		suite trixie-security debian-security
		suite bookworm debian
	} >"$apt/list"
	echo 'third: fetching the source packages (10 MB)'
	own_apt -o APT::Update::Error-Mode=any update >"$apt/log" 2>&1 ||
		offline
	cd "$src"
	own_apt source --download-only $new $(printf '%s/bookworm ' $old $tests) \
		>>"$apt/log" 2>&1 || offline
	rm -rf "$apt"
	key >"$src/key"
}

offline() {
	sed 's/^/  | /' "$apt/log" >&2
	die "Debian's source packages cannot be fetched: is there a network?" \
		'THIRD_SRC=FOLDER takes them from a folder instead'
}

# --- building ---

target_musl() {
	command -v musl-gcc >/dev/null || die 'musl-gcc is missing: make deps-agents'
	# it knows no header of the kernel: these folders, and nothing else
	mkdir -p "$out/kernel"
	for d in linux asm-generic; do
		ln -sfn /usr/include/$d "$out/kernel/$d"
	done
	ln -sfn "/usr/include/$(gcc -print-multiarch)/asm" "$out/kernel/asm"
	CC=musl-gcc AR=ar RANLIB=ranlib
	cflags="$cflags -fdata-sections -fPIE -isystem $out/kernel"
	cflags="$cflags -fno-asynchronous-unwind-tables" # no C++ anywhere
	cross=-DCMAKE_SYSTEM_NAME=Linux
}

target_mingw() {
	host=x86_64-w64-mingw32
	# that of POSIX threads; without data sections, because ld would write
	# libuv's zeros into the program, 2.6 MB
	CC=$host-gcc-posix AR=$host-ar RANLIB=$host-ranlib
	command -v $CC >/dev/null || die "$CC is missing: make deps-agents"
	# Windows 10 1809, the first one with pseudo consoles
	cflags="$cflags -D_WIN32_WINNT=0x0A00 -DNTDDI_VERSION=0x0A000006"
	cross="-DCMAKE_SYSTEM_NAME=Windows -DCMAKE_RC_COMPILER=$host-windres"
}

quiet() {
	"$@" >>"$work/$lib.log" 2>&1 || {
		tail -n 40 "$work/$lib.log" >&2
		die "$lib does not build for $target"
	}
}

by_cmake() { # CFLAGS OPTION...
	extra=$1
	shift
	quiet cmake -S "$tree" -B "$tree/o" -G Ninja $cross \
		-DCMAKE_C_COMPILER=$CC -DCMAKE_AR="$(command -v $AR)" \
		-DCMAKE_RANLIB="$(command -v $RANLIB)" \
		-DCMAKE_C_FLAGS="$cflags $extra" -DCMAKE_BUILD_TYPE=None \
		-DCMAKE_INSTALL_PREFIX="$out" -DCMAKE_INSTALL_LIBDIR=lib \
		-DBUILD_SHARED_LIBS=OFF -DCMAKE_FIND_ROOT_PATH="$out" \
		-DCMAKE_FIND_ROOT_PATH_MODE_PROGRAM=NEVER \
		-DCMAKE_FIND_ROOT_PATH_MODE_LIBRARY=ONLY \
		-DCMAKE_FIND_ROOT_PATH_MODE_INCLUDE=ONLY \
		-DCMAKE_FIND_ROOT_PATH_MODE_PACKAGE=ONLY "$@"
	quiet ninja -C "$tree/o" -j "$jobs" install
}

# A library of plain C files, whose names come on the standard input.
by_hand() { # NAME FLAG...
	name=$1
	shift
	mkdir -p "$tree/o"
	rm -f "$out/lib/lib$name.a"
	# shellcheck disable=SC2016 # for the inner shell
	quiet xargs -P "$jobs" -n 1 sh -c 'c=$1 o=$2
		shift 2
		for f; do :; done
		set -- "$@" -o "$o/$(echo "$f" | tr / _).o"
		exec "$c" -w -c "$@"' sh $CC "$tree/o" $cflags "$@"
	quiet $AR rcs "$out/lib/lib$name.a" "$tree/o"/*.o
}

# The parts of it that SSH needs: no TLS, no certificates.
build_mbedtls() {
	config() {
		python3 "$tree/scripts/config.py" \
			-f "$tree/include/mbedtls/mbedtls_config.h" "$@"
	}
	quiet config crypto
	for o in PSA_CRYPTO_C PSA_CRYPTO_STORAGE_C PSA_ITS_FILE_C LMS_C ECJPAKE_C \
		DHM_C ARIA_C CAMELLIA_C NIST_KW_C HKDF_C CCM_C CMAC_C SHA3_C \
		RIPEMD160_C PKCS12_C ERROR_C; do
		quiet config unset MBEDTLS_$o
	done
	# curves that no SSH has, each with its table
	for o in SECP192R1 SECP224R1 SECP192K1 SECP224K1 SECP256K1 BP256R1 BP384R1 \
		BP512R1 CURVE448; do
		quiet config unset MBEDTLS_ECP_DP_${o}_ENABLED
	done
	# without these two ssh_init() fails
	quiet config set MBEDTLS_THREADING_C
	quiet config set MBEDTLS_THREADING_PTHREAD
	by_cmake '' -DENABLE_PROGRAMS=OFF -DENABLE_TESTING=OFF -DGEN_FILES=OFF \
		-DMBEDTLS_FATAL_WARNINGS=OFF
}

build_libssh() {
	set -- -DWITH_MBEDTLS=ON -DWITH_SERVER=ON
	for o in GSSAPI ZLIB SFTP PCAP NACL EXEC EXAMPLES PKCS11_URI \
		SYMBOL_VERSIONING INTERNAL_DOC; do
		set -- "$@" "-DWITH_$o=OFF"
	done
	by_cmake '' "$@" -DUNIT_TESTING=OFF -DMBEDTLS_ROOT_DIR="$out" \
		-DMBEDTLS_INCLUDE_DIR="$out/include" \
		-DMBEDTLS_SSL_LIBRARY="$out/lib/libmbedtls.a" \
		-DMBEDTLS_CRYPTO_LIBRARY="$out/lib/libmbedcrypto.a" \
		-DMBEDTLS_X509_LIBRARY="$out/lib/libmbedx509.a"
	# its own Ed25519 and X25519 have the names and arguments of libsodium's,
	# which takes their place: one is enough, and two do not link
	own=$($AR t "$out/lib/libssh.a" |
		grep -E '^(ed|fe|ge|sc|curve)25519(_ref)?\.c\.o(bj)?$' |
		grep -v '^curve25519\.') || die "libssh has no Ed25519 of its own"
	quiet $AR d "$out/lib/libssh.a" $own
}

build_libuv1() {
	by_cmake '' -DLIBUV_BUILD_TESTS=OFF -DLIBUV_BUILD_BENCH=OFF \
		-DLIBUV_BUILD_SHARED=OFF
}

build_jansson() {
	# shared/base has an utf8_encode() too
	by_cmake -Dutf8_encode=jansson_utf8_encode -DJANSSON_BUILD_DOCS=OFF \
		-DJANSSON_WITHOUT_TESTS=ON -DJANSSON_EXAMPLES=OFF \
		-DJANSSON_BUILD_SHARED_LIBS=OFF
}

build_libvterm() {
	printf '%s\n' "$tree"/src/*.c |
		by_hand vterm -std=c99 "-I$tree/include" "-I$tree/src"
	cp "$tree"/include/*.h "$out/include/"
}

build_utf8proc() {
	echo "$tree/utf8proc.c" | by_hand utf8proc -DUTF8PROC_STATIC
	cp "$tree/utf8proc.h" "$out/include/"
}

build_cmocka() {
	set -- -DHAVE_INTTYPES_H -DHAVE_SIGNAL_H -DHAVE_MALLOC_H \
		-DHAVE_GCC_THREAD_LOCAL_STORAGE
	[ $target = mingw ] || set -- "$@" -D_GNU_SOURCE -DHAVE_SIGLONGJMP \
		-DHAVE_STRSIGNAL -DHAVE_STRINGS_H -DHAVE_CLOCK_REALTIME \
		-DHAVE_STRUCT_TIMESPEC
	echo "$tree/src/cmocka.c" | by_hand cmocka "-I$tree/include" "$@"
	cp "$tree"/include/cmocka*.h "$out/include/"
}

# Its configure takes longer than all else, and would choose what stands here.
build_libsodium() {
	s=$tree/src/libsodium
	sed 's/@VERSION@/1.0.18/; s/@SODIUM_LIBRARY_VERSION_MAJOR@/10/
		s/@SODIUM_LIBRARY_VERSION_MINOR@/3/
		s/@SODIUM_LIBRARY_MINIMAL_DEF@//' \
		"$s/include/sodium/version.h.in" >"$s/include/sodium/version.h"
	set -- CONFIGURED NATIVE_LITTLE_ENDIAN HAVE_TI_MODE SODIUM_STATIC \
		HAVE_STDINT_H HAVE_INTTYPES_H HAVE_ATOMIC_OPS HAVE_PTHREAD
	[ $target = mingw ] || set -- "$@" _GNU_SOURCE HAVE_SYS_MMAN_H \
		HAVE_SYS_RANDOM_H HAVE_GETRANDOM HAVE_GETPID HAVE_MMAP HAVE_MLOCK \
		HAVE_MADVISE HAVE_MPROTECT HAVE_EXPLICIT_BZERO HAVE_NANOSLEEP \
		HAVE_POSIX_MEMALIGN HAVE_WEAK_SYMBOLS HAVE_CATCHABLE_SEGV \
		HAVE_CATCHABLE_ABRT
	find "$s" -name '*.c' ! -path '*/randombytes_salsa*' |
		by_hand sodium -O2 $(printf '%s ' "$@" | sed 's/[A-Z_]*[A-Z]/-D&=1/g') \
			"-I$s/include" "-I$s/include/sodium"
	cp -R "$s/include/sodium" "$s/include/sodium.h" "$out/include/"
}

build() {
	target=$1 out=$top/$1
	[ "$(cat "$out/key" 2>/dev/null)" != "$(key)" ] || return 0
	cflags='-Os -g0 -ffunction-sections -fstack-protector-strong'
	for p in cmake ninja python3; do
		command -v $p >/dev/null || die "$p is missing: make deps-agents"
	done
	fetch
	rm -rf "$out"
	work=$out/work
	mkdir -p "$work" "$out/include" "$out/lib"
	"target_$target"
	for lib in $new $old $tests; do
		echo "  THIRD $target $lib"
		tree=$work/$lib
		quiet dpkg-source --no-check -x "$src/${lib}_"*.dsc "$tree"
		"build_$lib"
	done
	rm -rf "$work"
	key >"$out/key"
}

main() {
	case ${1-}:${2-} in
	fetch:) fetch ;;
	build:musl | build:mingw) build "$2" ;;
	sources:) find "$src" -type f ! -name key | sort ;;
	*)
		sed -n 's/^# \(usage: \|  *\)third/third/p' "$0" >&2
		exit 2
		;;
	esac
}

main "$@"
exit
