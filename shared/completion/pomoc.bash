# shellcheck shell=bash
# bash completion for pomoc, pomoc-agent and pomoc-desk

_pomoc_words() {
	mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

_pomoc_files() {
	mapfile -t COMPREPLY < <(compgen -f -- "$1")
}

_pomoc() {
	local cur=$2 prev=$3 common='--config --data --help'
	local there="$common --desk --fingerprint --identity"
	local commands='log queue invite prices price show report statement correct
		invoice export verify backup restore purge forget person client'

	case $prev in
	--config | --data | --identity | --check | --output | backup | restore)
		_pomoc_files "$cur"
		return
		;;
	--format) _pomoc_words 'table csv csv-pl json txt epp' "$cur" && return ;;
	--outcome)
		_pomoc_words 'open waiting solved unsolved declined cancelled abandoned' \
			"$cur" && return
		;;
	--invoiced) _pomoc_words 'yes no' "$cur" && return ;;
	--by) _pomoc_words 'technician product kind client day month' "$cur" &&
		return ;;
	--kind) _pomoc_words 'support database programming request' "$cur" &&
		return ;;
	esac
	case ${COMP_WORDS[1]-} in
	log) _pomoc_words "$there --from --to --month --opened --client --technician
		--product --outcome --invoiced --words --format --sum --sort
		--reverse --limit --offset" "$cur" ;;
	show) _pomoc_words "$there --receipt --ticks" "$cur" ;;
	queue) _pomoc_words "$common --json" "$cur" ;;
	price) _pomoc_words "$common --product --kind --seconds --quote-hours
		--quote-fixed --on --json" "$cur" ;;
	prices) _pomoc_words "$common --check --ini" "$cur" ;;
	report) _pomoc_words "$there --by --client --month --from --to
		--format" "$cur" ;;
	statement) _pomoc_words "$there --client --month --number --format" "$cur" ;;
	correct) _pomoc_words "$common --net --vat --outcome --reason" "$cur" ;;
	invoice) _pomoc_words "$there --number --month --client --shared --reverse
		--reason" "$cur" ;;
	export) _pomoc_words "$there --format --epp --month --client --all --output
		--force" "$cur" ;;
	purge) _pomoc_words "$common --older-than --yes --really" "$cur" ;;
	forget) _pomoc_words "$common --client --contractor --ticket --yes --really" "$cur" ;;
	person) _pomoc_words "$common --client" "$cur" ;;
	client) _pomoc_words "$there list show add edit merge link --words
		--code --name --nip --address --note --replace --json" "$cur" ;;
	invite) _pomoc_words "$common --listen" "$cur" ;;
	verify) _pomoc_words "$common --expect" "$cur" ;;
	backup | restore) _pomoc_words "$common" "$cur" ;;
	*) _pomoc_words "$commands $common --listen --desk --fingerprint
		--identity --version" "$cur" ;;
	esac
}

_pomoc_agent() {
	_pomoc_words '--fingerprint --technician --product --name --company --nip
		--phone --problem --config --help --version' "$2"
}

_pomoc_desk() {
	case $3 in
	--config | --data)
		_pomoc_files "$2"
		return
		;;
	esac
	_pomoc_words '--config --data --listen --ready-fd --print-limits --check-config --help
		--version' "$2"
}

complete -F _pomoc pomoc
complete -F _pomoc_agent pomoc-agent
complete -F _pomoc_desk pomoc-desk
