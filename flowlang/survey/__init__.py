"""What a dataset says about scripts: counts of filters, values of fields, columns."""
