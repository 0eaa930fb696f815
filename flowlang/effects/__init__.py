"""What campaigns read, write, log and start, and what follows from the order in which they do."""
