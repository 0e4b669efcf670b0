-- A row of dba.timportconfig that cannot work is refused when it is saved, with what to write instead.
--
-- Each f_import_*_problems looks at one part of a row and returns what cannot work: the column, a sentence,
-- what to write instead, and the rule of the table that says the same in short, where there is one.

create or replace function dba.f_import_reading_problems(c dba.timportconfig)
returns table (field text, problem text, hint text, rule text)
language sql stable
as $$
    select 'encoding', format('no encoding is called %s', dba.f_quoted(c.encoding)),
        coalesce('Did you mean ' || case when c.encoding ~* '^ansi' then 'windows-1252' else dba.f_closest(c.encoding, array[
            'utf-8', 'utf-8-sig', 'utf-16', 'utf-16le', 'utf-16be', 'utf-32', 'ascii', 'latin-1', 'iso-8859-1', 'iso-8859-2', 'iso-8859-5',
            'iso-8859-7', 'iso-8859-9', 'iso-8859-15', 'windows-1250', 'windows-1251', 'windows-1252', 'windows-1253', 'windows-1254',
            'windows-1255', 'windows-1256', 'windows-1257', 'windows-1258', 'cp437', 'cp850', 'cp852', 'cp866', 'cp1252', 'koi8-r', 'koi8-u',
            'mac-roman', 'shift_jis', 'cp932', 'euc-jp', 'gb18030', 'gbk', 'big5', 'euc-kr'
        ]) end || '? auto finds out by itself.', 'Write auto, utf-8, windows-1252, iso-8859-15 or the name of another encoding.'), null
    where translate(lower(c.encoding), '_', '-') !~ (
        '^(auto|utf-?8(-sig)?|utf-?(16|32)|utf-(16|32)-?[lb]e|(us-)?ascii|latin-?1|latin([2-9]|10)|iso-?8859-([1-9]|1[013456])'
        || '|(windows-|cp)125[0-8]|cp(437|85[0258]|86[0-6]|869|874)|koi8-[ru]|mac-(roman|latin2|greek|cyrillic|turkish)'
        || '|shift-?jis|sjis|cp932|ms932|euc-?(jp|kr)|gb18030|gbk|cp936|gb2312|big5|cp950|cp949)$'
    )
    union all
    select 'field_separator', format('%s cannot separate values', dba.f_quoted(c.field_separator)),
        'Write auto, tab, or 1 to 10 characters without letters, digits, line breaks and the quote, such as ; or ||.', null
    where c.field_separator not in ('auto', 'tab', '\t', 'comma', 'semicolon', 'bar')
        and (
            length(c.field_separator) not between 1 and 10 or c.field_separator ~ '[[:alnum:]\n\r\f\v]'
            or (c.quote <> '' and strpos(c.field_separator, c.quote) > 0)
        )
    union all
    select 'quote', format('%s cannot stand around values', dba.f_quoted(c.quote)),
        'Write one mark, such as " or '', that is no part of field_separator; or nothing, when values are not quoted.', null
    where c.quote <> '' and c.quote !~ '^[!-/:-@[-`{-~]$'
        or (c.quote, c.field_separator) in ((',', 'comma'), (';', 'semicolon'), ('|', 'bar'))
    union all
    select 'sheet', format('no sheet is called %s', dba.f_quoted(c.sheet)),
        'Write its name or its number, the first being 1; null means the first.', null
    where c.sheet ~ '^\s*$' or c.sheet ~ '^-?0+$' or c.sheet ~ '^-[0-9]+$'
    union all
    select 'header_row', format('no row is called %s', dba.f_quoted(c.header_row)),
        'Write auto, the number of a row (the first is 1, at most 1000000), or 0 when there is no header.', null
    where c.header_row !~ '^(auto|0*([0-9]{1,6}|1000000))$'
    union all
    select 'first_column', format('there is no column %s', c.first_column), 'Write a number from 1 to 16384.', null
    where c.first_column not between 1 and 16384
    union all
    select 'footer', format('the footer %s %s', dba.f_quoted(c.footer), case when c.footer ~ '^\s*$' then 'is empty' else dba.f_pattern_problem(c.footer) end),
        'Write how many rows it has, or a regular expression for its first value, such as Total; null means none.', null
    where c.footer ~ '^\s*$' or (c.footer !~ '^[0-9]+$' and dba.f_pattern_problem(c.footer) is not null)
        or (c.footer ~ '^[0-9]+$' and length(c.footer) > 7)
$$;
comment on function dba.f_import_reading_problems(dba.timportconfig) is 'What cannot work in how files are read.';

