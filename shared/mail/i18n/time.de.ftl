event = { $day }, { $time } Uhr ({ $zone })
end-of-day = { $day }, 24:00 Uhr ({ $zone })
