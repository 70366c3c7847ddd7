"""What a slide is: facts, number words, text, slides and themes; their JSON in a notebook; their HTML.

A leaf: analysis writes slides, delivery reads them, and they meet nowhere else. This room knows no metric, no data and
no PowerPoint.
"""
