"""The shapes tier: whatever Vega draws, as grouped PowerPoint shapes and text boxes that stay editable."""
