"""What a change brought to the groups that it came to, against groups that had come the same way."""
