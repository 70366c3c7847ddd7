"""Accounts at a landmark: who was helped before it, what they were like before that, and what became of them after."""
