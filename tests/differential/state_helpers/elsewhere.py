"""What the migrations of random_states.py import from outside their tree."""

from django.db import models


class Plain:
    pass


class Stamped(models.Model):
    stamp = models.IntegerField(default=0)

    class Meta:
        abstract = True


class ShopManager(models.Manager):
    use_in_migrations = True


def default_name():
    return "x"
