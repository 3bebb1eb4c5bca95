"""Service: by which channel a paper reached whom, when, and the proof; and the reminders of due days."""
