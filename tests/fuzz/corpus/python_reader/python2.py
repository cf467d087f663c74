print "x"
exec "y"
x = 017 <> 1
raise E, "m"
y = `x`
z = 10L
u = ur"x"
