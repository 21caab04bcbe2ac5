"""The coach: what this product is beyond the machine that plays dialogs, plugged into it as one table."""
