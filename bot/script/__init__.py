"""Dialogs and prompts: reading them, saying them, and finding what is wrong with them."""
