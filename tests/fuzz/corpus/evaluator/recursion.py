def f(n):
    return f(n + 1)
x = f(0)
g = lambda n: g(n)
y = g(1)
class A:
    def __init__(self):
        self.a = A()
z = A()
