#!/usr/bin/python3
"""Reads text from its input, copies it as a program with a table does, and offers it until it is ended.

Prints `copied` once it owns the clipboard.
"""
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402


def main():
    text = sys.stdin.read()
    clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)
    clipboard.set_text(text, -1)
    print("copied", flush=True)
    Gtk.main()


main()
