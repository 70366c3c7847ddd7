"""What is timed: life events, milestones, a customer's first year, and knowledge on its way to customers."""
