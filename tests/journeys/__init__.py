"""People's paths through the browser, one file per path; a journey that cannot run is a failure, never a skip."""
