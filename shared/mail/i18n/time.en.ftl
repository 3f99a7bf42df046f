event = { $day }, { $time } ({ $zone })
end-of-day = { $day }, end of day (24:00, { $zone })
