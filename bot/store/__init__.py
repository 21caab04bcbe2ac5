"""What the coach keeps: one contract, one folder for each database that fulfils it."""
