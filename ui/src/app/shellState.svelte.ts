// Which of the shell's overlays is open, and what the screen in front offers to F5.
class ShellState {
  palette = $state(false);
  keys = $state(false);
  parks = $state(false);
}

export const shell = new ShellState();
