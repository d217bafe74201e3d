{{ config(access='protected', contract={'enforced': false}) }}

with bands as (
    select * from {{ ref('uplift_cell_bands') }}
),

cells as (
    select distinct
        cell,
        {{ uplift_cell_features() | join('_band, ') }}_band
    from {{ ref('int_uplift_celled') }}
),

final as (
    select
        cells.cell,
        concat_ws(
            '; ',
            {% for feature in uplift_cell_features() -%}
            {{ feature }}_names.band_name{{ ',' if not loop.last }}
            {% endfor -%}
        ) as cell_name,
        concat_ws(
            '；',
            {% for feature in uplift_cell_features() -%}
            {{ feature }}_names.band_name_zh{{ ',' if not loop.last }}
            {% endfor -%}
        ) as cell_name_zh
    from cells
    {% for feature in uplift_cell_features() -%}
    left join bands as {{ feature }}_names
        on {{ feature }}_names.feature = '{{ feature }}' and cells.{{ feature }}_band = {{ feature }}_names.band
    {% endfor %}
)

select * from final
