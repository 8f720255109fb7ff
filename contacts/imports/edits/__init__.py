"""Contacts exported, edited in a spreadsheet and brought back: old values become new ones."""
