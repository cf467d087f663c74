import os
x = os.environ.get("A")
if x:
    y = 1
else:
    y = 2
for i in x:
    z = [i] + x
w = [1] + x + [2]
v = x[0].a(1)["k"] * 3
while x:
    break
try:
    u = x / 0
except Exception:
    u = None
(a, b), *c = x
d = {**x, "a": x}
e = x == x, x in [x], not x, x and 1, x < x
f(*x, **x)
