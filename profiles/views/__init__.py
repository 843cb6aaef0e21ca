"""The views: function views, grouped by what they show."""
