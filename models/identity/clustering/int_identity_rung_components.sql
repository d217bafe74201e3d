{{ connected_components(ref('int_identity_rung_nodes'), ref('int_identity_rung_edges')) }}
