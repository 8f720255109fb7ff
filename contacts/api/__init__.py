"""The API for campaigns, appointments and AI assistants, `/api/v1/`: it reads, and logs calls."""
