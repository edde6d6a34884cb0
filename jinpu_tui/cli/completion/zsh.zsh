#compdef jinpu-tui
# jinpu-tui completion for zsh: source it after compinit, for example by `source <(jinpu-tui completion zsh)` in ~/.zshrc.
_jinpu_tui() {
    emulate -L zsh
    local line end word text program=${(Q)words[1]/#\~\//$HOME/}
    local -a ended open ended_texts open_texts
    while IFS=$'\t' read -r end word text; do
        if [[ $end == 1 ]]; then
            ended+=("$word") ended_texts+=("$text")
        else
            open+=("$word") open_texts+=("$text")
        fi
    done < <("$program" completion zsh --line "${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null </dev/null)
    (( $#ended )) && compadd -U -l -d ended_texts -a -- ended
    (( $#open )) && compadd -U -l -S '' -d open_texts -a -- open
    return 0
}
compdef _jinpu_tui jinpu-tui
