# jinpu-tui completion for bash: source it, for example by `source <(jinpu-tui completion bash)` in ~/.bashrc.
_jinpu_tui_complete() {
    local line program=${1/#\~\//"$HOME/"}
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <("$program" completion bash --line "${COMP_LINE:0:COMP_POINT}" --breaks "$COMP_WORDBREAKS" 2>/dev/null </dev/null)
}
complete -o nospace -o nosort -F _jinpu_tui_complete jinpu-tui 2>/dev/null || complete -o nospace -F _jinpu_tui_complete jinpu-tui
