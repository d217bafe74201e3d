"""What customers write: masking, language, words, sentiment and topics, in Chinese and English."""
