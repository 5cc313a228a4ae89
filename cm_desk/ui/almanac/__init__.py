"""The calendar of occasions: a month, what it holds, and a file for other calendars."""
