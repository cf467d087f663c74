#!/x
# -*- coding: nonsense -*-
x = 1
