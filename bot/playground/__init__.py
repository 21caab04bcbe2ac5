"""A Telegram of one's own on localhost: a strict Bot API server, a page with two phones, and time travel."""
