# shellcheck shell=bash
# The symbols of all objects of a system, for lints: what nm -A -P prints, with
# SOURCE: for each object. Portable files are those of the build; what only
# Windows has stands in build-windows, where `make lint` builds it. Where it does
# not, because `make third` was not called, that is said.
#
#   symbols posix|windows
build=${POMOC_BUILD-build}
case $build in
*/*) windows="${build%/*}/build-windows" ;;
*) windows="build-windows" ;;
esac

# NAME_posix.c and NAME_windows.c of the other system are left out
sources() {
	local other=windows
	[ "$1" = posix ] || other=posix
	find shared console agent -name '*.c' ! -name "*_$other.c" | sort
}

has_windows() {
	local f
	while read -r f; do
		[ -e "$windows/obj/${f%c}o" ] || {
			echo "not looked at: *_windows.c (make third lint)" >&2
			return 1
		}
	done < <(sources windows | grep '_windows\.c$')
}

symbols() {
	local f
	[ "$1" = posix ] || has_windows || return 0
	while read -r f; do
		case $f in
		*_windows.c) echo "$windows/obj/${f%c}o" ;;
		*) echo "$build/obj/${f%c}o" ;;
		esac
	done < <(sources "$1") | xargs nm -A -P |
		sed "s|^$build/obj/||; s|^$windows/obj/||; s|\.o: |.c: |" |
		grep -v ': \.'
}
