"""What a panel and the whole page of a site cost over a year of page views."""
