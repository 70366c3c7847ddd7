"""`python -m valuestory`: the same as the command `valuestory`."""

from valuestory.cli import main

if __name__ == "__main__":
    main()
