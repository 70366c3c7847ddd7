"""What goes with being helped, among accounts compared like with like: the estimate, its companions, its verdict."""
