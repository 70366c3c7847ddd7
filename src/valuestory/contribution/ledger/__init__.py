"""What is claimed in money, each unit once, and how far it is to be trusted."""
