"""Merges of many contacts at once, as long work: those that are exactly the same, and the undo."""

from contacts.merging.exact import ExactGroup, count_exact, exact_groups
from contacts.merging.merge_exact import MergeExact
from contacts.merging.unmerge import Unmerge

__all__ = ["ExactGroup", "MergeExact", "Unmerge", "count_exact", "exact_groups"]
