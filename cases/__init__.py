"""Complaints and reports: how they come in, their two procedures, and the officers' worklists."""
