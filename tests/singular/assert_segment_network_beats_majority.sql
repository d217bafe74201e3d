-- The chosen network has a lower log loss than the clusters' shares, or says that it fell back to them.
select * from {{ ref('segment_network_evaluation') }}
where
    is_chosen
    and metric = 'log_loss'
    and status = 'trained'
    and not coalesce(value < baseline_value, false)
