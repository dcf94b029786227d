#compdef pomoc pomoc-agent pomoc-desk
# zsh completion; what is offered comes from that for bash, which lies beside it
# where it is installed.
local -a offered
local bash=${${(%):-%x}:A:h}/../../bash-completion/completions/pomoc

offered=("${(@f)$(bash $bash "${(@Q)words[1,CURRENT]}" 2>/dev/null)}")
if (($offered[(I):files])); then
	_files
	offered=("${(@)offered:#:files}")
fi
compadd -M 'm:{[:lower:]}={[:upper:]}' -- "${(@)offered:#}"
