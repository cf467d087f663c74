exec("x = 1")
__import__("os").system("touch /x")
eval("1")
open("/etc/passwd").read()
compile("1", "", "exec")
globals()["x"] = 1
getattr(__builtins__, "exec")("1")
