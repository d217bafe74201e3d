{{ connected_components(ref('int_household_nodes'), ref('int_household_ties')) }}
