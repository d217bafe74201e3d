{{ accepted('reviews') }}
