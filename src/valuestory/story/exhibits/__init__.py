"""Charts, tables, key figures and flows as an author gives them, turned into what a slide holds."""
