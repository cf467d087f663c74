"""Settings, apps.py and models.py that nobody wants to read."""

import os

from case import Case, app, migration

GOOD = {"0001_initial": migration(), "0002_b": migration("0001_initial")}
FINE = {"leaves": ["0002_b"], "codes": set(), "exit": 0}
MANAGE = "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'project.settings')\n"


def project(settings, **files):
    return lambda: {**dict(app(GOOD)), "manage.py": MANAGE, "project/__init__.py": "", "project/settings.py": settings, **{path.replace("__", "/"): text for path, text in files.items()}}.items()


def configuration(name, text, file="miggraph.toml", **expected):
    return Case(f"a configuration with {name}", tree=lambda: {**dict(app(GOOD)), file: text}.items(), **expected)


def configurations():
    """pyproject.toml and miggraph.toml: an error that names the file, or as if it were not there."""
    wrong = {"exit": 2, "commands": [], "says": ("miggraph.toml",)}
    values = {
        "nul bytes": "\0" * 1000, "a zero in a text": 'against = "a\\u0000b"', "bytes that are no UTF-8": b'against = "\xff\xfe"', "100,000 brackets": "x = " + "[" * 100000, "100,000 tables": "[a" + ".a" * 100000 + "]",
        "100,000 tables in a table": "exclude = " + "{a=" * 100000, "a key of 1 MB": "a" * (1 << 20) + " = 1", "a number of 1 MB": "strict = " + "9" * (1 << 20), "100,000 unknown keys": "".join(f"k{i} = 1\n" for i in range(100000)),
        "a key that acts on a terminal": '"\\u001b]0;x\\u0007" = 1', "a key that acts on a CI log": '"\\n::error::x" = 1', "a value that acts on a terminal": 'django = "\\u001b[31m"', "a key that turns the text": '"\\u202e" = 1',
        "a folder outside": 'migration-modules = { shop = "/etc" }', "settings outside": 'settings = "../../../../etc/passwd.py"', "site-packages that are a file": 'site-packages = "shop/__init__.py"', "a carriage return in a key": 'a\rb = 1',
    }
    for name, text in values.items():
        yield configuration(name, text, **wrong)
    yield configuration("a byte order mark", b"\xef\xbb\xbfstrict = true\n", **FINE)
    yield configuration("CRLF", "strict = true\r\nexclude = []\r\n", **FINE)
    yield configuration("10,000 patterns", 'exclude = ["legacy"' + ', "**/a*b*/**/c"' * 10000 + "]", **FINE)
    yield configuration("a pattern of 1 MB", 'exclude = "' + "*a/" * 350000 + '"', **FINE)
    yield configuration("a format of nothing", "", **FINE)
    yield configuration("nothing of ours", "[tool.other]\nx = [[[[]]]]\n", "pyproject.toml", **FINE)
    yield configuration("20 MB", "# " + "x" * (20 << 20), **{**wrong, "says": ("larger than 16 MB",)})
    yield Case("a configuration that is a folder", tree=lambda: {**dict(app(GOOD)), "miggraph.toml/x": ""}.items(), **{**wrong, "says": ("it is no file",)})
    yield Case("a configuration that is a pipe", tree=lambda: app(GOOD), make=lambda sandbox: os.mkfifo(os.path.join(sandbox.tree, "pyproject.toml")), **{**wrong, "says": ("pyproject.toml", "it is no file")})
    yield Case("a configuration that leads to itself", tree=lambda: app(GOOD), make=lambda sandbox: os.symlink("miggraph.toml", os.path.join(sandbox.tree, "miggraph.toml")), **FINE)


