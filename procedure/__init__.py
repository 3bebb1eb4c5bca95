"""What an official act is, for every kind of matter: step, corridor, journal, clocks, and papers owed."""
