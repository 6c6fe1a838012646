from reviews.views.agenda import agenda

__all__ = ["agenda"]
