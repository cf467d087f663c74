#pragma once

#include <string>

/// The text that tests/golden/report/<name> holds. With MIGGRAPH_UPDATE=1 it is written first, and `actual` is what it
/// holds.
std::string golden(const std::string& name, const std::string& actual);
