-- Which holidays come next, and what is the last business day before each?
select h.holiday_date, c.downame as weekday, h.holiday_name, c.previous_business_date
from dba.tholidays h
join dba.tcalendardays c on c.fulldate = h.holiday_date
where h.holiday_date >= current_date
order by h.holiday_date
limit 10;
