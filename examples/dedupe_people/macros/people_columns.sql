{% macro people_source() -%}
    {%- set path = var('people_file') -%}
    {%- if path.endswith('.parquet') -%}
        read_parquet('{{ path }}')
    {%- else -%}
        read_csv('{{ path }}', all_varchar = true)
    {%- endif -%}
{%- endmacro %}

{% macro known_people_columns() -%}
    {#- The names under which the fields are recognised: small letters and digits, the rest left out. Several columns of one field are put
        together in the order of this list. -#}
    {{ return({
        'id': ['uniqueid', 'recid', 'recordid', 'personid', 'customerid', 'sourcecustomerid', 'id', 'key', 'rowid'],
        'source': ['sourcedataset', 'sourcesystem', 'dataset', 'source'],
        'full_name': ['fullname', 'name', 'personname', 'customername'],
        'first_name': ['firstname', 'givenname', 'forename', 'forename1', 'fname', 'fnamec1', 'firstnames'],
        'last_name': ['lastname', 'surname', 'familyname', 'lname', 'lnamec1'],
        'email': ['email', 'emailaddress', 'mail'],
        'phone': ['phone', 'phonenumber', 'mobile', 'telephone', 'tel', 'homephone'],
        'birth_date': ['birthdate', 'dob', 'dateofbirth', 'birthday', 'birthdatetext', 'by', 'birthyear', 'yearofbirth', 'bm', 'birthmonth', 'bd', 'birthdayofmonth'],
        'gender': ['gender', 'sex'],
        'address_line': ['address', 'addressline', 'streetnumber', 'housenumber', 'housenum', 'street', 'streetname', 'streetaddress', 'address1', 'addressline1', 'address2', 'addressline2', 'fulladdress'],
        'city': ['city', 'town', 'suburb', 'locality', 'residentialcity'],
        'region': ['region', 'state', 'county', 'province'],
        'postcode': ['postcode', 'postalcode', 'zip', 'zipcode', 'postcodefake'],
        'country_code': ['countrycode'],
        'company': ['company', 'employer', 'organisation', 'organization'],
        'loyalty_number': ['loyaltynumber'],
        'national_id': ['nationalid', 'socsecid', 'ssn', 'socialsecuritynumber', 'nino', 'passport', 'personalnumber', 'taxid'],
        'created_at': ['createdat'],
        'updated_at': ['updatedat'],
        'attribute_1': ['attribute1'],
        'attribute_2': ['attribute2'],
        'attribute_3': ['attribute3'],
    }) }}
{%- endmacro %}

{% macro people_columns() -%}
    {#- {field: [column, …]} for the input, from the var people_columns, else by the columns' names. Up to three other columns become attributes:
        those with the most different values, provided that some value stands twice and at least a tenth of the rows have one. -#}
    {%- set found = {} -%}
    {%- if not execute -%}
        {{ return(found) }}
    {%- endif -%}
    {%- set source = people_source() -%}
    {%- set columns = run_query('describe select * from ' ~ source).columns[0].values() -%}
    {%- set taken = [] -%}
    {%- set named = var('people_columns') or {} -%}
    {%- for field, names in named.items() -%}
        {%- if field not in known_people_columns() -%}
            {{ exceptions.raise_compiler_error("people_columns names the field '" ~ field ~ "', which there is not; the fields are " ~ known_people_columns() | join(', ') ~ ".") }}
        {%- endif -%}
        {%- set names = [names] if names is string else names -%}
        {%- for name in names if name not in columns -%}
            {{ exceptions.raise_compiler_error("people_columns names the column '" ~ name ~ "', which " ~ var('people_file') ~ " does not have; it has " ~ columns | join(', ') ~ ".") }}
        {%- endfor -%}
        {%- do taken.extend(names) -%}
        {%- if names -%}
            {%- do found.update({field: names}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for field, names in known_people_columns().items() if field not in named -%}
        {%- for known in names -%}
            {%- for column in columns if modules.re.sub('[^a-z0-9]', '', column | lower) == known and column not in taken -%}
                {%- do found.setdefault(field, []).append(column) -%}
                {%- do taken.append(column) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set others = [] -%}
    {%- for column in columns if column not in taken -%}
        {%- set counts = run_query('select count(*), count("' ~ column ~ '"), count(distinct "' ~ column ~ '") from ' ~ source).rows[0] -%}
        {%- if counts[1] * 10 >= counts[0] and counts[2] > 1 and counts[2] < counts[1] -%}
            {%- do others.append([-counts[2], column]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set free = ['attribute_1', 'attribute_2', 'attribute_3'] | reject('in', found) | reject('in', named) | list -%}
    {%- for other in (others | sort)[:free | length] -%}
        {%- do found.update({free[loop.index0]: [other[1]]}) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{% macro people_text(found, field) -%}
    {#- The field as text, NULL where the input has none. -#}
    {%- if field not in found -%}
        cast(null as string)
    {%- else -%}
        nullif(concat_ws(' '{% for column in found[field] %}, {{ crm360.clean_text('cast("' ~ column ~ '" as varchar)') }}{% endfor %}), '')
    {%- endif -%}
{%- endmacro %}
