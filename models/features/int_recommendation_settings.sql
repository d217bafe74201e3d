select cast({{ var('recommendation_holdout_days') }} as int) as holdout_days
