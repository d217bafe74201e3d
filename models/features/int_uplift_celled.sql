with features as (
    select * from {{ ref('int_uplift_features') }}
),

bands as (
    select * from {{ ref('uplift_cell_bands') }}
    where band_from is not null
),

celled as (
    select
        features.*,
        {% for feature in uplift_cell_features() -%}
        coalesce(bands_{{ loop.index }}.band, 'none') as {{ feature }}_band,
        {% endfor -%}
        concat_ws(
            '|',
            {% for feature in uplift_cell_features() -%}
            coalesce(bands_{{ loop.index }}.band, 'none'){{ ',' if not loop.last }}
            {% endfor -%}
        ) as cell
    from features
    {% for feature in uplift_cell_features() -%}
    {%- set bands = 'bands_' ~ loop.index %}
    left join bands as {{ bands }}
        on
            {{ bands }}.feature = '{{ feature }}'
            and {{ in_band('features.' ~ feature, bands ~ '.band_from', bands ~ '.band_below') }}
    {% endfor %}
)

select * from celled