def cases():
    settings = {
        "a syntax error": "INSTALLED_APPS = [", "nul bytes": "INSTALLED_APPS = ['shop']\0", "an exploding list": "INSTALLED_APPS = ['shop'] * 10**9", "apps from a comprehension of 10**9": "INSTALLED_APPS = ['shop' for i in range(10**9)]",
        "an infinite loop": "while True: pass\nINSTALLED_APPS = ['shop']", "INSTALLED_APPS in itself": "INSTALLED_APPS = ['shop']\nINSTALLED_APPS.append(INSTALLED_APPS)", "INSTALLED_APPS of None": "INSTALLED_APPS = None", "INSTALLED_APPS of a number": "INSTALLED_APPS = 1",
        "INSTALLED_APPS of a text": "INSTALLED_APPS = 'shop'", "INSTALLED_APPS of odd things": "INSTALLED_APPS = ['shop', None, 1, [], {}, ('a',), b'x', '', '.', '..', '...a', 'a..b', '/etc/passwd', '../../etc', 'a' * 10**6, '\\x1b[31m', 'shop\\n']",
        "100,000 apps": "INSTALLED_APPS = ['shop'] + [f'a{i}' for i in range(100000)]", "apps doubled": "INSTALLED_APPS = ['shop']\nfor i in range(100): INSTALLED_APPS = INSTALLED_APPS + INSTALLED_APPS", "an import of itself": "from project.settings import *\nimport project.settings\nINSTALLED_APPS = ['shop']",
        "a circle of settings": "from project.base import *\n", "exec": "exec(open('/etc/passwd').read())\nINSTALLED_APPS = ['shop']", "MIGRATION_MODULES of odd things": "INSTALLED_APPS = ['shop']\nMIGRATION_MODULES = {None: 1, 'x': None, 'y': 5, 'z': '', 'w': '..', 'v': 'a' * 10**6, 1: 'shop.migrations'}",
        "MIGRATION_MODULES in itself": "INSTALLED_APPS = ['shop']\nMIGRATION_MODULES = {}\nMIGRATION_MODULES['shop2'] = MIGRATION_MODULES", "AUTH_USER_MODEL of odd things": "INSTALLED_APPS = ['shop']\nAUTH_USER_MODEL = [AUTH_USER_MODEL, None]", "AUTH_USER_MODEL of control characters": "INSTALLED_APPS = ['shop']\nAUTH_USER_MODEL = '\\x1b[31m.\\u202e'",
    }
    for name, text in settings.items():
        yield Case(f"settings with {name}", tree=project(text, project__base="from project.settings import *\nINSTALLED_APPS = ['shop']\n"), **{**FINE, "leaves": None if "None" in name or "number" in name else ["0002_b"], "exit": 0})
    yield Case("settings of 20 MB", tree=project(lambda: "DATA = [" + "12345678, " * (2 << 20) + "]\nINSTALLED_APPS = ['shop']\n"), **FINE)
    yield Case("5,000 settings modules", tree=lambda: {**dict(project("INSTALLED_APPS = ['shop']")()), **{f"project/s{i}.py": "from project.settings import *\nINSTALLED_APPS += ['shop']\n" for i in range(5000)}}.items(), **FINE)
    configs = {
        "a syntax error": "class (", "nothing": "", "1,000 configs": "from django.apps import AppConfig\n" + "".join(f"class C{i}(AppConfig):\n    name = 'shop'\n    label = 'l{i}'\n" for i in range(1000)),
        "an exploding label": "from django.apps import AppConfig\nclass C(AppConfig):\n    name = 'shop'\n    label = 'a' * 10**9\n", "a label of 1 MB": "from django.apps import AppConfig\nclass C(AppConfig):\n    name = 'shop'\n    label = 'a' * 10**6\n",
        "a label of control characters": "from django.apps import AppConfig\nclass C(AppConfig):\n    name = 'shop'\n    label = '\\x1b]8;;http://x\\x07\\u202e\\n::error::x'\n", "a label of None": "from django.apps import AppConfig\nclass C(AppConfig):\n    name = 'shop'\n    label = None\n",
        "a label that is a list of itself": "from django.apps import AppConfig\nx = []\nx.append(x)\nclass C(AppConfig):\n    name = 'shop'\n    label = x\n", "an empty label": "from django.apps import AppConfig\nclass C(AppConfig):\n    name = 'shop'\n    label = ''\n",
        "a name that is not its own": "from django.apps import AppConfig\nclass C(AppConfig):\n    name = 'os'\n", "a circle of bases": "from shop.apps import C\nclass C(C): name = 'shop'\n", "10**9 in a loop": "from django.apps import AppConfig\nclass C(AppConfig):\n    name = 'shop'\n    for i in range(10**9): label = 'shop'\n",
    }
    for name, text in configs.items():
        yield Case(f"apps.py with {name}", tree=lambda text=text: {**dict(app(GOOD)), "shop/apps.py": text}.items(), exit=None, codes=None)
    yield from configurations()
    yield Case("a file called settings.py that is a folder", tree=lambda: {**dict(app(GOOD)), "settings.py/x": "", "manage.py/y": "", "shop/apps.py/__init__.py": "", "shop/models.py/__init__.py": ""}.items(), **FINE)
    yield Case("models.py of 20 MB", tree=lambda: {**dict(app(GOOD)), "shop/models.py": lambda: "class M:\n" + "    x = [" + "1234567, " * (2 << 20) + "]\n"}.items(), **FINE)
    yield Case("models.py of nul bytes", tree=lambda: {**dict(app(GOOD)), "shop/models.py": "\0" * 1000}.items(), **FINE)
