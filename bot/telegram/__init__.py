"""Telegram as it is: updates in, messages out, and what its errors mean."""
