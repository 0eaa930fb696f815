"""The nodes of the tree: slotted, place first, children in source order."""
