#!/usr/bin/python3
"""A small GTK window from which the given files can be dragged, as from a file manager.

Prints a line for each thing that happens: ready, drag-begin, data-get, drag-end ACTION, drag-failed.
"""
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def say(*words):
    print(*words, flush=True)


def main():
    addresses = [GLib.filename_to_uri(path, None) for path in sys.argv[1:]]
    window = Gtk.Window(title="drag-source")
    window.set_default_size(120, 80)
    window.move(5, 5)
    window.set_keep_above(True)
    area = Gtk.EventBox()
    area.add(Gtk.Label(label="drag me"))
    window.add(area)
    area.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY | Gdk.DragAction.MOVE)
    area.drag_source_add_uri_targets()
    area.connect("drag-begin", lambda *_: say("drag-begin"))
    area.connect("drag-data-get", lambda _w, _c, data, *_: (data.set_uris(addresses), say("data-get")))
    area.connect("drag-end", lambda _w, context: say("drag-end", int(context.get_selected_action())))
    area.connect("drag-failed", lambda *_: say("drag-failed"))
    window.connect("destroy", Gtk.main_quit)
    window.show_all()
    say("ready")
    Gtk.main()


main()
