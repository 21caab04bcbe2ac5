"""The pure engine: state and input in, new state and events out. No I/O, no await, no clock, no chance of its own."""
