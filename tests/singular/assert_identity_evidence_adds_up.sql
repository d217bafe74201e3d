-- The prior and the evidence of the fields are the whole weight: nothing else decides.
select
    record_key_1,
    record_key_2
from {{ ref('int_identity_scores') }}
where abs(
    match_weight - prior_weight
    {% for comparison in identity_comparison_names() -%}
    - {{ comparison }}_weight
    {% endfor %}
) > 1e-9
