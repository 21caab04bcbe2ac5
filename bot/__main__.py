"""`python -m bot` is the `coach` command."""

from bot.cli import main

if __name__ == "__main__":
    main()
