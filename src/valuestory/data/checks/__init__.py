"""What can be wrong with rows, and what is done about it: counted in one pass, set aside, emptied or noted."""
