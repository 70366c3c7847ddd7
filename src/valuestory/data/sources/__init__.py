"""Which files and tables are whose: from what the user named to the source of every canonical table."""
