from .base import ops, Base, NAMES, PAIRS
from shop.all import *
from . import base
import shop.base as b
from ..other import x
class C(Base):
    dependencies = Base.dependencies + [("a", "b")]
    y = Base(2).x
from django.conf import settings
u = settings.AUTH_USER_MODEL.split(".")
z = ops(5), PAIRS["a"], [n for n in NAMES]
if hasattr(settings, "X"):
    v = getattr(settings, "X", None)
