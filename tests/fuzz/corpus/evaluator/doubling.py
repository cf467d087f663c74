x = "a"
for i in range(100):
    x = x + x
y = [1]
for i in range(100):
    y = y + y
z = (1,)
for i in range(60):
    z = (z, z)
