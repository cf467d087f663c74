class A:
    x = 1
    def __init__(self, y=2):
        self.y = y
    def m(self, *a, **k):
        return self.y, a, k
    @property
    def p(self):
        return self.m(1)
    @staticmethod
    def s(a):
        return a
class B(A):
    x = A.x + 1
    x += 1
b = B(3)
c = b.m(1, k=2), b.p, B.s(1), b.x, B.__name__
class D(D if 0 else object): pass
class E(B, A): y = [x for x in range(2)]
