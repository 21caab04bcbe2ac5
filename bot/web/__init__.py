"""What is served over HTTP from within the event loop: whether the coach is well, and what it has done, in numbers."""
