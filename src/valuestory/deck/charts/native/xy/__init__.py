"""XY charts: points, bubbles and lines over two axes of numbers or times."""
