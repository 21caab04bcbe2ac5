"""A coach that leaves and comes back: a Telegram bot for couples, and for people in one."""
