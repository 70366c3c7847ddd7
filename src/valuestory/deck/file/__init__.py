"""The PowerPoint file itself: its parts as bytes, its properties, and the evidence that travels in it."""
