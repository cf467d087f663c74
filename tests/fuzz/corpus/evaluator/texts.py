a = "A.b".lower().upper().split(".")
b = ", ".join(["x", "y"])
c = "x".replace("x", "y"), " x ".strip(), "a".startswith("a"), "ab".endswith(("b",)), "a".encode(), "a-b".partition("-"), "a".zfill(5), "x".center(9), "a".ljust(99999999)
d = "abc".find("c"), "a".count("a"), "a".isdigit(), "".join(reversed("ab")), "x".title()
e = "x".replace("", "y" * 1000) * 1000
