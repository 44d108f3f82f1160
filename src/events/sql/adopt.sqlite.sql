UPDATE events SET tx = 0 WHERE tx > 0
