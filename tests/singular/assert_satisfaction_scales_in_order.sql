-- Scales and default shares: bottom below top, both on the scale; index weights not negative, at least one positive.
select
    survey_type,
    'scale' as what
from {{ ref('satisfaction_scales') }}
where not (scale_min <= bottom_to and bottom_to < top_from and top_from <= scale_max)

union all

select
    survey_type,
    'defaults' as what
from {{ ref('satisfaction_survey_types') }}
where
    not (
        0 <= default_bottom_share
        and default_bottom_share < default_top_share
        and default_top_share <= 1
        and standard_min < standard_max
    )
    or index_weight < 0

union all

select
    'all' as survey_type,
    'weights' as what
from {{ ref('satisfaction_survey_types') }}
having sum(index_weight) <= 0
