# fish completion; what is offered comes from that for bash, which lies beside it
# where it is installed.
set -g __pomoc_bash (dirname (status filename))/../../bash-completion/completions/pomoc

function __pomoc_offers
    set -l now (commandline -ct)
    for line in (bash $__pomoc_bash (commandline -opc) "$now" 2>/dev/null)
        switch $line
            case ''
            case :files
                __fish_complete_path "$now"
            case '*'
                echo -- $line
        end
    end
end

for program in pomoc pomoc-agent pomoc-desk
    complete -c $program -f -a '(__pomoc_offers)'
end
