"""The coach on the worst of days, for as long as wanted: `make chaos`.

Several worlds, each with people, a Bot API server and a coach of its own, which is a process that is killed at random
moments, while the API fails and the disk does. Every text that people type is unique, so that it can be looked for in
the end: applied once, never not at all, never twice.
"""
