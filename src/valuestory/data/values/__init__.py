"""Their values as canonical ones: text or typed, each kind by one rule."""