create or replace function dba.f_import_value_problems(c dba.timportconfig)
returns table (field text, problem text, hint text, rule text)
language sql stable
as $$
    select 'decimal_mark', format('%s is no decimal mark', dba.f_quoted(c.decimal_mark)), 'Write . or ,', null
    where c.decimal_mark not in ('.', ',')
    union all
    select 'thousands_mark', format('%s is no mark between groups of digits', dba.f_quoted(c.thousands_mark)),
        'Write one of , . '' _ or a space (also one that does not break); null means that there is none.', null
    where c.thousands_mark not in (',', '.', '''', '’', '_', ' ', U&'\00A0', U&'\202F', U&'\2009')
    union all
    select 'thousands_mark', format('%s cannot be both the decimal mark and the thousands mark', c.decimal_mark),
        'Write another thousands_mark, or null when there is none.', null
    where c.decimal_mark = c.thousands_mark and c.decimal_mark in ('.', ',')
    union all
    select 'date_formats', p.problem,
        'Write formats of yyyy MM dd HH mm ss SSS (M and d: without a leading zero), such as {dd.MM.yyyy}.', null
    from (select dba.f_date_formats_problem(c.date_formats) as problem) as p
    where p.problem is not null
    union all
    select 'null_words', 'a word that means nothing is itself null', 'Write texts, such as {"", NULL, n/a} with NULL in quotes.', null
    where array_position(c.null_words, null) is not null
    union all
    select 'null_words', format('the word %s is listed twice', dba.f_quoted(min(w.word))), 'Write it once.', null
    from unnest(c.null_words) as w(word)
    group by w.word having count(*) > 1
$$;
comment on function dba.f_import_value_problems(dba.timportconfig) is 'What cannot work in how numbers, dates and missing values are written.';

create or replace function dba.f_import_place_problems(
    p_what text, p_source text, p_place text, p_delimiter text, p_rule text, p_field text
)
returns table (field text, problem text, hint text, rule text)
language sql stable
as $$
    select p_field, format('the %s is empty', p_what), 'Write where it stands, or, for static, the ' || p_what || ' itself.',
        format('timportconfig_%s_check', p_field)
    where p_place ~ '^\s*$'
    union all
    select p_field, format('the %s at position %s cannot be found without a delimiter', p_what, p_place),
        'Write in delimiter what splits the file name, such as _', p_rule
    where p_source = 'filename' and p_place ~ '^[0-9]+$' and p_delimiter is null
    union all
    select p_field, format('the pattern of the %s %s', p_what, dba.f_pattern_problem(p_place)),
        'Write a position in the file name (the first is 0), or a regular expression with one group, such as _(\d+)\.', p_rule
    where p_source = 'filename' and p_place !~ '^([0-9]+|\s*)$' and dba.f_pattern_problem(p_place) is not null
    union all
    select p_field, format('the pattern of the %s has %s groups, and needs one', p_what, dba.f_pattern_groups(p_place)),
        'Write a position in the file name (the first is 0), or put what is meant into (), and (?: ) around the rest.', p_rule
    where p_source = 'filename' and p_place !~ '^([0-9]+|\s*)$' and dba.f_pattern_problem(p_place) is null and dba.f_pattern_groups(p_place) <> 1
$$;
comment on function dba.f_import_place_problems(text, text, text, text, text, text)
is 'What cannot work in where the label or the date of a file stands.';

create or replace function dba.f_import_name_problems(c dba.timportconfig)
returns table (field text, problem text, hint text, rule text)
language sql stable
as $$
    select 'config_name', format('%s cannot be the name of an import', dba.f_quoted(c.config_name)),
        'Write 1 to 100 characters, no / and no line break among them; not a number alone, and no - at the beginning.', 'timportconfig_config_name_check'
    where not (c.config_name ~ '^[^[:cntrl:]/]{1,100}$' and c.config_name !~ '^([0-9]+$|-)')
    union all
    select w.field, format('%s has %s characters', w.field, length(w.value)), 'Write 1 to 100 characters.', format('timportconfig_%s_check', w.field)
    from (values ('datasource', c.datasource), ('datasettype', c.datasettype)) as w(field, value)
    where length(w.value) not between 1 and 100
    union all
    select w.field, format('%s %s is none of %s', w.field, dba.f_quoted(w.value), array_to_string(w.words, ', ')),
        format('Write %s.', coalesce(dba.f_closest(w.value, w.words), array_to_string(w.words, ' or '))), w.rule
    from (
        select v.field, v.value, v.rule, dba.f_words_allowed(v.rule) as words
        from (values
            ('file_type', c.file_type, 'timportconfig_file_type_check'),
            ('metadata_label_source', c.metadata_label_source, 'timportconfig_metadata_label_source_check'),
            ('dateconfig', c.dateconfig, 'timportconfig_dateconfig_check'),
            ('load_mode', c.load_mode, 'timportconfig_load_mode_check'),
            ('typing', c.typing, 'typing_is_known'),
            ('deduplication', c.deduplication, 'deduplication_is_known'),
            ('bad_rows', c.bad_rows, 'bad_rows_is_known')
        ) as v(field, value, rule)
    ) as w
    where w.value <> all(w.words)
    union all
    select w.field, format('%s is no folder that can be meant', dba.f_quoted(w.folder)),
        'Write the whole path from / on, without a / at its end, such as /srv/orders/in.', 'valid_directories'
    from (values ('source_directory', c.source_directory), ('archive_directory', c.archive_directory)) as w(field, folder)
    where w.folder !~ '^/[^[:cntrl:]]*[^[:cntrl:]/]$'
    union all
    select 'archive_directory', 'the archive is the folder that is watched', 'Write another folder; it may lie below source_directory.', 'valid_directories'
    where dba.f_plain_folder(c.source_directory) = dba.f_plain_folder(c.archive_directory)
    union all
    select 'file_pattern', format('the pattern %s %s', dba.f_quoted(c.file_pattern), p.problem),
        case
            when c.file_pattern ~ '^\*\.?\w*$' then format('Write .*%s$, a regular expression.', regexp_replace(substr(c.file_pattern, 2), '^\.', '\\.'))
            else 'Write a regular expression for the file name, such as orders_\d{8}\.csv$'
        end, 'timportconfig_file_pattern_check'
    from (
        select case
            when c.file_pattern = '' then 'is empty'
            when c.file_pattern ~ '^[^][|?*{}()]*/([^?*{]|$)' and c.file_pattern !~ '\|' then 'holds a /, which no file name does'
            else dba.f_pattern_problem(c.file_pattern)
        end as problem
    ) as p
    where p.problem is not null
    union all
    select p.* from dba.f_import_place_problems(
        'label', c.metadata_label_source, c.metadata_label_location, c.delimiter, 'label_by_position_or_one_group', 'metadata_label_location'
    ) as p
    union all
    select p.* from dba.f_import_place_problems(
        'date', c.dateconfig, c.datelocation, c.delimiter, 'date_by_position_or_one_group', 'datelocation'
    ) as p
    union all
    select 'delimiter', 'the delimiter is empty', 'Write what splits the file name, such as _, or null.', 'timportconfig_delimiter_check'
    where c.delimiter = ''
    union all
    select 'dateformat', format('the date format %s %s', dba.f_quoted(c.dateformat), p.problem), 'Write it in yyyy MM dd HH mm ss, such as yyyyMMdd.', 'date_format_has_year_month_day'
    from (
        select case
            when c.dateformat !~ 'yyyy' and c.dateformat ~ 'yy' then 'has a year of two digits, which may be of any century'
            when c.dateformat !~ 'yyyy' then 'lacks yyyy, the year'
            when c.dateformat !~ 'MM' then 'lacks MM, the month'
            when c.dateformat !~ 'dd' then 'lacks dd, the day'
            else (
                select 'holds ' || m.found[1] || ', which stands for itself there'
                from regexp_matches(regexp_replace(c.dateformat, 'yyyy|MM|dd|HH|mm|ss', ' ', 'g'), '\m(y+|M|d|D+|Y+|H|h+|m|s|S+)\M', 'g') as m(found)
                limit 1
            )
        end as problem
    ) as p
    where p.problem is not null
    union all
    select 'datelocation', format('%s is no date written as %s', dba.f_quoted(c.datelocation), c.dateformat),
        'Write the date of every file as dateformat says, or choose another dateconfig.', null
    where c.dateconfig = 'static' and c.datelocation ~ '\S' and not dba.f_is_date_as(c.datelocation, c.dateformat)
    union all
    select 'target_table', format('%s cannot be the name of a table', dba.f_quoted(c.target_table)),
        'Write schema and table in lower case, the table with at most 49 characters, such as public.torders.', 'target_is_schema_dot_table'
    where c.target_table !~ '^[a-z_][a-z0-9_]{0,62}\.[a-z_][a-z0-9_]{0,48}$'
    union all
    select 'target_table', format('the schema %s is not for imported rows', split_part(c.target_table, '.', 1)),
        'Write another schema, such as public.', 'target_is_not_ours'
    where c.target_table ~ '^(dba|landing|mart|pg_[a-z0-9_]*|information_schema)\.'
$$;
comment on function dba.f_import_name_problems(dba.timportconfig) is 'What cannot work in names, folders and patterns.';
