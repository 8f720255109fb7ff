"""The world is made once for this package."""

from tests.isolation.world import committed_world, own_data_dir, world

__all__ = ["committed_world", "own_data_dir", "world"]
