"""`valuestory init`: a company's own project, that runs at once and again when its own exports are in."""
