"""Starting, keeping up and stopping the house: the process tree, set-up, and the checks of the catalogue."""
