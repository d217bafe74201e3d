{{ connected_components(ref('int_identity_nodes'), ref('int_identity_sure_edges')) }}
