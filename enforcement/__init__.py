"""The penalty case: investigation, facts, review, notice, decision, service, and its end."""
