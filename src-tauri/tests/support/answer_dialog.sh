#!/usr/bin/env bash
# answer_dialog.sh choose PATH   answers GTK's dialog for a folder or a file with this path, typed as a user would
# answer_dialog.sh save PATH     answers GTK's dialog for a new file with this path in the place of the proposed name
# answer_dialog.sh accept        takes what the dialog proposes
# Exit codes: 0 answered, 1 no dialog came up, 2 the dialog stayed.
set -euo pipefail
way=$1 path=${2:-}

# The dialog is the one visible window that is not the program's own.
dialog() {
  for id in $(xdotool search --onlyvisible --name '.' 2>/dev/null); do
    name=$(xdotool getwindowname "$id" 2>/dev/null || true)
    case "$name" in
    Parkdesk | '' | Openbox* | openbox*) ;;
    *) echo "$id"; return 0 ;;
    esac
  done
  return 1
}

found=''
for _ in $(seq 100); do
  if found=$(dialog); then break; fi
  sleep 0.1
done
[ -n "$found" ] || { xdotool search --onlyvisible --name '.' || true; exit 1; }
xdotool windowactivate --sync "$found" 2>/dev/null || xdotool windowfocus --sync "$found"
# Keys go to whatever has the focus, as a person's do: GTK ignores keys that are sent to a window by name.
case $way in
choose) # Opens the line for a typed path.
  xdotool key --clearmodifiers ctrl+l ;;
save) # The line with the proposed name has the focus.
  xdotool key --clearmodifiers ctrl+a ;;
esac
sleep 0.4
[ -z "$path" ] || xdotool type --clearmodifiers --delay 20 "$path"
# A dialog may take its time to go. A key that came after it would press a button of the program, so another one is
# sent only while this very dialog has the focus.
gone() {
  for _ in $(seq 20); do
    xdotool search --onlyvisible --name '.' 2>/dev/null | grep -qx "$found" || return 0
    sleep 0.1
  done
  return 1
}
for _ in $(seq 8); do
  sleep 0.3
  [ "$(xdotool getactivewindow 2>/dev/null || true)" != "$found" ] || xdotool key --clearmodifiers Return
  gone && exit 0
done
exit 2
