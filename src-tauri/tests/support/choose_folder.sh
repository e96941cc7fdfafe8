#!/usr/bin/env bash
# choose_folder.sh FOLDER: answers GTK's folder dialog with this folder, as a user would who types its path.
# Exit codes: 0 answered, 1 no dialog came up, 2 the dialog stayed.
set -euo pipefail
folder=$1

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
# Ctrl+L opens the line for a typed path.
xdotool key --clearmodifiers ctrl+l
sleep 0.4
xdotool type --clearmodifiers --delay 20 "$folder"
for _ in $(seq 20); do
  sleep 0.3
  xdotool key --clearmodifiers Return
  sleep 0.3
  dialog >/dev/null || exit 0
done
exit 2
