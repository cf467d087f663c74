def g(n):
    for i in range(n):
        if i == 2:
            return
        yield i
    yield from [8, 9]
a = list(g(5))
b = [*g(2), *a]
c = dict(zip("ab", g(3)))
d = sum(x for x in a), max(a), min([1]), any(a), all([])
e = list(map(str, a)), list(filter(None, a)), tuple(enumerate(a, 1))
