/// `miggraph manual`, hidden: the page miggraph(1) in roff, which the build installs.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>

#include "cli/command.h"
#include "cli/command_tree.h"
#include "report/formats.h"
#include "report/version.h"

namespace miggraph::cli {
namespace {

/// Text of ours (UTF-8) in roff: nothing in it is a request or an escape, and a hyphen is the one that is typed.
std::string roff(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool line_start = i == 0 || text[i - 1] == '\n';
    if (line_start && (byte == '.' || byte == '\'')) out += "\\&";
    if (byte == '\\') {
      out += "\\e";
    } else if (byte == '-') {
      out += "\\-";
    } else if (byte == '\'') {
      out += "\\(aq";
    } else if (byte == '`') {
      out += "\\(ga";
    } else if (byte < 0x80) {
      out += text[i];
    } else {
      const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
      std::uint32_t point = byte & (0x7Fu >> length);
      for (std::size_t k = 1; k < length && i + k < text.size(); ++k) point = (point << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
      out += fmt::format("\\[u{:04X}]", point);
      i += length - 1;
    }
  }
  return out;
}

std::string bold(std::string_view text) {
  return "\\fB" + roff(text) + "\\fR";
}

void write_option(std::string& out, const OptionEntry& option) {
  std::string left;
  for (const std::string& name : option.names) left += (left.empty() ? "" : ", ") + bold(name);
  if (!option.value_name.empty())
    left += std::string(option.names.empty() || option.only_with_equals ? "" : " ") + "\\fI" + roff(option.value_name) + "\\fR";
  out += ".TP\n" + left + "\n" + roff(option.description) + "\n";
}

void write_example(std::string& out, const std::string& text) {
  if (text.empty()) return;
  out += ".PP\n.nf\n" + roff(text) + "\n.fi\n";
}

void write_command(std::string& out, const CommandEntry& command) {
  std::string line = "miggraph " + command.name + " [OPTION…]";
  for (const OptionEntry& argument : command.arguments) line += " [" + argument.value_name + "]";
  out += ".SS " + roff(line) + "\n" + roff(command.summary) + ".\n";
  for (const OptionEntry& argument : command.arguments) write_option(out, argument);
  for (const OptionEntry& option : command.options) write_option(out, option);
  write_example(out, command.examples);
}

constexpr const char* kEnd =
    ".SH EXIT STATUS\n"
    ".TP\n0\nNothing of severity error (with \\fB\\-\\-strict\\fR: nor warning), or \\fB\\-\\-exit\\-zero\\fR was given.\n"
    ".TP\n1\nOnly of \\fBcheck\\fR: something of severity error.\n"
    ".TP\n2\nmiggraph could not do its work: wrong usage, no such app or ref, a repository it cannot read.\n"
    ".SH ENVIRONMENT\n"
    ".TP\n\\fBMIGGRAPH_FORMAT\\fR\n\\fB\\-\\-format\\fR where none is given.\n"
    ".TP\n\\fBMIGGRAPH_AGAINST\\fR\n\\fB\\-\\-against\\fR where nothing says what to compare with; several refs with blanks between them.\n"
    ".TP\n\\fBNO_COLOR\\fR\nNo colour.\n"
    ".TP\n\\fBCOLUMNS\\fR\nThe width of the text.\n"
    ".SH SEE ALSO\n"
    ".BR git (1),\n.BR django\\-admin (1)\n";

}  // namespace

void declare_manual(CLI::App& app, Options& options) {
  app.add_option("--output-file", options.output_file, "write there instead of to the terminal")->type_name("FILE")->group("Output");
  app.footer("Examples:\n  miggraph manual | man -l -");
}

Result<ExitCode> run_manual(const Options&, Console& console) {
  const CommandTree tree = command_tree();
  std::string out = fmt::format(".TH MIGGRAPH 1 \"\" \"miggraph {}\" \"User Commands\"\n", report::version());
  out += ".SH NAME\nmiggraph \\- finds Django migrations that collide, before they are merged\n";
  out += ".SH SYNOPSIS\n.B miggraph\n[\\fB\\-C\\fR \\fIDIR\\fR] \\fICOMMAND\\fR [\\fIOPTION\\fR...]\n";
  out += ".SH DESCRIPTION\n" + roff(tree.program.summary) + "\n.SH OPTIONS\n";
  for (const OptionEntry& option : tree.program.options) write_option(out, option);
  out += ".SH COMMANDS\n";
  for (const CommandEntry& command : tree.commands) write_command(out, command);
  out += ".SH FORMATS OF CHECK\n";
  for (const report::Format& format : report::formats())
    out += ".TP\n" + bold(format.name) + "\n" + roff(format.summary) + "\n";
  out += ".SH EXAMPLES\n";
  write_example(out, tree.program.examples);
  const Status written = console.write_result(out + kEnd);
  if (!written) return written.error();
  return 0;
}

}  // namespace miggraph::cli
