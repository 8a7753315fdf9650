"""Tables in a few kilobytes: profiles, which can be added, kept and compared."""

from .table import TableProfile, is_large, profile, without_rows

__all__ = ["TableProfile", "is_large", "profile", "without_rows"]
