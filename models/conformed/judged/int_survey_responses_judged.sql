{{ judge('survey_responses') }}
