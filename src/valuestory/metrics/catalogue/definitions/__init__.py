"""The metrics themselves, a module a theme. Adding one is adding a declaration here and a spec in `tests/spec`."""
