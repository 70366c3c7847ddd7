"""The simulator behind the sample company, one module for each side of its life.

``settings`` and ``schema`` say what holds for all; ``customers`` and ``contracts`` make accounts and what they pay;
``demand`` decides who asks for help; ``cases``, ``traces``, ``knowledge`` and ``sessions`` are what Support then
sees; ``journey``, ``voices`` and ``office`` are the systems around it; ``truth`` holds what was planted and ``dirt``
spoils a counted few rows. ``make_sample.py`` one folder up calls them in order.
"""
