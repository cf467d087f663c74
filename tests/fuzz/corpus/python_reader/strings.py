a = "\x41\u20ac\U0001f600\N{EURO SIGN}\101\q"
b = '''x
"y'''
c = rb"\x"
d = "a\
b"
e = f"{x}{y!s}{z:{w}}{{}}"
f = "\N{"
g = b"\xff"
h = "\ud800"
i = "‮"
