x = "ab" * 999999999
y = [0] * 10 ** 9
z = [i for i in range(10 ** 9)]
while True:
    z += z
