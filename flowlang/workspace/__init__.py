"""What every face of the tool does alike: load a workspace, find what is meant, run it."""
