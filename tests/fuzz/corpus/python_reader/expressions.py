a = [1, 2.5, 0x1F, 0o17, 0b11, 1_000, 1e10, 3j, None, True, False, ...]
b = {"k": 1, **{"l": 2}}
c = {1, 2, *a}
d = (x for x in a if x if not x)
e = [x + y for x in range(3) for y in "ab" if y != "a"]
f = {k: v for k, v in b.items()}
g = lambda x, *args, y=1, **kw: x if y else args
h = a[0], a[1:2], a[::-1], b["k"], a[-1:]
i = not a and b or c
j = 1 < 2 <= 3 != 4 in a not in c is None is not None
k = -1 + +2 * ~3 / 4 // 5 % 6 ** 7 << 8 >> 9 & 10 | 11 ^ 12 @ 13
l = (m := 5)
n = f"{a[0]!r:>{10}} {{x}} {b['k']:.2f}" "x" r"\y" b"" 
o: int = 3
p, *q = a
(r, s), t = (1, 2), 3
a[0] += 1
del a[1], b["k"]
