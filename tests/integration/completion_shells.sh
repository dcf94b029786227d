#!/bin/bash
# Completion in zsh and fish, as installed: what bash offers, with the values;
# typed in a terminal with Tab.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
for s in zsh fish; do
	command -v "$s" >/dev/null || skip "no $s here (make deps-reach)"
done
export TZ=Europe/Warsaw
unset MAKEFLAGS MAKELEVEL
case $POMOC_BUILD in
*-san) kind=SAN=1 ;;
*-cover) kind=COVER=1 ;;
*) kind=B=${POMOC_BUILD##*/} ;;
esac
make -s "$kind" PREFIX=/usr/local DESTDIR="$T/root" install >"$T/said" 2>&1 ||
	fail "make install: $(cat "$T/said")"
R=$T/root/usr/local
"$POMOC_BUILD/support/mklog" "$T/log" || fail 'no log'
"$R/bin/pomoc" client add --name 'Biuro Zeta' --code ZET --data "$T/log" \
	>"$T/out" || fail 'client add'

# fish tells without a terminal
in_fish() {
	env HOME="$(home_of f)" PATH="$R/bin:$PATH" POMOC_DATA="$T/log" fish \
		--no-config -c "source $R/share/fish/vendor_completions.d/$1.fish
		complete -C '$2'"
}
offers() {
	local line got
	got=$(in_fish "$1" "$2")
	while read -r line; do
		grep -Fxq -- "$line" <<<"$got" || fail "fish, $2: no $line: $got"
	done <<<"$3"
}
offers pomoc 'pomoc log --product ' $'Gestor\nNavireo\nRewizor\nSubiekt'
offers pomoc 'pomoc statement --client biu' 'Biuro Alfa'
offers pomoc 'pomoc client show ' ZET
offers pomoc 'pomoc show ' $'1\n6'
offers pomoc 'pomoc invoice --month ' "$(date +%Y-%m)"
offers pomoc 'pomoc sta' statement
offers pomoc-desk 'pomoc-desk --check' --check-config
offers pomoc-agent 'pomoc-agent --finger' --fingerprint
touch "$T/some.conf"
offers pomoc "pomoc log --config $T/so" "$T/some.conf"

# zsh wants a terminal
mkdir -p "$(home_of z)"
printf '%s\n' "fpath=($R/share/zsh/site-functions \$fpath)" \
	'autoload -U compinit; compinit -u' 'PROMPT="z> "' 'setopt nolistbeep' \
	>"$(home_of z)/.zshrc"
term z env PATH="$R/bin:$PATH" POMOC_DATA="$T/log" zsh -i
sees z '^z> *$'
# typed TEXT WANTED: what is there after a Tab
typed() {
	text z "$1"
	keys z Tab
	sees z "$2"
	keys z C-u
	keys z C-l
	sees z '^z> *$'
}
typed 'pomoc log --product rew' 'z> pomoc log --product Rewizor'
typed 'pomoc statement --client biuro\ a' '--client Biuro\\ Alfa'
typed 'pomoc client show Z' 'client show ZET'
typed "pomoc invoice --month $(date +%Y-%m | head -c 6)" 'month [0-9]{4}-'
typed 'pomoc show ' '^1 .*6'
typed 'pomoc-desk --check' 'pomoc-desk --check-config'
typed "pomoc log --config $T/so" "$T/some\\.conf"
exit 0
