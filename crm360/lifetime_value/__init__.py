"""What customers will buy and spend: BG/NBD for purchases, Gamma-Gamma for the money of each."""
