{{ judge('reviews') }}
