"""Figures as facts: of the catalogue's metrics, estimated or declared, and what may be claimed of them."""
