"""Two people: invitation, link, parting."""
