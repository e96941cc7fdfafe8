#!/usr/bin/env bash
# drag.sh X Y FILE…: drags files with the X11 pointer to the point X, Y of the screen and drops them there,
# as a user would from a file manager. Files must be absolute paths. Prints what the source saw.
# With DRAG_PICTURE=FILE.png the screen is kept just before the drop.
# Exit codes: 0 dropped, 1 the target did not ask for the files, 2 the source window did not come up.
set -euo pipefail
x=$1 y=$2
shift 2
log=$(mktemp)
# The system's Python: GTK's bindings are not installed for any other.
/usr/bin/python3 "$(dirname "$0")/drag_source.py" "$@" >"$log" 2>&1 &
source=$!
trap 'kill "$source" 2>/dev/null || true; cat "$log"; rm -f "$log"' EXIT

# Waits until a line of the log begins with $1, at most 3 s.
said() {
  for _ in $(seq 60); do
    grep -q "^\($1\)" "$log" && return 0
    sleep 0.05
  done
  return 1
}

said ready || said ready || exit 2
window=$(timeout 5 xdotool search --sync --onlyvisible --name '^drag-source$' | tail -1)
[ -n "$window" ] || exit 2
eval "$(xdotool getwindowgeometry --shell "$window" | sed 's/^/from_/')"
from_x=$((from_X + from_WIDTH / 2)) from_y=$((from_Y + from_HEIGHT / 2))
xdotool mousemove "$from_x" "$from_y"
sleep 0.2
xdotool mousedown 1
sleep 0.1
# A drag is recognised by movement, and the target follows it: one jump would be neither.
for step in $(seq 20); do
  xdotool mousemove $((from_x + (x - from_x) * step / 20)) $((from_y + (y - from_y) * step / 20))
  sleep 0.02
done
sleep 0.2
xdotool mousemove $((x + 2)) $((y + 2))
sleep 0.15
if [ -n "${DRAG_PICTURE:-}" ]; then import -window root "$DRAG_PICTURE"; fi
xdotool mouseup 1
# A web view may take the files without ever telling the source that it has finished.
said 'drag-end\|drag-failed' || true
grep -q '^data-get' "$log"
