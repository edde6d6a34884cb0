# jinpu-tui completion for fish: `jinpu-tui completion fish > ~/.config/fish/completions/jinpu-tui.fish`
function __jinpu_tui_complete
    set -l words (commandline -opc)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    command $program completion fish --line (commandline -cp | string collect) 2>/dev/null </dev/null
end
complete -c jinpu-tui -f -a '(__jinpu_tui_complete)'
