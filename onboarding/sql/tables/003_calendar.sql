-- Business days.

create table dba.tholidays (
    holiday_date date        primary key,
    holiday_name text        not null check (holiday_name <> ''),
    createddate  timestamptz not null default now(),
    createdby    text        not null default session_user
);
comment on table  dba.tholidays              is 'Days on which nobody works; the calendar follows by itself when a row changes.';
comment on column dba.tholidays.holiday_date is 'The day.';
comment on column dba.tholidays.holiday_name is 'Its name.';
comment on column dba.tholidays.createddate  is 'When the row was made.';
comment on column dba.tholidays.createdby    is 'Who made the row.';

create table dba.tcalendardays (
    fulldate               date    primary key,
    downame                text    not null,
    downum                 integer not null check (downum between 0 and 6),
    isbusday               boolean not null,
    isholiday              boolean not null default false,
    previous_business_date date
);
comment on table  dba.tcalendardays                        is 'Every day from 2020 to 2040.';
comment on column dba.tcalendardays.fulldate               is 'The day.';
comment on column dba.tcalendardays.downame                is 'Its weekday in English.';
comment on column dba.tcalendardays.downum                 is '0 Sunday to 6 Saturday, as in cron.';
comment on column dba.tcalendardays.isbusday               is 'Monday to Friday; a holiday stays true here and is marked in isholiday.';
comment on column dba.tcalendardays.isholiday              is 'Whether dba.tholidays names the day.';
comment on column dba.tcalendardays.previous_business_date is 'The last day before it that is a business day and no holiday; null at the start of the calendar.';
