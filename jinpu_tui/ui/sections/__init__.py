"""What is known of a record, in sections of lines that the detail and the pages share."""
