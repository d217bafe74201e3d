"""What falls out of a table of customers or orders, by four detectors and their mean rank."""
