"""Receive, turn, deliver: how a message travels, on ports for time, chance and sending."""
