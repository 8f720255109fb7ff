"""The read-only feed for campaigns, appointments and AI assistants: `/api/v1/`."""
