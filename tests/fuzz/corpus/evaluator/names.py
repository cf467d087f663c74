def f():
    global x
    x = 1
    def g():
        nonlocal y
        y = 2
    y = 0
    g()
    return y
z = f()
del z
z
n0 = 0
n1 = 1
n2 = 2
n3 = 3
n4 = 4
n5 = 5
n6 = 6
n7 = 7
n8 = 8
n9 = 9
n10 = 10
n11 = 11
n12 = 12
n13 = 13
n14 = 14
n15 = 15
n16 = 16
n17 = 17
n18 = 18
n19 = 19
n20 = 20
n21 = 21
n22 = 22
n23 = 23
n24 = 24
n25 = 25
n26 = 26
n27 = 27
n28 = 28
n29 = 29
n30 = 30
n31 = 31
n32 = 32
n33 = 33
n34 = 34
n35 = 35
n36 = 36
n37 = 37
n38 = 38
n39 = 39
del n3
n5 = n4
