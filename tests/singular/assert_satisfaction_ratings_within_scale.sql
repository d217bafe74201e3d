-- No rating lies off its own scale, and top and bottom exclude each other.
select *
from {{ ref('int_satisfaction_ratings') }}
where
    score < scale_min
    or score > scale_max
    or scale_min >= scale_max
    or (is_top and is_bottom)
