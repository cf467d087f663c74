a = [1]
a.append(a)
b = {"x": a}
b["y"] = b
a += b.keys()
a.extend([2] * 3)
a.insert(0, 1)
a.remove(2)
a.sort()
a.reverse()
c = a.pop()
del a[0]
d = sorted({3, 1, 2}) + list(reversed([1]))
