"""The simulator behind the two sample desks that have no revenue: a company's own IT desk, and a town's office.

``desk`` says what differs between the two; ``people`` makes those who ask and what they are getting done,
``requests`` what the desk sees of them, ``office`` the systems around it. ``make_desks.py`` one folder up writes both.
"""
