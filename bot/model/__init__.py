"""The words of the design as data: scripts, state, inputs and events. Nothing here acts."""
