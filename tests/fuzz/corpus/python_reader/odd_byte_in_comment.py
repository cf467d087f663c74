
# vim* set fileencodingÿÿÿÿÿÿù:
x = "ˆ"
