"""Who executes, requests, triggers, reads and writes whom, as a graph and ways to show it."""
