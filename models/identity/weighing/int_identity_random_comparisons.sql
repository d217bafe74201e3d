{{ compared_pairs(ref('int_identity_random_pairs')) }}
