// Beside libFuzzer's main().
#include "base/leaks.h"
