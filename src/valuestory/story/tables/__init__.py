"""What a story shows as tables for slides."""
