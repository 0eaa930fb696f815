"""What was found before and still holds: trees of files, findings of whole commands."""
