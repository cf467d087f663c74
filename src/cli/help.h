#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

namespace miggraph::cli {

/// How --help is laid out: usage, what it is for, arguments, options by group, examples.
class HelpFormatter : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
};

}  // namespace miggraph::cli
