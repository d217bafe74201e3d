{{ connected_components(ref('int_identity_core_nodes'), ref('int_identity_kept_links')) }}
