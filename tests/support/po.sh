#!/bin/sh
# usage: po.sh template FILE   the strings of the sources, as a .pot
#        po.sh update          every shared/po/*.po
#        po.sh agent PO        to standard output: what the agent can say
set -eu
cd "$(dirname "$0")/../.."
export LC_ALL=C.UTF-8

sources() {
	# shellcheck disable=SC2086
	find ${folders-shared console agent} -name '*.[ch]' | sort |
	    xargs grep -lE '(^|[^A-Za-z0-9_])(_|N_|NGETTEXT)\(' || :
}

template() {
	sources >"$1.list"
	xgettext --language=C --from-code=UTF-8 --add-comments=TRANSLATORS: \
	    --keyword=_ --keyword=N_ --keyword=NGETTEXT:1,2 \
	    --package-name=pomoc --no-location --sort-output \
	    --files-from="$1.list" --output="$1"
	sed -i "s/charset=CHARSET/charset=UTF-8/" "$1"
	rm -f "$1.list"
}

case ${1-} in
template) template "$2" ;;
update)
	pot=$(mktemp)
	trap 'rm -f "$pot"' EXIT
	template "$pot"
	for po in shared/po/*.po; do
		msgmerge --quiet --no-location --sort-output --no-wrap \
		    --no-fuzzy-matching --previous -o "$po.new" "$po" "$pot"
		msgattrib --no-obsolete --no-wrap --sort-output -o "$po" \
		    "$po.new"
		# a date would change, and conflict, each time
		sed -i "/^\"POT-Creation-Date:/d" "$po"
		rm -f "$po.new"
		printf '%s: ' "$po"
		msgfmt --statistics -o /dev/null "$po"
	done
	;;
agent)
	folders='shared agent'
	pot=$(mktemp)
	trap 'rm -f "$pot"' EXIT
	template "$pot"
	msgmerge --quiet --no-fuzzy-matching -o - "$2" "$pot" |
		msgattrib --no-obsolete
	;;
*)
	echo 'usage: po.sh template FILE | update | agent PO' >&2
	exit 2
	;;
esac
