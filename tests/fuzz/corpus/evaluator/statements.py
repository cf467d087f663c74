import os.path as path, sys
from . import x
from ..models import (A, B as C,)
from django.db.models import *
@decorator(1)
class K(Base, metaclass=Meta):
    """Doc."""
    x = 1
    def method(self, a, b=2, *, c, **d) -> int:
        return self.x
    async def co(self):
        async with a as b, c:
            await d
        async for e in f:
            yield e
        yield from g
if a:
    pass
elif b:
    pass
else:
    pass
for i, j in enumerate(a):
    if i: continue
    break
else:
    x = 1
while True:
    break
try:
    import y
except (ImportError, ValueError) as e:
    y = None
except Exception:
    raise
else:
    pass
finally:
    del y
with open("f") as f, g:
    pass
global z
assert x, "y"
match x:
    case {"a": [1, *r], **k} if k:
        pass
    case _:
        pass
type X = int
