"""The site as somebody careless would have written it. Which fault it has, a file in its folder says."""
